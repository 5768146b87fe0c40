"""A few lines of Python → the text of what they answer, or of their error. Shared by the places that are asked."""

import datetime as dt
import math
from datetime import date, datetime, timedelta, timezone

import anvil
import anvil.server
import anvil.tables as tables
import anvil.tz
from anvil.tables import app_tables, in_transaction, order_by
from anvil.tables import query as q


def fresh(row):
    """The row as the database has it."""
    return tables.get_table_by_id(row.get_id()).get_by_id(row.get_id())


def names(rows):
    return [row["name"] for row in rows]


def evaluate(text):
    """The repr of the last line's value, or ``Class: message``."""
    scope = dict(globals())
    *lines, last = text.strip("\n").split("\n")
    try:
        exec("\n".join(lines), scope)  # noqa: S102 (a test's own text)
        return repr(eval(last, scope))  # noqa: S307 (a test's own text)
    except Exception as error:  # noqa: BLE001 (it is the answer)
        return f"{type(error).__name__}: {error}"

"""A few lines of Python → the text of what they answer, or of their error. Shared by the places that are asked."""

import datetime

import anvil
import anvil.server
import anvil.tables
import anvil.tz


def fresh(row):
    """The row as the database has it."""
    return anvil.tables.get_table_by_id(row.get_id()).get_by_id(row.get_id())


def names(rows):
    return [row["name"] for row in rows]


def error_of(action):
    """``Class: message`` of what it raises."""
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


KNOWN = {
    "anvil": anvil,
    "tables": anvil.tables,
    "q": anvil.tables.query,
    "app_tables": anvil.tables.app_tables,
    "order_by": anvil.tables.order_by,
    "in_transaction": anvil.tables.in_transaction,
    "date": datetime.date,
    "datetime": datetime.datetime,
    "tzoffset": anvil.tz.tzoffset,
    "fresh": fresh,
    "names": names,
    "error_of": error_of,
    "__name__": "asked",
}


def evaluate(text):
    """The repr of the last line's value, or ``Class: message``."""
    scope = dict(KNOWN)
    lines, _, last = text.strip().rpartition("\n")
    return str(error_of(lambda: (exec(lines, scope), repr(eval(last, scope)))[1]))

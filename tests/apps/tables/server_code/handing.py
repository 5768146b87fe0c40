"""What a server hands to its clients: views, rows, searches."""

import anvil.server
import anvil.tables.query as q
from anvil.tables import app_tables

from .models import first_note


@anvil.server.callable
def hand(what):
    return HANDED[what]()


def _person():
    return app_tables.people.get(name="Ann")


HANDED = {
    "readable view": app_tables.people.client_readable,
    "some columns": lambda: app_tables.people.client_readable(q.only_cols("name", "age")),
    "some rows": lambda: app_tables.people.client_readable(age=q.greater_than(5)),
    "writable view": app_tables.people.client_writable,
    "writable rows": lambda: app_tables.people.client_writable(vip=True),
    "writable by query": lambda: app_tables.people.client_writable(age=q.greater_than(5)),
    "cascading view": app_tables.people.client_writable_cascade,
    "row": _person,
    "row of a view": lambda: app_tables.people.client_readable(q.only_cols("name", "age")).get(name="Ann"),
    "writable row": lambda: app_tables.people.client_writable().get(name="Ann"),
    "search": app_tables.people.search,
    "search of a view": lambda: app_tables.people.client_readable(q.only_cols("name")).search(),
    "hidden": lambda: app_tables.readable.search()[0],
    "note": first_note,
    "dict": lambda: {"row": _person(), "rows": list(app_tables.people.search())},
}

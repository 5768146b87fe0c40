import datetime
import time

import anvil
import anvil.server
import anvil.users
from anvil.tables import app_tables
from services_app.shapes import OutOfStock, Point

RAISED = {
    "KeyError": KeyError,
    "ValueError": ValueError,
    "ZeroDivisionError": ZeroDivisionError,
    "OutOfStock": OutOfStock,
}


@anvil.server.callable
def add(a, b=1):
    return a + b


@anvil.server.callable
def echo(*args, **kwargs):
    return [args, kwargs]


@anvil.server.callable
def described(value):
    """How the value looks on the server."""
    return "{}: {!r}".format(type(value).__name__, value)


@anvil.server.callable
def fail(kind, text):
    raise RAISED[kind](text)


@anvil.server.callable
def give(name):
    return {
        "whole float": 5.0,
        "float": 2.5,
        "big": 2**60,
        "tuple": (1, (2, 3)),
        "naive": datetime.datetime(2026, 1, 31, 10, 0),  # noqa: DTZ001 (that is what it is about)
        "aware": datetime.datetime(2026, 1, 31, 10, 0, tzinfo=anvil.tz.tzoffset(hours=2)),
        "date": datetime.date(2026, 1, 31),
        "inf": float("inf"),
        "bytes": b"bytes",
        "set": {1},
        "int keys": {1: 2},
        "text": "ü\u2028😀",
        "point": Point(1, [Point(2, 3)]),
        "class": Point,
        "file": anvil.BlobMedia("text/plain", b"made on the server", name="made.txt"),
    }[name]


@anvil.server.callable
def wait(seconds):
    time.sleep(seconds)
    return seconds


@anvil.server.callable
def described_file(media):
    return [media.name, media.content_type, media.length]


@anvil.server.callable
def remember(name, value):
    anvil.server.session[name] = value


@anvil.server.callable
def recall(name):
    return anvil.server.session.get(name)


@anvil.server.callable
def fill_things(count):
    """So many things, each with a maker; those that were there are gone."""
    app_tables.things.delete_all_rows()
    app_tables.makers.delete_all_rows()
    maker = app_tables.makers.add_row(name="Ada")
    for number in range(count):
        app_tables.things.add_row(name="thing {}".format(number), price=number, maker=maker)


@anvil.server.callable
def things():
    return app_tables.things.search()


@anvil.server.callable
def add_user(email, password):
    for row in app_tables.users.search(email=email):
        row.delete()
    anvil.users.signup_with_email(email, password)
    anvil.users.logout()

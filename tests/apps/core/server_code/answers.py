import datetime

import anvil
import anvil.server
from core_app.shapes import Point


@anvil.server.callable
def add(a, b):
    return a + b


@anvil.server.callable
def echo(value):
    return value


@anvil.server.callable
def now_utc():
    return datetime.datetime(2026, 1, 31, 10, 0, tzinfo=datetime.timezone.utc)


@anvil.server.callable
def count_bytes(media):
    return {"name": media.name, "length": len(media.get_bytes()), "type": media.content_type}


@anvil.server.callable
def make_file():
    return anvil.BlobMedia("text/plain", b"made on the server", name="made.txt")


@anvil.server.callable
def fail():
    raise ValueError("no good")


@anvil.server.callable
def mirror(points):
    return [Point(point.y, point.x) for point in points]

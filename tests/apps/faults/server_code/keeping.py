"""What is asked of the server while things break: each key must be kept once it was acknowledged, and once only."""

import secrets
from datetime import datetime, timezone

import anvil.server
from anvil.tables import app_tables, in_transaction


def _keep(kind, key):
    app_tables.entries.add_row(kind=kind, key=key, at=datetime.now(timezone.utc))


@anvil.server.http_endpoint("/keep/:key")
def keep(key):
    _keep("row", key)
    return "kept"


@anvil.server.http_endpoint("/launch/:key")
def launch(key):
    return anvil.server.launch_background_task("keep_once", key).get_id()


@anvil.server.background_task
@in_transaction
def keep_once(key):
    """A task may begin again after its process was killed: what it does must be there once."""
    if app_tables.entries.get(kind="task", key=key) is None:
        _keep("task", key)


@anvil.server.background_task
def every_minute():
    _keep("schedule", "minute")


@anvil.server.http_endpoint("/by-uplink/:key")
def by_uplink(key):
    return anvil.server.call("keep_from_uplink", key)


@anvil.server.callable
def keep_for_uplink(key):
    _keep("uplink", key)
    return "kept"


@anvil.server.http_endpoint("/kept/:kind")
def kept(kind):
    return [row["key"] for row in app_tables.entries.search(kind=kind)]


@anvil.server.http_endpoint("/fill/:megabytes")
def fill(megabytes):
    """Keep so much that cannot be compressed."""
    _keep("filling", secrets.token_hex(int(megabytes) * 500_000))
    return "kept"


@anvil.server.http_endpoint("/what-a-write-says")
def what_a_write_says():
    try:
        fill(2)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "kept"

"""Anvil's tables library in this process, answered by the registered private calls, as the executor does it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anvil_downlink_worker  # noqa: F401  (puts Anvil's library in place)
from anvil import _server, _threaded_server
from anvil.tables import _config
from anvil.tables.v2 import _app_tables, _model

from app_server.database import Database
from app_server.rpc.call import Call, current_call, enter, leave
from app_server.rpc.registry import private_functions
from app_server.services import media
from app_server.services.tables import SCHEMA_SQL, added_rows, batches, catalogue, migrate, schema


def migrate_to(database: Database, folder: Path, tables: Mapping[str, Any], *, yes_drop: bool = False) -> list[str]:
    """Bring the database to these tables; returns the sentences of the steps that were taken."""
    app = SimpleNamespace(tables=tables, with_dependencies=[SimpleNamespace(folder=folder)])
    steps = migrate.apply(schema.plan(database, app), database, yes_drop=yes_drop)  # type: ignore[arg-type]
    _app_tables._clear_cache()
    _model._clear_cache()
    return [step.sentence for step in steps]


def make_instance(database: Database) -> SimpleNamespace:
    database.apply_schema([SCHEMA_SQL, media.SCHEMA_SQL])
    catalogue.forget(database)
    batches.install(None)
    added_rows.install(None)
    app = SimpleNamespace(service=lambda source: None)
    return SimpleNamespace(database=database, media=media.MediaStore(database), app=app)


def make_call(instance: SimpleNamespace, *, trusted: bool = True) -> Call:
    origin = "server_module" if trusted else "browser"
    return Call(instance=instance, session=None, origin=origin, trusted=trusted)  # type: ignore[arg-type]


@contextmanager
def entered(call: Call) -> Iterator[None]:
    """Inside, ``anvil.server.call`` is answered as ``call``."""
    saved = _threaded_server.do_call, _server._do_call
    _threaded_server.do_call = _server._do_call = _answer
    token = enter(call)
    _config._config = {"enable_v2": True}
    _app_tables._clear_cache()
    try:
        yield
    finally:
        leave(token)
        _threaded_server.do_call, _server._do_call = saved
        _app_tables._clear_cache()
        call.instance.database.rollback_open()


def _answer(args: Any, kwargs: Any, fn_name: str, live_object: Any = None) -> Any:
    return private_functions[fn_name].run(current_call(), *args, **(kwargs or {}))

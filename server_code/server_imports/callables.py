"""What a program connected with the server key may ask: large imports, row by row."""

from __future__ import annotations

from typing import Any

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import bulk_import_service

AUDITED = "bulk_imports"


@server_callable(uplink=True, transaction=True, audited=AUDITED)
def begin_bulk_import(actor: Actor, kind: str, file: dict, mapping: dict, options: dict) -> dict[str, Any]:
    return {"import": bulk_import_service.begin_bulk_import(actor, kind, file, mapping, options)}


@server_callable(uplink=True, transaction=True)
def import_bulk_rows(actor: Actor, bulk_number: int, first_row: int, rows: list) -> dict[str, Any]:
    return {"import": bulk_import_service.import_bulk_rows(actor, bulk_number, first_row, rows)}


@server_callable(uplink=True)
def rehearse_bulk_rows(actor: Actor, kind: str, file: dict, mapping: dict, options: dict, rows: list) -> dict[str, Any]:
    return bulk_import_service.rehearse_bulk_rows(actor, kind, file, mapping, options, rows)


@server_callable(uplink=True, transaction=True, audited=AUDITED)
def finish_bulk_import(actor: Actor, bulk_number: int) -> dict[str, Any]:
    return {"import": bulk_import_service.finish_bulk_import(actor, bulk_number)}


@server_callable(uplink=True)
def list_bulk_receipts(actor: Actor, bulk_number: int, after_row: int = -1) -> dict[str, Any]:
    return bulk_import_service.list_bulk_receipts(actor, bulk_number, after_row)

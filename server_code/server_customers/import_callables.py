"""What screens may ask of import and export."""

from __future__ import annotations

from typing import Any

import anvil

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from ..server_shared.errors import Invalid
from . import import_export

AUDITED = "contact_imports"


@server_callable(permission="data.import")
def inspect_import(actor: Actor, file: anvil.Media) -> dict[str, Any]:
    return import_export.inspect_import(actor, file)


@server_callable(permission="data.import")
def preview_import(actor: Actor, import_number: int, mapping: dict, options: dict) -> dict[str, Any]:
    return import_export.preview_import(actor, import_number, mapping, options)


@server_callable(permission="data.import", audited=AUDITED)
def start_import(actor: Actor, import_number: int, mapping: dict, options: dict) -> dict[str, Any]:
    return {"import": import_export.start_import(actor, import_number, mapping, options)}


@server_callable(permission="data.import")
def get_import(actor: Actor, import_number: int) -> dict[str, Any]:
    return {"import": import_export.get_import(actor, import_number)}


@server_callable(permission="data.import")
def list_imports(actor: Actor) -> dict[str, Any]:
    return {"imports": import_export.list_imports(actor)}


@server_callable(permission="data.import")
def list_import_skips(actor: Actor, import_number: int) -> dict[str, Any]:
    return {"skips": import_export.list_import_skips(actor, import_number)}


@server_callable(permission="data.import", audited=AUDITED)
def download_import_skips(actor: Actor, import_number: int) -> dict[str, Any]:
    return {"file": import_export.download_import_skips(actor, import_number)}


@server_callable(permission="data.import", audited=AUDITED)
def undo_import(actor: Actor, import_number: int) -> dict[str, Any]:
    return {"import": import_export.undo_import(actor, import_number)}


@server_callable(permission="data.import", audited=AUDITED)
def cancel_import(actor: Actor, import_number: int) -> dict[str, Any]:
    return {"import": import_export.cancel_import(actor, import_number)}


@server_callable(permission="data.export", audited="contacts")
def export_contacts(
    actor: Actor,
    filters: dict | None = None,
    format: str = "csv",  # noqa: A002 - the contract's name
    sort: str = "name",
    ascending: bool = True,
    columns: list | None = None,
) -> dict[str, Any]:
    """What the list shows, in its order, as a file; only the ``columns`` of these keys, where there are any."""
    if not all(isinstance(key, str) for key in columns or ()):
        raise Invalid("These are not columns.")
    return {"file": import_export.export_contacts(actor, filters or {}, format, sort, ascending, columns or ())}

"""The public door of import and export: what callables and other domains use of them."""

from __future__ import annotations

from .export_service import export_contacts
from .import_service import (
    cancel_import,
    download_import_skips,
    get_import,
    inspect_import,
    list_import_skips,
    list_imports,
    preview_import,
    start_import,
    undo_import,
)

__all__ = [
    "cancel_import",
    "download_import_skips",
    "export_contacts",
    "get_import",
    "inspect_import",
    "list_import_skips",
    "list_imports",
    "preview_import",
    "start_import",
    "undo_import",
]

"""The registry of WhatsApp templates: what WhatsApp allows of each is kept beside its words.

Those that write expect the caller to have opened a transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from anvil.tables import app_tables

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Duplicate, Invalid, NotFound
from .whatsapp_rules import STATUSES, checked, clean_template, variables_in
from .whatsapp_service import find_template, template_record

PREFIX = "W-"
NEW = {"name": "", "language": "en", "category": "marketing", "status": "draft", "content_sid": "", "body": ""}
MOST_FETCHED = 1000


def list_templates(actor: Actor) -> list[dict[str, Any]]:
    """Every template that is not archived, by name."""
    rows = app_tables.whatsapp_templates.search(archived_at=None)
    return sorted(map(template_record, rows), key=lambda template: (template["name"], template["language"]))


def save_template(
    actor: Actor, template_data: Mapping[str, Any], expected_version: int | None = None
) -> dict[str, Any]:
    """Store a template of ``name, language, category, status, content_sid, body, samples {number: text}``, or change
    the one with its ``template_id``; as it is then. Raises Invalid, NotFound, Duplicate, Conflict.
    """
    template_id = template_data.get("template_id")
    row = template_row(template_id) if template_id else None
    if row is not None and expected_version is not None and row["version"] != expected_version:
        raise Conflict("Somebody else changed this template in the meantime.", template_record(row))
    given = clean_template(template_data if row is not None else {**NEW, **template_data})
    before = {name: row[name] for name in (*NEW, "samples")} if row is not None else {"samples": {}}
    columns = {**before, **given}
    checked(columns)
    _refuse_twin(columns, row)
    return template_record(_written(row, columns))


def archive_template(actor: Actor, template_id: str, *, archived: bool = True) -> None:
    """Take a template off the list, or bring it back. Raises NotFound, Duplicate."""
    row = template_row(template_id)
    if not archived:
        _refuse_twin(row, row)
    row.update(archived_at=utc_now() if archived else None, updated_at=utc_now())


def store_fetched(templates: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Bring in what Twilio has of ``content_sid, name, language, category, status, body, samples, reason``, each known
    by its SID, or by name and language; how many are ``new``, ``changed``, ``known``, ``left_out``.
    """
    counts = {"new": 0, "changed": 0, "known": 0, "left_out": 0}
    for fetched in templates[:MOST_FETCHED]:
        try:
            counts[_store(fetched)] += 1
        except Invalid:
            counts["left_out"] += 1
    return counts


def template_row(template_id: str) -> Any:
    """The row of ``W-3``. Raises NotFound."""
    row = find_template(template_id)
    if row is None:
        raise NotFound("There is no such template.")
    return row


def _store(fetched: Mapping[str, Any]) -> str:
    status = fetched.get("status") if fetched.get("status") in STATUSES else "draft"
    columns = {**NEW, "samples": {}, **clean_template({**NEW, **fetched, "status": status})}
    numbers = variables_in(columns["body"])
    columns["samples"] = {number: columns["samples"].get(number) or f"({number})" for number in numbers}
    checked(columns)
    table = app_tables.whatsapp_templates
    named = {"name": columns["name"], "language": columns["language"], "archived_at": None}
    row = table.get(content_sid=columns["content_sid"], archived_at=None) or table.get(**named)
    reason = str(fetched.get("reason") or "")[:300] or None
    known = row is not None and all(row[name] == value for name, value in {**columns, "reason": reason}.items())
    if not known:
        _written(row, {**columns, "reason": reason})
    return "changed" if row is not None and not known else "new" if row is None else "known"


def _written(row: Any, columns: Mapping[str, Any]) -> Any:
    now = utc_now()
    if row is not None:
        row.update(**columns, version=row["version"] + 1, updated_at=now)
        return row
    [number] = take_numbers("whatsapp_templates")
    named = {"template_id": f"{PREFIX}{number}", "version": 1, "created_at": now, "updated_at": now}
    return app_tables.whatsapp_templates.add_row(**columns, **named, archived_at=None)


def _refuse_twin(columns: Any, row: Any) -> None:
    named = {"name": columns["name"], "language": columns["language"], "archived_at": None}
    if any(twin != row for twin in app_tables.whatsapp_templates.search(**named)):
        raise Duplicate("There is a template of this name in this language already.")

"""WhatsApp's window of 24 hours, and the templates that may be sent outside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from ..server_shared.validators import clean_text
from .whatsapp_rules import APPROVED, fill_body, variables_in, wrong_variables

FEW = 200
PAGE = 1000


def window_until(contact: Any) -> datetime | None:
    """Until when a contact's row may be written to in words of one's own; None when only a template may go."""
    return open_windows([contact], utc_now()).get(contact.get_id())


def open_windows(contacts: Sequence[Any], now: datetime) -> dict[str, datetime]:
    """The windows that are open at ``now``: row id of a contact → until when. One statement."""
    among = {"contact": q.any_of(*contacts)} if len(contacts) <= FEW else {}
    rows = app_tables.inbound_messages.search(
        q.fetch_only("opens_until", contact=q.fetch_only("contact_number")),
        q.page_size(PAGE),
        channel="whatsapp",
        opens_until=q.greater_than(now),
        **among,
    )
    windows: dict[str, datetime] = {}
    for row in rows:
        key = row["contact"].get_id()
        windows[key] = max(row["opens_until"], windows.get(key, now))
    return windows


def close_window(contact: Any) -> None:
    """The provider says that a contact's window is closed, whatever was known here. Needs a transaction."""
    now = utc_now()
    opened = app_tables.inbound_messages.search(contact=contact, channel="whatsapp", opens_until=q.greater_than(now))
    for row in list(opened):
        row["opens_until"] = now


def usable_templates() -> list[dict[str, Any]]:
    """The templates that may be sent, by name: approved ones, each as ``template_record`` tells it."""
    rows = app_tables.whatsapp_templates.search(status=APPROVED, archived_at=None)
    return sorted(map(template_record, rows), key=lambda template: (template["name"], template["language"]))


def find_template(template_id: str) -> Any:
    """The row of ``W-3``, or None."""
    return app_tables.whatsapp_templates.get(template_id=template_id) if template_id else None


def template_record(row: Any) -> dict[str, Any]:
    """``template_id, name, language, category, status, reason, body, content_sid, version``, ``is_archived`` and
    ``variables`` as ``[{number, sample}]``."""
    named = ("template_id", "name", "language", "category", "status", "body", "version", "updated_at")
    samples = row["samples"] or {}
    return {
        **{name: row[name] for name in named},
        "content_sid": row["content_sid"] or "",
        "reason": row["reason"] or "",
        "is_archived": row["archived_at"] is not None,
        "variables": [{"number": each, "sample": samples.get(each, "")} for each in variables_in(row["body"])],
    }


def is_usable(template: Any) -> bool:
    """Whether a template's row may be sent now."""
    return template is not None and template["status"] == APPROVED and template["archived_at"] is None


def fill_template(template: Any, variables: Mapping[str, str]) -> str:
    """What a template's row says with its variables filled in, as its receiver reads it."""
    return fill_body(template["body"], variables)


def usable_template(template_id: str) -> Any:
    """The row of a template that may be sent now. Raises Invalid."""
    template = find_template(template_id)
    if not is_usable(template):
        raise Invalid("WhatsApp has not approved this template, or has paused it. Please choose another one.")
    return template


def clean_template_choice(raw: Any, field: str) -> dict[str, Any] | None:
    """``{template_id, variables}`` of a WhatsApp message; None where it names no template. Raises Invalid."""
    given = raw if isinstance(raw, Mapping) else {}
    template_id, variables = clean_text(given.get("template_id"), field, 60), given.get("variables") or {}
    if not template_id:
        return None
    if not isinstance(variables, Mapping):
        raise Invalid(fields={field: "This is not what a template is filled with."})
    filled = {clean_text(name, field, 40): clean_text(value, field, 500) for name, value in variables.items()}
    return {"template_id": template_id, "variables": filled}


def check_variables(template: Any, settings: Mapping[str, Any]) -> None:
    """Raise Invalid where a content's ``settings`` do not fill a template."""
    wrong = wrong_variables(template["body"], settings.get("variables") or {})
    if wrong:
        raise Invalid(wrong)


def sendable(settings: Mapping[str, Any]) -> Any:
    """The template's row that a content's ``settings`` name. Raises Invalid where it cannot be sent that way."""
    template = usable_template(settings.get("template_id") or "")
    check_variables(template, settings)
    return template

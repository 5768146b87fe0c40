"""Events of the business's own, which its programs tell of people: they stand on timelines and begin sequences."""

from __future__ import annotations

from typing import Any

from anvil.tables import app_tables

from ..server_sequences import automation_service
from ..server_shared.actors import Actor
from ..server_shared.errors import Invalid, NotFound
from ..server_shared.validators import MAX_EVENT_NAME, clean_event_name, clean_text, validate_email
from . import labels, timeline_service
from .queries import find_contact_row, get_contact_row

TYPE = "own_event"
MAX_NAME, MAX_KEY, MAX_NOTE = MAX_EVENT_NAME, 100, 200
# Names that begin a trigger of their own; until there is a shop here, another one tells of its carts.
TRIGGERS = ("abandoned_cart",)


def record_event(
    actor: Actor, name: str, *, contact_id: str = "", email: str = "", key: str = "", note: str = ""
) -> dict[str, Any]:
    """Note that ``name`` (``trial_ended``) happened with a contact, and let the sequences begin that wait for it.

    The contact is named by ``contact_id`` or ``email``; ``key`` tells this once from the next time, so that the same
    key counts once; ``note`` stands beside it on the timeline. Answers ``contact_id, name, enrolled, is_new``. Needs a
    transaction. Raises NotFound, Invalid.
    """
    named = clean_event_name(name, "name")
    contact = _contact(contact_id, email)
    cause = f"event:{named}:{clean_text(key, 'key', MAX_KEY)}" if key else None
    found = {"contact_id": contact["contact_id"], "name": named}
    if cause and len(app_tables.contact_events.search(contact=contact, event_type=TYPE, related_id=cause)):
        return {**found, "enrolled": 0, "is_new": False}
    said = {"name": named, "note": clean_text(note, "note", MAX_NOTE)}
    labels.remember_event(named)
    timeline_service.tell(actor, contact, TYPE, {label: text for label, text in said.items() if text}, cause)
    details = {"name": named, **({"cause": cause} if cause else {})}
    triggers = ("custom", named) if named in TRIGGERS else ("custom",)
    return {
        **found,
        "enrolled": sum(automation_service.fire(trigger, contact, details) for trigger in triggers),
        "is_new": True,
    }


def list_event_names(actor: Actor) -> list[str]:
    """The names of events that were told so far."""
    return labels.list_labels(labels.EVENT)


def _contact(contact_id: str, email: str) -> Any:
    if contact_id:
        return get_contact_row(contact_id)
    if not email:
        raise Invalid(fields={"email": "Please name the person, by contact_id or email."})
    contact = find_contact_row(validate_email(email))
    if contact is None:
        raise NotFound("There is no contact with this e-mail address.")
    return contact

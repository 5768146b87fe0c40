"""Notes on a contact: what somebody of the business wrote down. Only who wrote one may change it or take it away.

Every function that writes expects the caller to have opened a serializable transaction.
"""

from __future__ import annotations

from typing import Any

from anvil.tables import app_tables

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.errors import Forbidden, Invalid, NotFound
from ..server_shared.validators import clean_text
from . import rules
from .contact_figures import event_figures
from .merge_service import get_standing_row
from .segment_membership import settle
from .timeline_service import add_event

NOTE, REMOVED = "note", "note_removed"


def add_note(actor: Actor, contact_id: str, note_text: str) -> str:
    """Put a note on the timeline; the event's id. Raises NotFound, Invalid."""
    note = _clean(note_text)
    row = get_standing_row(contact_id)
    event = add_event(actor, row, NOTE, {"note": note, "author": actor.email})
    row["last_contact_date"] = event["event_date"]
    settle([row])
    return event.get_id()


def edit_note(actor: Actor, contact_id: str, event_id: str, note_text: str) -> None:
    """Write an own note anew; its date stays. Raises NotFound, Forbidden, Invalid."""
    note = _clean(note_text)
    event = _own(actor, contact_id, event_id, NOTE)
    if event["event_data"]["note"] != note:
        event["event_data"] = {**event["event_data"], "note": note, "edited_at": utc_now().isoformat()}


def remove_note(actor: Actor, contact_id: str, event_id: str, *, removed: bool = True) -> None:
    """Take an own note off the timeline, or put it back; the nightly purge ends what was taken off.

    Raises NotFound, Forbidden.
    """
    event = _own(actor, contact_id, event_id, NOTE if removed else REMOVED)
    event.update(event_type=REMOVED if removed else NOTE, user_visible=not removed)
    contact = event["contact"]
    contact.update(**event_figures(contact, NOTE))
    settle([contact])


def _own(actor: Actor, contact_id: str, event_id: str, event_type: str) -> Any:
    """The row of an event of this contact that ``actor`` wrote."""
    try:
        event = app_tables.contact_events.get_by_id(event_id)
    except (TypeError, ValueError):
        event = None
    if event is None or event["event_type"] != event_type or event["contact"]["contact_id"] != contact_id:
        raise NotFound("Note not found")
    if not actor.email or (event["event_data"] or {}).get("author") != actor.email:
        raise Forbidden("Only who wrote a note can change it.")
    return event


def _clean(note_text: str) -> str:
    note = clean_text(note_text, "note_text", rules.MAX_NOTE, lines=True)
    if not note:
        raise Invalid(fields={"note_text": "Please write something."})
    return note

"""What happened with a contact, and lately with all of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from ..server_shared.validators import validate_choice, validate_json
from . import rules
from .contact_figures import event_figures
from .queries import get_contact_row
from .segment_membership import settle
from .views import timeline_event

PAGE = 50
SHOWN = 20
MAX_DAYS = 366
IMPORT_PREFIX = "import-"
EVENT_WITH_NAME = q.fetch_only(
    *("event_type", "event_date", "event_data", "related_id", "author"),
    contact=q.fetch_only("contact_id", "first_name", "last_name", "company", "email", "phone", "archived_at"),
)


def add_event(
    actor: Actor,
    contact: Any,
    event_type: str,
    event_data: dict[str, Any] | None = None,
    *,
    related_id: str | None = None,
    visible: bool = True,
) -> Any:
    """Write an event that happened now, and count it where its type is counted; its row."""
    event = app_tables.contact_events.add_row(
        contact=contact,
        event_type=event_type,
        event_date=utc_now(),
        event_data=event_data or {},
        related_id=related_id,
        user_visible=visible,
        author=actor.name,
    )
    figures = event_figures(contact, event_type)
    if figures:
        contact.update(**figures)
    return event


def tell(
    actor: Actor, contact: Any, event_type: str, event_data: dict[str, Any], related_id: str | None = None
) -> None:
    """Write an event of another domain on a contact's row, with all that follows from it. Needs a transaction."""
    add_event(actor, contact, event_type, event_data, related_id=related_id)
    settle([contact])


def untell(contact: Any, event_type: str, related_id: str) -> None:
    """Take back what ``tell`` wrote, since it is not so after all. Needs a transaction."""
    app_tables.contact_events.search(contact=contact, event_type=event_type, related_id=related_id).delete_all_rows()
    figures = event_figures(contact, event_type)
    if figures:
        contact.update(**figures)
    settle([contact])


def log_contact_event(
    actor: Actor,
    contact_id: str,
    event_type: str,
    event_data: dict[str, Any] | None,
    related_id: str | None,
    user_visible: bool,
) -> str:
    """Write an event of a known type and note the contact as met now; the event's id. Needs a transaction."""
    kind = validate_choice(event_type, rules.EVENT_TYPES, "event_type")
    particulars = validate_json(event_data, "event_data", rules.MAX_NOTE)
    contact = get_contact_row(contact_id)
    event = add_event(actor, contact, kind, particulars, related_id=related_id, visible=user_visible)
    contact["last_contact_date"] = event["event_date"]
    settle([contact])
    return event.get_id()


def get_contact_timeline(
    actor: Actor, contact_id: str, before: datetime | None = None, kind: str | None = None
) -> tuple[list[dict[str, Any]], bool]:
    """Visible events older than ``before``, newest first, at most 50, and whether there are more.

    ``kind`` is one of ``rules.TIMELINE_KINDS``, None for all. Raises NotFound, Invalid.
    """
    return list_timeline(get_contact_row(contact_id), before, kind)


def list_timeline(
    contact: Any, before: datetime | None = None, kind: str | None = None
) -> tuple[list[dict[str, Any]], bool]:
    """As ``get_contact_timeline``, of a contact's row."""
    wanted: dict[str, Any] = {"event_date": q.less_than(before)} if before else {}
    if kind:
        types = rules.TIMELINE_KINDS[validate_choice(kind, tuple(rules.TIMELINE_KINDS), "kind")]
        wanted["event_type"] = q.any_of(*types)
    events = app_tables.contact_events.search(
        tables.order_by("event_date", ascending=False),
        q.page_size(PAGE + 1),
        q.fetch_only("event_type", "event_date", "event_data", "related_id", "author"),
        contact=contact,
        user_visible=True,
        **wanted,
    )
    found = list(islice(events, PAGE + 1))
    return [timeline_event(event) for event in found[:PAGE]], len(found) > PAGE


def get_recent_activity(actor: Actor, days: int = 7) -> list[dict[str, Any]]:
    """The newest 50 visible events of the last ``days`` days with the names of their contacts, in one statement.

    Contacts that came in by an import do not flood it, nor do edits of records: only what happened with people.
    """
    if not 1 <= days <= MAX_DAYS:
        raise Invalid(f"Days must be between 1 and {MAX_DAYS}.")
    events = app_tables.contact_events.search(
        tables.order_by("event_date", ascending=False),
        q.page_size(PAGE),
        EVENT_WITH_NAME,
        event_date=q.greater_than(utc_now() - timedelta(days=days)),
        user_visible=True,
        event_type=q.not_("edited"),
        # An empty one is neither like the prefix nor unlike it.
        related_id=q.any_of(None, q.not_(q.like(IMPORT_PREFIX + "%"))),
    )
    return [_activity(event) for event in islice(events, PAGE) if event["contact"]["archived_at"] is None]


def list_activity_of(contacts: list[Any]) -> list[dict[str, Any]]:
    """The newest 20 visible events of these contacts, with their names, in one statement."""
    if not contacts:
        return []
    events = app_tables.contact_events.search(
        tables.order_by("event_date", ascending=False),
        q.page_size(SHOWN),
        EVENT_WITH_NAME,
        contact=q.any_of(*contacts),
        user_visible=True,
    )
    return [_activity(event) for event in islice(events, SHOWN)]


def get_contact_campaigns(actor: Actor, contact_id: str) -> list[dict[str, Any]]:
    """The campaigns a contact is enrolled in now, those that are archived left out."""
    enrolments = app_tables.contact_campaigns.search(
        q.fetch_only(
            *("status", "sequence_day", "enrolled_date", "last_email_sent_date", "next_send_at"),
            campaign=q.fetch_only("campaign_id", "campaign_name", "campaign_type", "status"),
        ),
        contact=get_contact_row(contact_id),
        status=q.any_of("active", "paused"),
    )
    return [
        {
            "campaign_id": enrolment["campaign"]["campaign_id"],
            "status": enrolment["status"],
            "is_paused": enrolment["campaign"]["status"] == "paused",
            "next_send_at": enrolment["next_send_at"],
            "campaign_name": enrolment["campaign"]["campaign_name"],
            "campaign_type": enrolment["campaign"]["campaign_type"],
            "sequence_day": enrolment["sequence_day"],
            "enrolled_date": enrolment["enrolled_date"],
            "last_email_sent": enrolment["last_email_sent_date"],
        }
        for enrolment in enrolments
        if enrolment["campaign"]["status"] != "archived"
    ]


def _activity(event: Any) -> dict[str, Any]:
    contact = event["contact"]
    return {
        **timeline_event(event),
        "contact_id": contact["contact_id"],
        "contact_name": rules.display_name(contact),
        "contact_email": contact["email"] or "",
    }

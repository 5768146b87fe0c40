"""What a rule can ask of a contact: fields of a kind, each one column. Pure.

The business's own fields have typed columns in store (``custom_text_3``): a data table can be searched by column only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .rules import COUNTED_EVENTS, LIFECYCLE_STAGES, STAGE_LABELS, STATUS_LABELS, STATUSES

TEXT, NUMBER, MONEY, TIME, DAY, YES_NO, CHOICE, LABELS = (
    *("text", "number", "money", "time", "day", "yes_no", "choice", "labels"),
)
KINDS = (TEXT, NUMBER, MONEY, TIME, DAY, YES_NO, CHOICE, LABELS)


@dataclass(frozen=True, slots=True)
class Field:
    """``name`` is what rules call it; ``options`` are the known values of a choice, as value → label."""

    name: str
    label: str
    kind: str
    column: str
    group: str
    options: Mapping[str, str] | None = None
    feature: str | None = None


def _person() -> Iterable[Field]:
    for column, label in (
        ("first_name", "First name"),
        ("last_name", "Last name"),
        ("email", "E-mail address"),
        ("phone", "Telephone"),
        ("company", "Company"),
        ("address", "Address"),
    ):
        yield Field(column, label, TEXT, column, "Person")


def _standing() -> Iterable[Field]:
    statuses = {value: STATUS_LABELS[value] for value in STATUSES}
    stages = {value: STAGE_LABELS[value] for value in LIFECYCLE_STAGES}
    yield Field("status", "Status", CHOICE, "status", "Standing", statuses)
    yield Field("lifecycle_stage", "Lifecycle stage", CHOICE, "lifecycle_stage", "Standing", stages)
    yield Field("tags", "Tags", LABELS, "tags", "Standing")
    yield Field("source", "Source", TEXT, "source", "Standing")
    yield Field("date_added", "Added on", TIME, "date_added", "Standing")
    yield Field("last_contact_date", "Last contact", TIME, "last_contact_date", "Standing")


def _purchases() -> Iterable[Field]:
    yield Field("total_spent", "Total spent", MONEY, "total_spent_minor", "Purchases")
    yield Field("total_transactions", "Purchases", NUMBER, "total_transactions", "Purchases")
    yield Field("orders", "Orders", NUMBER, "orders_count", "Purchases", feature="ecommerce_enabled")
    yield Field("last_order", "Last order", TIME, "last_order_date", "Purchases", feature="ecommerce_enabled")


def _bookings() -> Iterable[Field]:
    feature = "bookings_enabled"
    yield Field("bookings", "Bookings", NUMBER, "bookings_count", "Bookings", feature=feature)
    yield Field("first_booking", "First booking", TIME, "first_booking_date", "Bookings", feature=feature)
    yield Field("last_booking", "Last booking", TIME, "last_booking_date", "Bookings", feature=feature)
    yield Field("next_booking", "Next booking", TIME, "next_booking_date", "Bookings", feature=feature)
    yield Field("locations", "Booked at", LABELS, "locations", "Bookings", feature=feature)


def _events() -> Iterable[Field]:
    labels = {
        "email_sent": "E-mails sent",
        "email_opened": "E-mails opened",
        "email_clicked": "Links clicked",
        "note": "Notes",
        "task_completed": "Tasks done",
        "unsubscribed": "Unsubscribed",
    }
    for event in COUNTED_EVENTS:
        yield Field(f"{event}_count", labels[event], NUMBER, f"{event}_count", "Events")
        yield Field(f"last_{event}", f"{labels[event]}, last", TIME, f"last_{event}", "Events")
    for column, label in (
        ("campaigns", "Campaigns received"),
        ("campaigns_opened", "Campaigns opened"),
        ("campaigns_clicked", "Campaigns clicked in"),
    ):
        yield Field(column, label, LABELS, column, "Events", feature="marketing_enabled")


def _consents() -> Iterable[Field]:
    channels = {"email": "E-mail", "sms": "SMS", "whatsapp": "WhatsApp", "phone": "Telephone", "post": "Post"}
    purposes = {"marketing": "offers", "newsletter": "newsletter", "surveys": "surveys", "tracking": "counting"}
    known = {
        f"{channel}:{purpose}": f"{name}: {about}"
        for channel, name in channels.items()
        for purpose, about in purposes.items()
    }
    yield Field("agreed_to", "Agreed to", LABELS, "agreed_to", "Consent", known)
    yield Field("opted_out_of", "Unsubscribed from", LABELS, "opted_out_of", "Consent", known)
    feature = "marketing_enabled"
    often = {"weekly": "At most weekly", "monthly": "At most monthly", "important_only": "Only what is important"}
    yield Field("lists", "On the list", LABELS, "lists", "Consent", feature=feature)
    yield Field("topics", "Wants the topic", LABELS, "topics", "Consent", feature=feature)
    yield Field("mail_frequency", "Wants mail", CHOICE, "mail_frequency", "Consent", often, feature=feature)


def _lists(static_segments: Mapping[str, str]) -> Iterable[Field]:
    if static_segments:
        yield Field("segments", "Fixed segments", LABELS, "segments", "Standing", static_segments)


_PARTS = (_person, _standing, _consents, _purchases, _bookings, _events)
STANDARD = {field.name: field for part in _PARTS for field in part()}


def offered(
    features: Mapping[str, bool],
    own: Iterable[Field] = (),
    static_segments: Mapping[str, str] | None = None,
    named: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, Field]:
    """The fields of a business with ``features``, its ``own`` ones after the standard ones; by name.

    ``static_segments`` (id → name) can be asked for; others cannot, or two segments could each wait for the other.
    ``named`` are the values of further fields, as value → label; a field of those that has none is left out.
    """
    standard = {name: field for name, field in STANDARD.items() if not field.feature or features.get(field.feature)}
    for name, options in (named or {}).items():
        if name in standard and not options:
            del standard[name]
        elif name in standard:
            standard[name] = replace(standard[name], options=options)
    more = [*_lists(static_segments or {}), *own]
    return {**standard, **{field.name: field for field in more}}

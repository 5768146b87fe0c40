"""Who gets a campaign of messages, for programs: customers that can be chosen, and what became of each message."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from anvil.tables import in_transaction
from msgspec import Meta, Struct

from ..server_marketing import campaign_steps_service, messaging_service, recipient_service
from ..server_shared.actors import Actor
from ..server_shared.errors import NotFound
from .campaign_shapes import Campaign
from .operations import operation

FEATURE = "marketing_enabled"
VIEW, SEND, AUDITED = "campaigns.view", "campaigns.send", "email_campaigns"
CAMPAIGN = "/v1/campaigns/:campaign_id"
RECIPIENTS = f"{CAMPAIGN}/recipients"


class CustomerQuery(Struct):
    """Which customers: of the places ``place_ids`` (with commas between; nothing: of all), on ``channels``."""

    place_ids: Annotated[str, Meta(max_length=2000)] = ""
    channels: Annotated[str, Meta(max_length=40)] = "email"
    filter_by: Annotated[str, Meta(max_length=20)] = "all"
    search: Annotated[str, Meta(max_length=100)] = ""
    cursor: Annotated[str, Meta(max_length=2000)] = ""
    page_size: Annotated[int, Meta(ge=1, le=200)] = 50


class Customer(Struct):
    """Somebody who agreed to hear from the business on one of the channels; the number is masked."""

    contact_id: str
    name: str
    email: str
    phone: str
    agreed: list[str]
    last_booking: datetime | None


class CustomerPage(Struct):
    """A page of customers, by name; ``next_cursor`` is null at the end."""

    customers: list[Customer]
    total: int
    next_cursor: str | None


class RecipientQuery(Struct):
    """Which recipients: those in a ``group``, of a ``channel``, whom ``search`` finds."""

    group: Annotated[str, Meta(max_length=20)] = ""
    channel: Annotated[str, Meta(max_length=20)] = ""
    search: Annotated[str, Meta(max_length=100)] = ""
    cursor: Annotated[str, Meta(max_length=2000)] = ""
    page_size: Annotated[int, Meta(ge=1, le=200)] = 50


class RecipientPage(Struct):
    """A page of recipients, a row for each person and channel; ``next_cursor`` is null at the end."""

    recipients: list[dict[str, Any]]
    total: int
    next_cursor: str | None


class Chosen(Struct, forbid_unknown_fields=True):
    """Customers to choose besides those who are chosen."""

    contact_ids: Annotated[list[Annotated[str, Meta(max_length=20)]], Meta(min_length=1, max_length=2000)]


class Counts(Struct):
    """How many are chosen, of how many who can be."""

    selected: int
    eligible: int


class Removed(Struct):
    """How many messages are no longer sent."""

    count: int


class MessagingStats(Struct):
    """How many messages are in each group, and by channel; ``delivery_rate`` is the percent that did not fail."""

    total: int
    pending: int
    sent: int
    failed: int
    left_out: int
    unknown: int
    delivery_rate: float | None
    channels: dict[str, dict[str, int | float | None]]


@operation(
    "GET",
    "/v1/campaigns/messaging/customers",
    permission=VIEW,
    feature=FEATURE,
    query=CustomerQuery,
    gives=CustomerPage,
)
def get_eligible_customers(actor: Actor, query: CustomerQuery) -> dict[str, Any]:
    """Customers who booked and agreed, a page of them by name."""
    place_ids = [place for place in query.place_ids.split(",") if place]
    channels = [channel for channel in query.channels.split(",") if channel]
    filters = {"channels": channels, "filter_by": query.filter_by, "search": query.search}
    return messaging_service.get_eligible_customers(
        actor, place_ids or None, filters, query.cursor or None, query.page_size
    )


@operation("GET", RECIPIENTS, permission=VIEW, feature=FEATURE, query=RecipientQuery, gives=RecipientPage)
def list_recipients(actor: Actor, campaign_id: str, query: RecipientQuery) -> dict[str, Any]:
    """Who gets a campaign, and what became of each message."""
    named = {name: getattr(query, name) for name in ("group", "channel", "search") if getattr(query, name)}
    return recipient_service.list_recipients(actor, campaign_id, named, query.cursor or None, query.page_size)


@operation(
    "POST",
    RECIPIENTS,
    permission="campaigns.manage",
    feature=FEATURE,
    body=Chosen,
    gives=Counts,
    transaction=True,
    audited=AUDITED,
)
def add_recipients(actor: Actor, campaign_id: str, body: Chosen) -> dict[str, Any]:
    """Choose customers for a draft of messages."""
    return messaging_service.add_recipients(actor, campaign_id, body.contact_ids)


@operation(
    "DELETE",
    f"{RECIPIENTS}/:recipient_id",
    permission=SEND,
    feature=FEATURE,
    gives=Removed,
    transaction=True,
    audited=AUDITED,
)
def remove_recipient(actor: Actor, campaign_id: str, recipient_id: str) -> dict[str, Any]:
    """Send no more to somebody whose message still waits; ``recipient_id`` is its ``send_key``."""
    count = recipient_service.remove_recipients(actor, campaign_id, [recipient_id])
    if not count:
        raise NotFound("No message of this campaign waits under this id.")
    return {"count": count}


@operation("POST", f"{CAMPAIGN}/send", permission=SEND, feature=FEATURE, gives=Campaign, status=202)
def send_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """Begin a campaign of messages, as ``launch`` does."""
    return campaign_steps_service.launch_campaign(actor, campaign_id)


@operation("GET", f"{CAMPAIGN}/messaging-stats", permission=VIEW, feature=FEATURE, gives=MessagingStats)
def get_messaging_stats(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """How many messages of a campaign are where, by channel."""
    return in_transaction(recipient_service.get_messaging_stats)(actor, campaign_id)

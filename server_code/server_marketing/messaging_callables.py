"""What screens may ask of campaigns of messages, their recipients, and offers."""

from __future__ import annotations

from typing import Any

import anvil.server
from anvil.tables import in_transaction

from ..server_customers.queries import get_contact_row
from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from ..server_shared.purposes import clean_purpose
from ..server_shared.validators import validate_choice
from . import message_preview, messaging_service, offer_service, recipient_service
from .channel_contents import TEXT_CHANNELS

FEATURE = "marketing_enabled"
AUDITED = "email_campaigns"
OFFERS = "offers"


@server_callable(permission="campaigns.view", feature=FEATURE)
def list_campaign_places(actor: Actor, channels: list, purpose: str = "marketing") -> dict[str, Any]:
    return messaging_service.list_places(actor, clean_purpose(purpose), channels)


@server_callable(permission="campaigns.view", feature=FEATURE)
def get_eligible_customers(
    actor: Actor,
    place_ids: list | None = None,
    filters: dict | None = None,
    cursor: str | None = None,
    page_size: int = messaging_service.PAGE,
) -> dict[str, Any]:
    return messaging_service.get_eligible_customers(actor, place_ids, filters or {}, cursor, page_size)


@server_callable(permission="campaigns.view", feature=FEATURE)
def count_campaign_customers(
    actor: Actor, audience: dict, channels: list, purpose: str = "marketing"
) -> dict[str, Any]:
    return {"counts": messaging_service.count_chosen(audience, clean_purpose(purpose), channels)}


@server_callable(permission="campaigns.view", feature=FEATURE)
def get_messaging_choices(actor: Actor) -> dict[str, Any]:
    return messaging_service.choices(actor)


@server_callable(permission="campaigns.view", feature=FEATURE, transaction=True)
def review_messages(
    actor: Actor, audience: dict, channels: list, messages: dict, purpose: str = "marketing"
) -> dict[str, Any]:
    return messaging_service.review_messages(audience, clean_purpose(purpose), channels, messages)


@server_callable(permission="campaigns.view", feature=FEATURE)
def preview_message(actor: Actor, channel: str, message: dict, contact_id: str = "") -> dict[str, Any]:
    contact = get_contact_row(contact_id) if contact_id else None
    return message_preview.preview_message(validate_choice(channel, TEXT_CHANNELS, "channel"), message, contact)


@server_callable(permission="campaigns.manage", feature=FEATURE)
def send_test_message(actor: Actor, campaign_id: str, channel: str) -> dict[str, Any]:
    known = validate_choice(channel, TEXT_CHANNELS, "channel")
    return {"address": message_preview.send_test_message(actor, campaign_id, known)}


@server_callable(permission="campaigns.view", feature=FEATURE)
def get_messaging_stats(actor: Actor, campaign_id: str) -> dict[str, Any]:
    return {"stats": recipient_service.get_messaging_stats(actor, campaign_id)}


@server_callable(permission="campaigns.view", feature=FEATURE)
def list_campaign_recipients(
    actor: Actor,
    campaign_id: str,
    filters: dict | None = None,
    cursor: str | None = None,
    page_size: int = recipient_service.PAGE,
) -> dict[str, Any]:
    return recipient_service.list_recipients(actor, campaign_id, filters, cursor, page_size)


@server_callable(permission="campaigns.send", feature=FEATURE, audited=AUDITED)
def retry_failed_messages(actor: Actor, campaign_id: str, send_keys: list | None = None) -> dict[str, Any]:
    count = in_transaction(recipient_service.retry_failed)(actor, campaign_id, send_keys)
    anvil.server.launch_background_task("send_due_messages")
    return {"count": count}


@server_callable(permission="campaigns.send", feature=FEATURE, transaction=True, audited=AUDITED)
def remove_recipients(actor: Actor, campaign_id: str, send_keys: list) -> dict[str, Any]:
    return {"count": recipient_service.remove_recipients(actor, campaign_id, send_keys)}


@server_callable(permission="campaigns.send", feature=FEATURE, transaction=True, audited=AUDITED)
def restore_recipients(actor: Actor, campaign_id: str, send_keys: list) -> dict[str, Any]:
    return {"count": recipient_service.restore_recipients(actor, campaign_id, send_keys)}


@server_callable(permission="data.export", feature=FEATURE, audited=AUDITED)
def export_campaign_recipients(actor: Actor, campaign_id: str, filters: dict | None = None) -> dict[str, Any]:
    return {"file": recipient_service.export_recipients(actor, campaign_id, filters)}


@server_callable(permission="campaigns.view", feature=FEATURE)
def list_offers(actor: Actor) -> dict[str, Any]:
    return {"offers": offer_service.list_offers(actor)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=OFFERS)
def save_offer(actor: Actor, offer_data: dict, expected_version: int | None = None) -> dict[str, Any]:
    return {"offer_id": offer_service.save_offer(actor, offer_data, expected_version)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=OFFERS)
def archive_offer(actor: Actor, offer_id: str) -> None:
    offer_service.archive_offer(actor, offer_id)


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=OFFERS)
def restore_offer(actor: Actor, offer_id: str) -> None:
    offer_service.archive_offer(actor, offer_id, archived=False)


@server_callable(permission="customers.manage", feature=FEATURE)
def list_offer_codes(actor: Actor, contact_id: str) -> dict[str, Any]:
    return {"codes": offer_service.codes_of(actor, contact_id)}


@server_callable(permission="customers.manage", feature=FEATURE)
def look_up_offer_code(actor: Actor, code: str, contact_id: str = "") -> dict[str, Any]:
    return offer_service.look_up_code(actor, code, contact_id)


@server_callable(permission="customers.manage", feature=FEATURE, transaction=True, audited=OFFERS)
def redeem_offer_code(
    actor: Actor, code: str, amount: str | int | float | None = None, contact_id: str = ""
) -> dict[str, Any]:
    return offer_service.redeem_code(actor, code, amount, contact_id)


@server_callable(permission="customers.manage", feature=FEATURE, transaction=True, audited=OFFERS)
def undo_redemption(actor: Actor, redemption_id: str) -> None:
    offer_service.undo_redemption(actor, redemption_id)

"""How a campaign's message reads on a channel for one person, how long it is, and what all of it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from anvil.tables import app_tables

from ..server_customers.queries import find_contact_row
from ..server_messaging import message_service, outbox_service, price_service, whatsapp_service
from ..server_messaging.outbox_service import NewSend
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from ..server_shared.phones import masked
from .campaign_queries import campaign_row
from .campaign_rules import SMS, WHATSAPP
from .channel_contents import NAMES, clean_message


def preview_message(channel: str, raw: Mapping[str, Any], contact: Any = None) -> dict[str, Any]:
    """``text`` as a contact would read it, or an invented person; of an SMS ``segments`` too. Raises Invalid."""
    text = _filled(channel, clean_message(channel, raw), contact)
    return {"text": text, "segments": price_service.parts_of(text) if channel == SMS else None}


def cost_of(channel: str, columns: Mapping[str, Any], contacts: Sequence[Any]) -> float | None:
    """What these words (``clean_message``'s columns) cost for ``contacts``, in major units; None: no price is known.

    Tokens are counted as they read for an invented person: long names may make it a little more.
    """
    text = _filled(channel, columns, None, lenient=True)
    return price_service.cost_of(channel, text, [contact["phone"] for contact in contacts])


def send_test_message(actor: Actor, campaign_id: str, channel: str) -> str:
    """Send a campaign's words to the telephone of whoever asks, which their own contact has; the number, masked.

    Opens a transaction. Raises NotFound, and Invalid when there is no such number or nothing to send.
    """
    content = app_tables.message_contents.get(campaign=campaign_row(campaign_id), channel=channel, variant="")
    contact = find_contact_row(actor.email)
    if contact is None or not contact["phone"]:
        raise Invalid(f"To get a test, add a contact with your own address ({actor.email}) and your telephone number.")
    if content is None or not (content["text"] or content["settings"]):
        raise Invalid(f"The {NAMES[channel]} has no words.")
    test = NewSend(
        contact=contact,
        channel=channel,
        purpose="transactional",
        cause=f"test:{campaign_id}:{utc_now().isoformat()}",
        content=content,
        values={"offer_code": message_service.SAMPLE_OF_MESSAGE["offer_code"]},
        priority=9,
    )
    outbox_service.enqueue([test])
    return masked(contact["phone"])


def _filled(channel: str, columns: Mapping[str, Any], contact: Any, *, lenient: bool = False) -> str:
    """The words with everything filled in; ``lenient``: as they were typed where that cannot be done."""
    chosen = columns["settings"]
    try:
        text = _template_text(chosen) if chosen and channel == WHATSAPP else columns["text"]
        return message_service.preview({"subject": "", "html": "", "text": text}, contact)["text"]
    except Invalid:
        if not lenient:
            raise
        return columns["text"]


def _template_text(chosen: Mapping[str, Any]) -> str:
    return whatsapp_service.fill_template(whatsapp_service.sendable(chosen), chosen["variables"])

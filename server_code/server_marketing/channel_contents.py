"""The words of a campaign on WhatsApp and by SMS: kept and checked. Those of mail are in ``campaign_contents``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_messaging import message_service, whatsapp_service
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from ..server_shared.validators import clean_text
from .campaign_rules import SMS, WHATSAPP, channels_of

TEXT_CHANNELS = (WHATSAPP, SMS)
MAX_TEXT = 1600
NAMES = {WHATSAPP: "WhatsApp message", SMS: "SMS"}


def messages_of(campaign: Any) -> dict[str, dict[str, Any]]:
    """``{channel: {text, template_id, variables}}`` of the channels that have words besides mail."""
    return {channel: _message(row) for channel, row in contents_of(campaign).items()}


def save_messages(campaign: Any, raw: Mapping[str, Any]) -> None:
    """Change a campaign's words, as ``messages_of`` has them. Needs a transaction. Raises Invalid."""
    for channel in TEXT_CHANNELS:
        if channel in raw:
            columns = clean_message(channel, raw[channel])
            row = app_tables.message_contents.get(campaign=campaign, channel=channel, variant="")
            now = utc_now()
            row = row or app_tables.message_contents.add_row(
                campaign=campaign, channel=channel, variant="", created_at=now
            )
            row.update(**columns, updated_at=now)


def clean_message(channel: str, raw: Any) -> dict[str, Any]:
    """``text`` and ``settings`` as a row of contents has them. Raises Invalid."""
    given = raw if isinstance(raw, Mapping) else {}
    text = clean_text(given.get("text"), channel, MAX_TEXT, lines=True)
    chosen = whatsapp_service.clean_template_choice(given, channel) if channel == WHATSAPP else None
    return {"text": "" if chosen else text, "settings": chosen}


def what_is_wrong(campaign: Any) -> list[str]:
    """What must be mended in them before a campaign can go, in words."""
    messages, has_offer = messages_of(campaign), campaign["offer"] is not None
    wrong = [] if channels_of(campaign) else ["No channel is chosen."]
    for channel in (each for each in channels_of(campaign) if each in TEXT_CHANNELS):
        message = messages.get(channel) or {"text": "", "template_id": "", "variables": {}}
        words = " ".join([message["text"], *message["variables"].values()])
        if not message["text"] and not message["template_id"]:
            wrong.append(f"The {NAMES[channel]} has no words.")
        wrong += [f"Nobody knows what to put in the place of “{{{{{token}}}}}”." for token in _unknown(words)]
        if "offer_code" in words and not has_offer:
            wrong.append(f"The {NAMES[channel]} gives a code, but the campaign has no offer.")
        wrong += _wrong_template(message) if message["template_id"] else []
    return wrong


def contents_of(campaign: Any) -> dict[str, Any]:
    """A campaign's rows of contents besides mail, by channel."""
    rows = app_tables.message_contents.search(campaign=campaign, channel=q.any_of(*TEXT_CHANNELS), variant="")
    return {row["channel"]: row for row in rows}


def _wrong_template(message: Mapping[str, Any]) -> list[str]:
    try:
        whatsapp_service.sendable(message)
    except Invalid as error:
        return [error.message]
    return []


def _unknown(words: str) -> list[str]:
    return message_service.unknown_tokens(words)


def _message(row: Any) -> dict[str, Any]:
    chosen = row["settings"] or {}
    return {
        "text": row["text"] or "",
        "template_id": chosen.get("template_id") or "",
        "variables": chosen.get("variables") or {},
    }

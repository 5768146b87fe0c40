"""What the business decides about its messages: who sends them, how often, when, how fast."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from typing import Any

from ..server_shared.actors import Actor
from ..server_shared.config import get_config, save_config
from ..server_shared.errors import Invalid
from ..server_shared.validators import (
    address_on_the_wire,
    clean_named,
    clean_text,
    validate_amount,
    validate_choice,
    validate_email,
    validate_whole,
)
from . import streams
from .gate_rules import Policy
from .quiet_hours import DAYS, SendingHours

MOST_APPROVED = 1_000_000
APPROVE_ABOVE = 5000
PRICED = ("email", "whatsapp", "sms")
MOST_PER_MESSAGE = Decimal(1000)
USUAL = Policy()
MAIL_STREAMS = (streams.MARKETING_EMAIL, streams.TRANSACTIONAL_EMAIL)
# Above how many addresses of a hundred that do not exist, and how many spam reports in a thousand, a campaign stops.
STOP_BOUNCES, STOP_COMPLAINTS = 5, 1
AS_GIVEN = (
    *("cap", "cap_days", "approve_above", "hours", "prices", "tracking", "attribution_days"),
    *("stop_bounces", "stop_complaints"),
)
TRACKING = ("on", "consent", "off")
ATTRIBUTION_DAYS = 7
# Where the law asks people before their devices are read: the EU, the other states of its market, the UK, Switzerland.
ASK_FIRST = "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"


def get_messaging_settings(actor: Actor) -> dict[str, Any]:
    """``sender_name, sender_address, reply_to, cap, cap_days, approve_above, emails_per_hour, warm_up, warm_up_today,
    hours, tracking, attribution_days, prices, stop_bounces, stop_complaints``.

    A campaign stops above ``stop_bounces`` dead addresses of 100, or ``stop_complaints`` spam reports of 1,000.
    ``warm_up`` tells that the domain is new, ``warm_up_today`` how many campaign mails may go today then.
    ``prices`` is what one message costs the business, ``{channel: "0.35"}`` in its currency.
    ``hours`` maps a weekday ("monday") to ``[[opens, closes], …]``; a day without an entry is closed.
    """
    chosen, chosen_sender = get_config()["messaging"], sender()
    today = streams.warms_up(streams.MARKETING_EMAIL)
    return {
        "sender_name": chosen_sender.get("name") or get_config()["business_name"],
        "sender_address": sender_address(),
        "reply_to": chosen_sender.get("reply_to") or "",
        "cap": int(chosen.get("cap", USUAL.cap)),
        "cap_days": int(chosen.get("cap_days", USUAL.cap_days)),
        "approve_above": approve_above(),
        "emails_per_hour": int(streams.read_stream(streams.MARKETING_EMAIL)["per_hour"]),
        "warm_up": today is not None,
        "warm_up_today": today,
        "hours": chosen.get("hours") or _default_hours(),
        "tracking": tracking(),
        "attribution_days": attribution_days(),
        "stop_bounces": int(chosen.get("stop_bounces", STOP_BOUNCES)),
        "stop_complaints": int(chosen.get("stop_complaints", STOP_COMPLAINTS)),
        "prices": {channel: str(price_of(channel)) for channel in PRICED},
    }


def save_messaging_settings(actor: Actor, settings: Mapping[str, Any]) -> None:
    """Change some of them. Needs a transaction. Raises Invalid."""
    given = clean_named(
        settings,
        {
            "sender_name": lambda value: clean_text(value, "sender_name", 100),
            "sender_address": lambda value: _own_address(value, "sender_address"),
            "reply_to": lambda value: _own_address(value, "reply_to"),
            "cap": lambda value: validate_whole(value, "cap", 1, 100),
            "cap_days": lambda value: validate_whole(value, "cap_days", 1, 90),
            "approve_above": lambda value: validate_whole(value, "approve_above", 0, MOST_APPROVED),
            "emails_per_hour": lambda value: validate_whole(value, "emails_per_hour", 1, streams.MOST_PER_HOUR),
            "warm_up": lambda value: value is True,
            "hours": _hours,
            "tracking": lambda value: validate_choice(value, TRACKING, "tracking"),
            "attribution_days": lambda value: validate_whole(value, "attribution_days", 1, 90),
            "stop_bounces": lambda value: validate_whole(value, "stop_bounces", 1, 20),
            "stop_complaints": lambda value: validate_whole(value, "stop_complaints", 1, 10),
            "prices": _prices,
        },
    )
    if "emails_per_hour" in given:
        streams.set_rate(streams.MARKETING_EMAIL, given["emails_per_hour"])
    if "warm_up" in given:
        streams.warm_up(streams.MARKETING_EMAIL, is_new=given["warm_up"])
    kept = get_config(anew=True)["messaging"]
    named = {"sender_name": "name", "sender_address": "address", "reply_to": "reply_to"}
    kept["sender"] = {
        **(kept.get("sender") or {}),
        **{key: given[name] for name, key in named.items() if name in given},
    }
    kept.update({name: given[name] for name in AS_GIVEN if name in given})
    save_config(messaging=kept)


def approve_above() -> int:
    """To how many people one person alone may send."""
    return int(get_config()["messaging"].get("approve_above", APPROVE_ABOVE))


def harm_limits() -> tuple[float, float]:
    """Above which shares of bounces and of complaints a campaign stops by itself."""
    chosen = get_config()["messaging"]
    return chosen.get("stop_bounces", STOP_BOUNCES) / 100, chosen.get("stop_complaints", STOP_COMPLAINTS) / 1000


def tracking() -> str:
    """Whether opens and clicks are counted: ``on``, ``consent`` (only of those who agreed) or ``off``."""
    usual = "consent" if get_config()["default_country"] in ASK_FIRST.split() else "on"
    return str(get_config()["messaging"].get("tracking") or usual)


def attribution_days() -> int:
    """How long after a click a sale counts as brought about by it."""
    return int(get_config()["messaging"].get("attribution_days", ATTRIBUTION_DAYS))


def price_of(channel: str) -> Decimal:
    """What one message (one part of an SMS) costs the business, in major units of its currency; nothing if unknown."""
    return Decimal((get_config()["messaging"].get("prices") or {}).get(channel) or 0)


def sender() -> Mapping[str, str]:
    """Whom mail comes from: ``name``, ``address``, ``reply_to``, as far as they were chosen."""
    return get_config()["messaging"].get("sender") or {}


def sender_address() -> str:
    """The address mail comes from, or ``""``."""
    return sender().get("address") or ""


def provider_of_marketing() -> str:
    """The provider that marketing mail goes through."""
    return streams.provider_of(streams.MARKETING_EMAIL)


def mail_streams() -> dict[str, dict[str, str]]:
    """Of each stream of mail: its ``provider``, and ``held``, why nothing of it goes now, or ``""``."""
    held = streams.held(MAIL_STREAMS)
    return {name: {"provider": streams.provider_of(name), "held": held.get(name, "")} for name in MAIL_STREAMS}


def send_mail_through(stream: str, provider: str) -> None:
    """Let marketing or transactional mails go through another provider. Needs a transaction. Raises Invalid."""
    streams.send_through(validate_choice(stream, MAIL_STREAMS, "stream"), provider)


def _own_address(value: Any, field: str) -> str:
    """An address of the business, as every mail server takes it. Raises Invalid."""
    try:
        return address_on_the_wire(validate_email(value, field))
    except Invalid as error:
        raise Invalid(error.message, error.fields or {field: error.message}) from error


def _default_hours() -> dict[str, list[list[str]]]:
    spans = SendingHours().spans
    return {DAYS[day]: [[at.strftime("%H:%M") for at in span] for span in spans[day]] for day in sorted(spans)}


def _prices(value: Any) -> dict[str, str]:
    """What a message costs, by channel. Raises Invalid."""
    given = value if isinstance(value, Mapping) else {}
    prices = {channel: validate_amount(given[channel] or 0, "prices") for channel in PRICED if channel in given}
    if not all(0 <= price <= MOST_PER_MESSAGE for price in prices.values()):
        raise Invalid(fields={"prices": f"A message costs from 0 to {MOST_PER_MESSAGE}."})
    return {channel: str(price) for channel, price in prices.items()}


def _hours(value: Any) -> dict[str, list[list[str]]]:
    """Open periods by weekday, at least one. Raises Invalid."""
    try:
        hours = {day: _periods(day, value[day]) for day in value if value[day]}
        if not hours:
            raise ValueError("never")
        return hours
    except (ValueError, TypeError) as error:
        text = "Please give the hours as 08:00 and 20:00, one after the other, and at least one open day."
        raise Invalid(fields={"hours": text}) from error


def _periods(day: Any, value: Any) -> list[list[str]]:
    periods = [[time.fromisoformat(at).strftime("%H:%M") for at in period] for period in value]
    moments = [at for period in periods for at in period]
    if day not in DAYS or any(len(period) != 2 for period in periods) or moments != sorted(set(moments)):
        raise ValueError(day)
    return periods

"""What the business decides about WhatsApp and SMS: its numbers, how fast and how many, what a message costs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import phonenumbers

from ..server_shared.actors import Actor
from ..server_shared.config import get_config, save_config
from ..server_shared.errors import Invalid
from ..server_shared.phones import validate_phone_number
from ..server_shared.validators import clean_named, clean_text, validate_whole
from . import errand_service, streams
from .settings_service import price_of
from .whatsapp_rules import TIERS

PER_SECOND = 3600
MOST_PER_SECOND = 400
MAX_PRICES = 60
MOST_PRICE = Decimal(1000)
# An alphanumeric sender (GSM 03.40, 9.1.2.5) has at most eleven signs, one of them a letter; nobody can answer it.
_SENDER_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11}")


def get_phone_settings(actor: Actor) -> dict[str, Any]:
    """``whatsapp_number, whatsapp_tier`` (None is no limit), ``whatsapp_per_second, whatsapp_prices {country: price}``,
    ``sms_sender, sms_prices, sms_per_second``; ``tiers`` to choose from, the ``currency`` of prices, and
    ``has_worker``: whether what sends them was there lately.

    Prices are text, such as ``0.2850``: they are smaller than a currency's smallest coin. Needs a transaction.
    """
    return {
        "whatsapp_number": whatsapp_number(),
        "whatsapp_tier": whatsapp_tier(),
        "whatsapp_per_second": _per_second(streams.WHATSAPP),
        "sms_sender": sms_sender(),
        "sms_prices": dict(_chosen().get("sms_prices") or {}),
        "whatsapp_prices": dict(_chosen().get("whatsapp_prices") or {}),
        "sms_per_second": _per_second(streams.SMS),
        "tiers": list(TIERS),
        "has_worker": errand_service.has_worker(),
        "currency": get_config()["system_currency"],
    }


def save_phone_settings(actor: Actor, settings: Mapping[str, Any]) -> None:
    """Change some of them. Needs a transaction. Raises Invalid."""
    given = clean_named(
        settings,
        {
            "whatsapp_number": _number,
            "whatsapp_tier": _tier,
            "whatsapp_per_second": lambda value: validate_whole(value, "whatsapp_per_second", 1, MOST_PER_SECOND),
            "sms_sender": _sender,
            "sms_prices": lambda value: _prices(value, "sms_prices"),
            "whatsapp_prices": lambda value: _prices(value, "whatsapp_prices"),
            "sms_per_second": lambda value: validate_whole(value, "sms_per_second", 1, MOST_PER_SECOND),
        },
    )
    for stream, name in ((streams.WHATSAPP, "whatsapp_per_second"), (streams.SMS, "sms_per_second")):
        if name in given:
            streams.set_rate(stream, given.pop(name) * PER_SECOND)
    messaging = get_config(anew=True)["messaging"]
    save_config(messaging={**messaging, "phone": {**(messaging.get("phone") or {}), **given}})


def whatsapp_number() -> str:
    """The number WhatsApp messages come from, as ``+27…``, or ``""``."""
    return str(_chosen().get("whatsapp_number") or "")


def whatsapp_tier() -> int | None:
    """With how many people WhatsApp lets the business begin in 24 hours; None for any number."""
    tier = _chosen().get("whatsapp_tier", TIERS[0])
    return None if tier is None else int(tier)


def sms_sender() -> str:
    """What an SMS comes from: a number, a name of letters, or ``""``."""
    return str(_chosen().get("sms_sender") or "")


def can_be_answered() -> bool:
    """Whether the receiver of an SMS can reply to it."""
    return sms_sender().startswith("+")


def price_at(channel: str, phone: str) -> Decimal:
    """What a WhatsApp message, or one part of an SMS, to a number costs: by its country, or what it does elsewhere."""
    prices = _chosen().get(f"{channel}_prices")
    country = phonenumbers.region_code_for_number(phonenumbers.parse(phone)) if prices else ""
    text = (prices or {}).get(country or "")
    return Decimal(text) if text else price_of(channel)


def _chosen() -> Mapping[str, Any]:
    return get_config()["messaging"].get("phone") or {}


def _per_second(stream: str) -> int:
    return max(1, int(streams.read_stream(stream)["per_hour"]) // PER_SECOND)


def _number(value: Any) -> str:
    text = clean_text(value, "whatsapp_number", 30)
    return validate_phone_number(text, get_config()["default_country"]) if text else ""


def _sender(value: Any) -> str:
    text = clean_text(value, "sms_sender", 30)
    if not text or _SENDER_NAME.fullmatch(text):
        return text
    try:
        return validate_phone_number(text, get_config()["default_country"])
    except Invalid as error:
        problem = "Please give a telephone number, or a name of at most eleven letters and digits."
        raise Invalid(fields={"sms_sender": problem}) from error


def _tier(value: Any) -> int | None:
    if value is None or (value in TIERS and not isinstance(value, bool)):
        return value
    raise Invalid(fields={"whatsapp_tier": "Please choose one of the limits that WhatsApp has."})


def _prices(value: Any, field: str) -> dict[str, str]:
    if not isinstance(value, Mapping) or len(value) > MAX_PRICES:
        raise Invalid(fields={field: f"Please give at most {MAX_PRICES} prices."})
    unknown = [country for country in value if country not in phonenumbers.SUPPORTED_REGIONS]
    if unknown:
        raise Invalid(fields={field: f"There is no country “{unknown[0]}”."})
    prices = {country: _price(price, field) for country, price in value.items()}
    return {country: price for country, price in sorted(prices.items()) if price}


def _price(value: Any, field: str) -> str:
    text = str("" if value is None else value).strip().replace(",", ".")
    if not text:
        return ""
    try:
        price = Decimal(text)
        if not price.is_finite() or not 0 <= price <= MOST_PRICE or price.as_tuple().exponent < -4:  # type: ignore[operator]
            raise ValueError(text)
    except (InvalidOperation, ValueError) as error:
        raise Invalid(fields={field: "Please give prices as 0.2850, with at most four decimals."}) from error
    return format(price, "f")

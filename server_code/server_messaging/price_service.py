"""What messages to telephones cost before they go: their parts, at the price of the country they go to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from . import phone_settings_service, text_segments

SMS = "sms"


def parts_of(text: str) -> dict[str, Any]:
    """The parts an SMS of ``text`` takes: ``encoding, segments, left, units, unusual``."""
    return asdict(text_segments.count(text))


def cost_of(channel: str, text: str, phones: Iterable[str]) -> float | None:
    """What ``text`` costs when it goes to each of ``phones``, in major units; None where no price at all is known."""
    parts = text_segments.count(text).segments if channel == SMS else 1
    prices = [phone_settings_service.price_at(channel, phone) for phone in phones]
    if prices and not any(prices):
        return None
    return float(sum((text_segments.cost(parts, price) for price in prices), Decimal(0)))


def price_of_message(channel: str, text: str, phone: str) -> Decimal:
    """What one message of ``text`` to a telephone number costs, in major units."""
    parts = text_segments.count(text).segments if channel == SMS else 1
    return text_segments.cost(parts, phone_settings_service.price_at(channel, phone))

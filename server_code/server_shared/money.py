"""Money is a whole number of minor units (cents) with a currency; major units exist only at the edge."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import get_currency_precision

from .errors import Invalid
from .validators import validate_amount

MAX_MINOR = 2**53 - 1


def exponent(currency: str) -> int:
    """Digits after the point: ZAR 2, JPY 0, KWD 3."""
    return get_currency_precision(currency.upper())


def to_minor(amount: Decimal | int | float | str, currency: str) -> int:
    """Minor units of an amount in major units, exactly. Raises Invalid for anything that is not such an amount."""
    value = validate_amount(amount)
    minor = value.scaleb(exponent(currency))
    if abs(minor) > MAX_MINOR:
        raise Invalid(fields={"amount": "This is out of range."})
    if minor != minor.to_integral_value():
        raise Invalid(fields={"amount": f"{currency.upper()} has {exponent(currency)} digits after the point."})
    return int(minor)


def to_major(minor: int | None, currency: str) -> int | float:
    """An amount for the eye, in major units. Never calculate with it."""
    digits = exponent(currency)
    return round((minor or 0) / 10**digits, digits) if digits else int(minor or 0)

"""Telephone numbers: stored as E.164, searched by any way of writing them."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, ValidationResult, timezone

from .errors import Invalid

MAX_LENGTH = 60
SHOWN = 4


def validate_phone_number(text: str, default_country: str) -> str:
    """``082 123 4567`` in ZA → ``+27821234567``. Raises Invalid when it cannot be a number anybody could dial.

    An extension is left out. The length must be possible in the country; whether the number is in use is not asked,
    since numbering plans change faster than any list of them.
    """
    try:
        number = _parsed(text[:MAX_LENGTH], default_country)
    except phonenumbers.NumberParseException as error:
        raise Invalid(fields={"phone": "This is not a telephone number."}) from error
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        raise Invalid(fields={"phone": "This telephone number is too short or too long."})
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def searchable_digits(e164: str) -> str:
    """The digits with and without the country code, as somebody would type them: ``27821234567 0821234567``."""
    number = _parsed(e164)
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return f"{e164.lstrip('+')} {''.join(filter(str.isdigit, national))}"


def _parsed(text: str, country: str | None = None) -> PhoneNumber:
    return _parsed_once(text.replace(" ", ""), None) if text.startswith("+") else _parsed_once(text, country)


@lru_cache(maxsize=2_000)
def _parsed_once(text: str, country: str | None) -> PhoneNumber:
    # A new contact's number is asked for twice, to be checked and to be found by: once in these many is enough.
    return phonenumbers.parse(text, country)


def masked(e164: str) -> str:
    """``+27•••••4567``: enough to recognise a number by, too little to call it."""
    code = str(phonenumbers.parse(e164).country_code)
    national = e164.removeprefix(f"+{code}")
    return f"+{code}{'•' * (len(national) - SHOWN)}{national[-SHOWN:]}"


def zone_of_phone(e164: str | None, otherwise: ZoneInfo) -> ZoneInfo:
    """The time zone of a number whose prefix lies in a single one, else ``otherwise``."""
    name = _zone_name(e164) if e164 else None
    return ZoneInfo(name) if name else otherwise


@lru_cache(maxsize=20_000)
def _zone_name(e164: str) -> str | None:
    names = timezone.time_zones_for_number(phonenumbers.parse(e164))
    return names[0] if len(names) == 1 and names[0] != timezone.UNKNOWN_TIMEZONE else None

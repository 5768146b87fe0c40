"""How each setting of the business is cleaned. Pure."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.numbers import list_currencies

from ..server_shared.config import FEATURES
from ..server_shared.errors import Invalid
from ..server_shared.phones import validate_phone_number
from ..server_shared.validators import clean_named, clean_text, validate_email, validate_web_address

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COLOR = re.compile(r"#[0-9a-fA-F]{6}")
MAX_PERIODS = 4
MAX_LEGAL_TEXT = 100_000
# Colours to begin with; each makes a whole scheme.
PRESETS = (
    ("Forest", "#2F6B4F"),
    ("Mybizz", "#006A67"),
    ("Sky", "#1B6EA8"),
    ("Indigo", "#4C5BA8"),
    ("Plum", "#7B4B94"),
    ("Rose", "#B3416B"),
    ("Terracotta", "#A8502F"),
    ("Honey", "#8A6A00"),
)
COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)


def clean_profile(raw: Mapping[str, Any], country: str) -> dict[str, Any]:
    """The settings among ``raw`` that are of the business's profile, cleaned. Raises Invalid naming all wrong ones."""
    return clean_named(raw, {**PROFILE, "phone": lambda value: _phone(value, raw.get("default_country") or country)})


def clean_theme(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The colours among ``raw``. Raises Invalid."""
    return clean_named(raw, {"primary_color": _color, "accent_color": _color})


def clean_features(raw: Mapping[str, Any]) -> dict[str, bool]:
    """``{feature: bool}`` of those named. Raises Invalid for one that does not exist."""
    wrong = [name for name, on in raw.items() if name not in FEATURES or not isinstance(on, bool)]
    if wrong:
        raise Invalid(f"These are no features: {', '.join(sorted(map(str, wrong)))}.")
    return dict(raw)


def _name(value: Any) -> str:
    name = clean_text(value, "business_name", 100)
    if not name:
        raise Invalid("The business needs a name.")
    return name


def _phone(value: Any, country: str) -> str | None:
    text = clean_text(value, "phone", 60)
    return validate_phone_number(text, country) if text else None


def _website(value: Any) -> str | None:
    return validate_web_address(value, "website", 300) or None


def _legal_text(value: Any) -> str | None:
    return clean_text(value, "text", MAX_LEGAL_TEXT, lines=True) or None


def _currency(value: Any) -> str:
    code = clean_text(value, "system_currency", 3).upper()
    if code not in list_currencies():
        raise Invalid("This is not a currency. Its code has three letters, such as ZAR.")
    return code


def _time_zone(value: Any) -> str:
    name = clean_text(value, "time_zone", 64)
    if name not in zoneinfo.available_timezones():
        raise Invalid("This is not a time zone.")
    return name


def _locale(value: Any) -> str:
    name = clean_text(value, "locale", 20)
    try:
        return str(Locale.parse(name))
    except (ValueError, UnknownLocaleError) as error:
        raise Invalid("This is not a language and country, such as en_ZA.") from error


def _country(value: Any) -> str:
    code = clean_text(value, "default_country", 2).upper()
    if code not in COUNTRIES:
        raise Invalid("This is not a country.")
    return code


def _color(value: Any) -> str:
    text = clean_text(value, "color", 7)
    if not COLOR.fullmatch(text):
        raise Invalid("A colour is written #2F6B4F.")
    return text.upper()


def _hours(value: Any) -> dict[str, list[list[str]]]:
    """``{"monday": [["09:00", "12:30"], ["14:00", "17:00"]], …}`` with periods in order; days left out are closed."""
    if not isinstance(value, Mapping) or not set(value) <= set(DAYS):
        raise Invalid("Opening hours are given for each day of the week.")
    return {day: _periods(value[day]) for day in DAYS if value.get(day)}


def _periods(value: Any) -> list[list[str]]:
    if not isinstance(value, list) or len(value) > MAX_PERIODS:
        raise Invalid(f"A day has at most {MAX_PERIODS} periods.")
    last = time.min
    periods = []
    for period in value:
        opens, closes = _period(period)
        if closes <= opens or (periods and opens < last):
            raise Invalid("Each period ends after it begins, and begins after the one before.")
        periods.append([opens.isoformat("minutes"), closes.isoformat("minutes")])
        last = closes
    return periods


def _period(value: Any) -> tuple[time, time]:
    try:
        opens, closes = (time.fromisoformat(part) for part in value)
    except (TypeError, ValueError) as error:
        raise Invalid("Times are written 09:00.") from error
    return opens, closes


PROFILE: Mapping[str, Callable[[Any], Any]] = {
    "business_name": _name,
    "address": lambda value: clean_text(value, "address", 500, lines=True) or None,
    "email": lambda value: validate_email(value) or None,
    "website": _website,
    "system_currency": _currency,
    "time_zone": _time_zone,
    "locale": _locale,
    "default_country": _country,
    "opening_hours": _hours,
    **dict.fromkeys(("social_facebook", "social_instagram", "social_twitter", "social_linkedin"), _website),
    **dict.fromkeys(("privacy_policy", "terms_conditions"), _legal_text),
}

"""The long lists that settings are chosen from: zones, currencies, countries, languages. Pure."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, localedata
from babel.numbers import get_territory_currencies

from .profile_rules import COUNTRIES

# Areas of the zone database whose zones people live in; the rest are other names of these, and offsets.
AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

Choices = tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def setting_choices() -> dict[str, Choices]:
    """``time_zone, system_currency, default_country, locale``: each as pairs of label and value, by label."""
    english = Locale("en")
    zones = [name for name in zoneinfo.available_timezones() if name.partition("/")[0] in AREAS]
    return {
        "time_zone": _sorted([("UTC", "UTC"), *((name.replace("_", " "), name) for name in zones)]),
        "system_currency": _sorted((f"{english.currencies.get(code, code)} ({code})", code) for code in _currencies()),
        "default_country": _sorted((english.territories.get(code, code), code) for code in COUNTRIES),
        "locale": _sorted(_locales()),
    }


def _sorted(choices: Iterable[tuple[str, str]]) -> Choices:
    return tuple(sorted(choices))


def _currencies() -> set[str]:
    """Those that are money somewhere today."""
    return {code for country in COUNTRIES for code in get_territory_currencies(country)}


def _locales() -> list[tuple[str, str]]:
    """Languages with a country, such as en_ZA: without one, nobody knows how its numbers are written."""
    names = [name for name in localedata.locale_identifiers() if name.count("_") == 1 and name[-3] == "_"]
    return [(Locale.parse(name).get_display_name("en") or name, name) for name in names if name[-2:].isupper()]

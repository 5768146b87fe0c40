"""Where the people come from: Faker's locale, and how telephone numbers look there.

Faker has no English for South Africa: isiZulu and British names stand for it. Mobile numbers are written in national
form for South Africa, where the importing business is, and in international form elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Place:
    """One Faker locale, its part of all people, and a maker of valid mobile numbers from seven given digits."""

    locale: str
    share: int
    country: str
    phone: Callable[[str, Random], str]


def _south_african(digits: str, random: Random) -> str:
    prefix = random.choice(("072", "073", "082", "083"))
    return random.choice((f"{prefix} {digits[:3]} {digits[3:]}", f"({prefix}) {digits[:3]}-{digits[3:]}"))


def _german(digits: str, random: Random) -> str:
    return f"+49 151 1{digits}"


def _spanish(digits: str, random: Random) -> str:
    return f"+34 6{digits[0]}{digits[1]} {digits[2:4]} {digits[4:6]} {digits[6]}0"


def _chinese(digits: str, random: Random) -> str:
    return f"+86-138-0{digits[:3]}-{digits[3:]}"


def _saudi(digits: str, random: Random) -> str:
    return f"00966 50 {digits[:3]} {digits[3:]}"


PLACES = (
    Place("zu_ZA", 30, "South Africa", _south_african),
    Place("en_GB", 25, "South Africa", _south_african),
    Place("de_DE", 15, "Deutschland", _german),
    Place("es_ES", 12, "España", _spanish),
    Place("zh_CN", 9, "中国", _chinese),
    Place("ar_SA", 9, "السعودية", _saudi),
)

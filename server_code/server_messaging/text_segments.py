"""How many parts an SMS is sent in, and what that costs: by GSM 03.38, or UCS-2 where a letter is not in it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

GSM7, UCS2 = "GSM-7", "UCS-2"
# 3GPP TS 23.038, 6.2.1: the basic alphabet, and what its extension writes as two septets.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
# Units of one message alone, and of each part of a longer one, whose header takes the rest (TS 23.040, 9.2.3.24).
ROOM = {GSM7: (160, 153), UCS2: (70, 67)}


@dataclass(frozen=True, slots=True)
class Segments:
    """``segments`` parts in ``encoding``; ``left`` letters fit into the last one yet. ``units`` is the length in it.

    ``unusual`` are the letters that GSM-7 does not know, each once: without them the text would take fewer parts.
    """

    encoding: str
    segments: int
    left: int
    units: int
    unusual: str = ""


def count(text: str) -> Segments:
    """The parts of an SMS of ``text``; an empty one takes none."""
    unusual = "".join(dict.fromkeys(letter for letter in text if letter not in BASIC and letter not in EXTENSION))
    encoding = UCS2 if unusual else GSM7
    sizes = [_size(letter, encoding) for letter in text]
    units, (alone, in_part) = sum(sizes), ROOM[encoding]
    if units <= alone:
        return Segments(encoding, 1 if text else 0, alone - units, units, unusual)
    parts, last = _packed(sizes, in_part)
    return Segments(encoding, parts, in_part - last, units, unusual)


def cost(segments: int, price: Decimal, people: int = 1) -> Decimal:
    """What ``people`` messages of so many parts cost, in the currency of ``price``."""
    return price * segments * people


def _size(letter: str, encoding: str) -> int:
    if encoding == GSM7:
        return 2 if letter in EXTENSION else 1
    return 2 if ord(letter) > 0xFFFF else 1


def _packed(sizes: Sequence[int], room: int) -> tuple[int, int]:
    """How many parts letters of these sizes fill, none of them cut in two, and how full the last part is."""
    parts, last = 1, 0
    for size in sizes:
        if last + size > room:
            parts, last = parts + 1, 0
        last += size
    return parts, last

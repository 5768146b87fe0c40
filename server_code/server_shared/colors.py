"""The business's colour, and what is legible on it. Pure."""

from __future__ import annotations

import re

USUAL = "#6750A4"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def brand_color(chosen: str | None) -> str:
    """The colour that the business chose, as ``#rrggbb``; a usual one for none."""
    return chosen if chosen and _HEX.fullmatch(chosen) else USUAL


def readable_on(color: str) -> str:
    """Black or white, whichever has more contrast on ``#rrggbb`` (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "#ffffff"


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

"""Schemes made from a seed: readable whatever the seed (WCAG AA), and the page's custom properties."""

from __future__ import annotations

import colorsys

import pytest

from app_server.colour_scheme import is_seed, scheme, scheme_css
from app_server.theme import colors_css

SURFACES = (
    *("background", "surface", "surface-dim", "surface-bright", "surface-container-lowest", "surface-container-low"),
    *("surface-container", "surface-container-high", "surface-container-highest"),
)
ROLES = ("primary", "secondary", "tertiary", "error")
TEXT_PAIRS = (
    *((f"on-{role}", role) for role in ROLES),
    *((f"on-{role}-container", f"{role}-container") for role in ROLES),
    *((ink, ground) for ink in ("on-surface", "on-surface-variant", "on-background") for ground in SURFACES),
    *((ink, ground) for ink in ("primary", "error") for ground in ("surface", "surface-container-low")),
    ("inverse-on-surface", "inverse-surface"),
    ("inverse-primary", "inverse-surface"),
)
EDGE_PAIRS = tuple(("outline", ground) for ground in ("surface", "surface-container-low", "surface-container-lowest"))
GREYS = ("#000000", "#ffffff", "#808080")


def seeds() -> list[str]:
    """Colours all round the wheel, pale and strong, dark and light, and greys."""
    kinds = ((hue / 12, light, full) for hue in range(12) for light in (0.2, 0.5, 0.85) for full in (0.3, 1.0))
    parts = (colorsys.hls_to_rgb(*kind) for kind in kinds)
    return [*GREYS, *("#" + "".join(f"{round(part * 255):02x}" for part in colour) for colour in parts)]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_pair_the_style_sheets_use_is_readable_whatever_the_seed(dark: bool) -> None:
    for seed in seeds():
        made = scheme(seed, dark=dark)
        for pairs, least in ((TEXT_PAIRS, 4.5), (EDGE_PAIRS, 3.0)):
            poor = [(*pair, contrast(*(made[name] for name in pair))) for pair in pairs]
            assert [pair for pair in poor if pair[2] < least] == [], seed


def test_a_seed_of_the_published_scheme_gives_its_colours() -> None:
    made = scheme("#6750A4", dark=False)
    assert (made["primary"], made["secondary-container"], made["surface"]) == ("#65558f", "#e8def8", "#fdf7ff")


def test_the_page_gets_both_schemes() -> None:
    css = scheme_css("#2f6b4f")
    assert css.startswith("html:root{--anvil-m3-primary:#236a4c;")
    assert "html:root[data-scheme=dark]{--anvil-m3-primary:#8fd5b0;" in css


def test_a_theme_beside_a_seed_keeps_only_colours_of_its_own() -> None:
    names = (
        "On Primary",
        "Surface Container High",
        "Primary Overlay 2",
        "On Disabled",
        "Disabled Container 2",
        "Brand",
    )
    parameters = {"color_scheme": {"colors": [{"name": name, "color": "#123456"} for name in names]}}
    assert colors_css(parameters, own_only=True) == "html:root{--anvil-m3-brand:#123456;}"


@pytest.mark.parametrize("text", ["red", "#fff", "#12345g", "", None, 5, "#123456;}"])
def test_what_is_no_colour_makes_no_scheme(text: object) -> None:
    assert not is_seed(text)

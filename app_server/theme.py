"""The app's theme as style sheets: its colours, light and dark, and its own ``theme.css`` with what that imports."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .colour_scheme import ROLES, themed_css
from .services.app_info import asset_file

PREFIX = "--anvil-m3-"
# What the page's own style sheet mixes from the roles (css/roles.css); a theme's fixed colours would hide that.
_MIXED = re.compile(r"(on-disabled|disabled-container|.*-overlay)(-\d)?")
_COLOR = re.compile(r"[#\w(),.%\s/-]+")
_IMPORT = re.compile(r'@import\s+["\'](?:/?_/theme/)([^"\']+)["\'];')
_TOKEN = re.compile(r"%color:([^%]+)%")


def colors_css(parameters: Mapping[str, Any], *, own_only: bool = False) -> str:
    """The scheme's colours as custom properties: ``On Primary`` → ``--anvil-m3-on-primary``.

    A preset whose name ends in “Dark” gives the colours for people who ask for dark pages. With ``own_only`` those that
    are no roles of Material 3 alone, for a page whose roles come from a seed colour.
    """
    scheme = parameters.get("color_scheme") or {}
    left_out = _ROLE_NAMES if own_only else ()
    light = _declarations(scheme.get("colors") or (), left_out)
    dark_colors = next((option["colors"] for option in _options(scheme) if option["name"].endswith("Dark")), ())
    dark = _declarations(dark_colors, left_out)
    if not dark:
        return f"html:root{{{light}}}" if light else ""
    return themed_css(light, dark)


def style_sheet(themes: Sequence[Path]) -> str:
    """Every ``theme.css``, the app's own (the first theme's) at the end, so that it wins.

    The themes' files that they import are put in their place, and ``%color:NAME%`` by name.
    """
    sheets = "".join(_read(asset_file([theme], "theme.css"), themes) for theme in reversed(themes))
    css = _TOKEN.sub(lambda match: f"var({PREFIX}{_css_name(match[1])})", sheets)
    return css.replace("</", "<\\/")


def _read(file: Path | None, themes: Sequence[Path]) -> str:
    if file is None:
        return ""
    return _IMPORT.sub(lambda match: _read(asset_file(themes, match[1]), themes), file.read_text(encoding="utf-8"))


def _options(scheme: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return (option for group in scheme.get("preset_groups") or () for option in group.get("options") or ())


def _declarations(colors: Iterable[Mapping[str, str]], left_out: Collection[str] = ()) -> str:
    named = ((_css_name(entry["name"]), entry["color"]) for entry in colors if _COLOR.fullmatch(entry["color"]))
    return "".join(
        f"{PREFIX}{name}:{color};"
        for name, color in named
        if not (left_out and (name in left_out or _MIXED.fullmatch(name)))
    )


def _css_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


_ROLE_NAMES = frozenset(_css_name(re.sub(r"[A-Z]", lambda letter: " " + letter[0], role)) for role in ROLES)

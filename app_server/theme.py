"""The app's theme as style sheets: its colours, light and dark, and its own ``theme.css`` with what that imports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .services.app_info import asset_file

PREFIX = "--anvil-m3-"
_COLOR = re.compile(r"[#\w(),.%\s/-]+")
_IMPORT = re.compile(r'@import\s+["\'](?:/?_/theme/)([^"\']+)["\'];')
_TOKEN = re.compile(r"%color:([^%]+)%")


def colors_css(parameters: Mapping[str, Any]) -> str:
    """The scheme's colours as custom properties: ``On Primary`` → ``--anvil-m3-on-primary``.

    A preset whose name ends in “Dark” gives the colours for people who ask for dark pages.
    """
    scheme = parameters.get("color_scheme") or {}
    light = _declarations(scheme.get("colors") or ())
    dark = next((_declarations(option["colors"]) for option in _options(scheme) if option["name"].endswith("Dark")), "")
    if not dark:
        return f"html:root{{{light}}}" if light else ""
    return (
        f"html:root{{{light}}}"
        f"@media (prefers-color-scheme:dark){{html:root:not([data-scheme=light]){{{dark}}}}}"
        f"html:root[data-scheme=dark]{{{dark}}}"
    )


def style_sheet(theme: Path) -> str:
    """``theme.css`` with the theme's files it imports put in their place, and ``%color:NAME%`` by name."""
    css = _TOKEN.sub(lambda match: f"var({PREFIX}{_css_name(match[1])})", _read(theme, "theme.css"))
    return css.replace("</", "<\\/")


def _read(theme: Path, path: str) -> str:
    file = asset_file(theme, path)
    if file is None:
        return ""
    return _IMPORT.sub(lambda match: _read(theme, match[1]), file.read_text(encoding="utf-8"))


def _options(scheme: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return (option for group in scheme.get("preset_groups") or () for option in group.get("options") or ())


def _declarations(colors: Iterable[Mapping[str, str]]) -> str:
    return "".join(
        f"{PREFIX}{_css_name(entry['name'])}:{entry['color']};" for entry in colors if _COLOR.fullmatch(entry["color"])
    )


def _css_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")

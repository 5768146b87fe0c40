"""What every public page has: the business's name and colour, one small style sheet, safe headers."""

from __future__ import annotations

import re
from typing import Any

import anvil.server
from jinja2 import DictLoader, Environment

from ..server_shared.config import get_config
from .page_templates import TEMPLATES

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_environment = Environment(loader=DictLoader(TEMPLATES), autoescape=True)


def page(template: str, status: int = 200, **values: Any) -> anvil.server.HttpResponse:
    """The answer with a template of ``page_templates`` filled in."""
    config = get_config()
    color = config["primary_color"] if _HEX.fullmatch(config["primary_color"] or "") else "#6750A4"
    body = _environment.get_template(template).render(
        business=config["business_name"],
        language=config["locale"].replace("_", "-"),
        color=color,
        on_color=_readable_on(color),
        **values,
    )
    return anvil.server.HttpResponse(status, body, dict(HEADERS))


def _readable_on(color: str) -> str:
    """Black or white, whichever has more contrast on ``color`` (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "#ffffff"


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

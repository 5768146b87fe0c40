"""What every public page has: the business's name and colour, one small style sheet, safe headers."""

from __future__ import annotations

from typing import Any

import anvil.server
from jinja2 import DictLoader, Environment

from ..server_shared.colors import brand_color, readable_on
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
_environment = Environment(loader=DictLoader(TEMPLATES), autoescape=True)


def page(template: str, status: int = 200, **values: Any) -> anvil.server.HttpResponse:
    """The answer with a template of ``page_templates`` filled in."""
    return anvil.server.HttpResponse(status, render(template, **values), dict(HEADERS))


def render(template: str, **values: Any) -> str:
    """A template filled in, with the business's name, language and colour among its values."""
    config = get_config()
    color = brand_color(config["primary_color"])
    usual = {
        "business": config["business_name"],
        "language": config["locale"].replace("_", "-"),
        "color": color,
        "on_color": readable_on(color),
    }
    return _environment.get_template(template).render(**{**usual, **values})

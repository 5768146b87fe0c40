"""The HTML of a sign-up form: for its page, for the script that shows it elsewhere, and for the editor's preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..server_newsletter.lead_capture_service import after, boxes_of, fields_of
from ..server_shared.colors import brand_color, readable_on
from ..server_shared.config import get_config
from .lead_templates import COUNTING, OWN_STYLE, STYLE
from .pages import render

NEUTRAL = "#3b3a42"


def form_html(form: Mapping[str, Any], stamp: str) -> dict[str, str]:
    """What a page of another site needs: ``html``, ``done`` (what stands there afterwards), ``style``."""
    look = colors_of(form)
    colors = f".mybizz {{ --color: {look['color']}; --on-color: {look['on_color']}; }}"
    return {
        "html": render("lead_form", **_values(form, stamp, {})),
        "done": render("lead_done", done=after(form)),
        "style": STYLE + colors,
    }


def page_html(form: Mapping[str, Any], stamp: str, sent: Mapping[str, Any], **shown: Any) -> str:
    """A form's own page. ``sent`` is what was typed, ``shown`` may have ``wrong``, ``problem`` and ``done``."""
    values = {**_values(form, stamp, sent), "done": None, "is_first": not shown, "counting": COUNTING, **shown}
    return render("lead_page", style=OWN_STYLE, **colors_of(form), **values)


def preview_html(form: Mapping[str, Any]) -> str:
    """A form as visitors would see it, on a page without words."""
    return render("lead_preview", style=OWN_STYLE, **colors_of(form), **_values(form, "", {}))


def colors_of(form: Mapping[str, Any]) -> dict[str, str]:
    """The ``color`` of a form's buttons, and what is legible ``on_color``."""
    config, chosen = get_config(), form["look"]["color"]
    named = {"primary": config["primary_color"], "secondary": config["accent_color"], "neutral": NEUTRAL}
    color = brand_color(named[chosen])
    return {"color": color, "on_color": readable_on(color)}


def _values(form: Mapping[str, Any], stamp: str, sent: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "form": form,
        "fields": fields_of(form),
        "boxes": boxes_of(form),
        "values": sent.get("answers") or {},
        "ticked": sent.get("boxes") or (),
        "source": sent.get("source") or "",
        "stamp": stamp,
        "wrong": {},
        "problem": "",
    }

"""A mail as blocks, and what becomes of them: HTML that every mail program shows, and plain text. Pure.

Blocks are dicts: ``{kind: heading, text}``, ``{kind: text, text}``, ``{kind: button, label, url}``,
``{kind: image, url, alt}``, ``{kind: divider}`` and ``{kind: columns, left: [block], right: [block]}``. In text,
``**bold**``, ``*slanted*`` and ``[words](https://…)`` are known, empty lines part paragraphs; tokens stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from ..server_shared.errors import Invalid
from ..server_shared.validators import clean_text

Block = Mapping[str, Any]

MAX_BLOCKS = 100
MAX_TEXT = 20_000
MAX_LINE = 300
FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_TOKEN = re.compile(r"(\{\{.*?\}\})", re.DOTALL)
_LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_SLANTED = re.compile(r"(?<!\*)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\*)")
_ADDRESS = re.compile(r"(https?://|mailto:|tel:)\S+|\{\{\s*(unsubscribe_url|preferences_url)\s*\}\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Design:
    """What every mail of a business shares. ``reason`` tells the receiver why they get it."""

    business: str
    address: str
    color: str
    on_color: str
    reason: str
    language: str = "en"


def clean_blocks(raw: Any, depth: int = 0) -> list[dict[str, Any]]:
    """Blocks as they are stored. Raises Invalid for what is none, for too many, and for links that lead nowhere."""
    if not isinstance(raw, list) or len(raw) > MAX_BLOCKS:
        raise Invalid(fields={"blocks": f"A mail has at most {MAX_BLOCKS} parts."})
    return [_clean_block(block, depth) for block in raw]


def _clean_block(raw: Any, depth: int) -> dict[str, Any]:
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if kind not in _KINDS or (kind == "columns" and depth):
        raise Invalid(fields={"blocks": "This is not a part that a mail can have."})
    if kind == "columns":
        return {"kind": kind, **{side: clean_blocks(raw.get(side) or [], depth + 1) for side in ("left", "right")}}
    return {"kind": kind, **{name: clean(raw.get(name)) for name, clean in _KINDS[kind].items()}}


def clean_address(value: Any) -> str:
    """An address a link may lead to, or ``""``. Raises Invalid for one that is neither web, mail nor telephone."""
    text = clean_text(value, "url", 2000)
    if text and not _ADDRESS.fullmatch(text):
        raise Invalid(fields={"url": "A link begins with https://, mailto: or tel:."})
    return text


def _line(value: Any) -> str:
    return clean_text(value, "text", MAX_LINE)


def _lines(value: Any) -> str:
    return clean_text(value, "text", MAX_TEXT, lines=True)


_KINDS: dict[str, dict[str, Callable[[Any], str]]] = {
    "heading": {"text": _line},
    "text": {"text": _lines},
    "button": {"label": _line, "url": clean_address},
    "image": {"url": clean_address, "alt": _line},
    "divider": {},
    "columns": {},
}


def to_html(blocks: Sequence[Block], design: Design, preview_text: str = "") -> str:
    """The whole HTML of a mail: tables and inline styles, 600 px at most, legible in the dark, footer included."""
    rows = "".join(_row(_html_of(block, design)) for block in blocks)
    footer = (
        f"{_inline(design.reason)}<br>{_inline(design.business)} · {_inline(design.address)}<br>"
        '<a href="{{preferences_url}}" style="color:inherit">Choose what you get</a> · '
        '<a href="{{unsubscribe_url}}" style="color:inherit">Unsubscribe</a>'
    )
    return _DOCUMENT.format(
        language=escape(design.language),
        preview=_inline(preview_text),
        rows=rows,
        footer=_row(f'<p style="margin:0;font:13px/20px {FONT};color:#6b6a72">{footer}</p>'),
    )


def to_text(blocks: Sequence[Block], design: Design) -> str:
    """The same as plain text, footer included."""
    parts = [text for block in blocks for text in _texts_of(block)]
    footer = (
        f"--\n{design.reason}\n{design.business}, {design.address}\n"
        "Choose what you get: {{preferences_url}}\nUnsubscribe: {{unsubscribe_url}}\n"
    )
    return "\n\n".join([*parts, footer])


def _html_of(block: Block, design: Design) -> str:
    kind = block["kind"]
    if kind == "heading":
        return f'<h1 style="margin:0;font:600 24px/32px {FONT}">{_inline(block["text"])}</h1>'
    if kind == "text":
        paragraphs = (part for part in re.split(r"\n\s*\n", block["text"]) if part.strip())
        style = f"margin:0 0 16px;font:16px/24px {FONT}"
        return "".join(f'<p style="{style}">{_marked(part)}</p>' for part in paragraphs)
    if kind == "button":
        url, label = _inline(block["url"]), _inline(block["label"])
        return _BUTTON.format(url=url, label=label, color=design.color, on=design.on_color, font=FONT)
    if kind == "image":
        style = "display:block;width:100%;max-width:552px;height:auto;border:0"
        return f'<img src="{_inline(block["url"])}" alt="{_inline(block["alt"])}" width="552" style="{style}">'
    if kind == "columns":
        sides = ("".join(_row(_html_of(each, design), 0) for each in block[side]) for side in ("left", "right"))
        return _COLUMNS.format(*sides)
    return '<hr style="border:0;border-top:1px solid #cac8d0;margin:8px 0">'


def _texts_of(block: Block) -> list[str]:
    kind = block["kind"]
    if kind == "columns":
        return [text for side in ("left", "right") for each in block[side] for text in _texts_of(each)]
    if kind == "button":
        return [f"{block['label']}: {block['url']}"]
    if kind == "image":
        return [f"[{block['alt']}]"] if block["alt"] else []
    if kind == "divider":
        return ["----------"]
    plain = _LINK.sub(r"\1 (\2)", block["text"])
    return [_SLANTED.sub(r"\1", _BOLD.sub(r"\1", plain))]


def _marked(text: str) -> str:
    """One paragraph of text with its marks, as HTML."""
    html = _inline(text)
    html = _LINK.sub(lambda found: _anchor(found[1], found[2]), html)
    html = _SLANTED.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", html))
    return html.replace("\n", "<br>")


def _anchor(words: str, url: str) -> str:
    return f'<a href="{url}" style="color:inherit">{words}</a>' if _ADDRESS.fullmatch(url) else f"{words} ({url})"


def _inline(text: str) -> str:
    """Text as HTML; tokens stay as they are, since what is filled in is escaped then."""
    return "".join(part if _TOKEN.fullmatch(part) else escape(part, quote=True) for part in _TOKEN.split(text))


def _row(html: str, side: int = 24) -> str:
    return f'<tr><td style="padding:8px {side}px">{html}</td></tr>'


_BUTTON = (
    '<table role="presentation" cellpadding="0" cellspacing="0"><tr><td style="border-radius:22px;background:{color}">'
    '<a href="{url}" style="display:inline-block;padding:12px 24px;font:500 16px/20px {font};color:{on};'
    'text-decoration:none">{label}</a></td></tr></table>'
)

_COLUMNS = (
    '<table role="presentation" cellpadding="0" cellspacing="0" width="100%"><tr>'
    '<td class="half" width="50%" valign="top" style="padding-right:8px">'
    '<table role="presentation" cellpadding="0" cellspacing="0" width="100%">{0}</table></td>'
    '<td class="half" width="50%" valign="top" style="padding-left:8px">'
    '<table role="presentation" cellpadding="0" cellspacing="0" width="100%">{1}</table></td></tr></table>'
)

_DOCUMENT = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<style>
@media (max-width: 480px) {{ .half {{ display: block !important; width: 100% !important; padding: 0 !important }} }}
@media (prefers-color-scheme: dark) {{
  .page {{ background: #131316 !important }} .sheet {{ background: #1f1f23 !important; color: #e6e4ea !important }}
}}
</style></head>
<body class="page" style="margin:0;padding:0;background:#f4f2f7">
<div style="display:none;max-height:0;overflow:hidden">{preview}</div>
<table role="presentation" class="page" cellpadding="0" cellspacing="0" width="100%" style="background:#f4f2f7"><tr>
<td align="center" style="padding:24px 8px">
<table role="presentation" class="sheet" cellpadding="0" cellspacing="0" width="100%"
 style="max-width:600px;background:#ffffff;color:#1c1b1f;border-radius:12px">{rows}{footer}</table>
</td></tr></table></body></html>"""

"""The HTML of a mail: tables and inline styles for every mail program, 600 px at most, legible in the dark. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from .email_blocks import ADDRESS, BOLD, LINK, SLANTED, SPACES, WIDTH, Block, Design

FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
HALF = 268
LINE = "#cac8d0"
QUIET = "#6b6a72"
_TOKEN = re.compile(r"(\{\{.{0,1000}?\}\})", re.DOTALL)


def to_html(blocks: Sequence[Block], design: Design, preview_text: str = "") -> str:
    """The whole HTML of a mail, with who sends it, why, and how to stop it at its end."""
    who = f"{_inline(design.reason)}<br>{_inline(design.business)} · {_inline(design.address)}"
    choices = (
        '<br><a href="{{preferences_url}}" style="color:inherit">Choose what you get</a> · '
        '<a href="{{unsubscribe_url}}" style="color:inherit">Unsubscribe</a>'
    )
    return _DOCUMENT.format(
        language=escape(design.language),
        preview=_inline(preview_text),
        rows="".join(_row(block, design) for block in blocks),
        footer=_cell(_small(who + choices if design.has_choices else who)),
    )


def _row(block: Block, design: Design, width: int = WIDTH) -> str:
    """A block as a row of the table it stands in."""
    side = 24 if width == WIDTH else 0
    if block["kind"] == "header":
        return _header(block, design)
    if block["kind"] == "spacer":
        height = SPACES[block["size"]]
        return f'<tr><td style="height:{height}px;font-size:0;line-height:{height}px">&nbsp;</td></tr>'
    return _cell(_html_of(block, design, width), side)


def _html_of(block: Block, design: Design, width: int) -> str:
    kind = block["kind"]
    if kind == "heading":
        return f'<h1 style="margin:0;font:600 24px/32px {FONT}">{_inline(block["text"])}</h1>'
    if kind == "text":
        return _paragraphs(block["text"])
    if kind == "button":
        return _button(block["label"], block["url"], design)
    if kind == "image":
        return _linked(_picture(block, design, min(width, int(block.get("width") or width))), block.get("link") or "")
    if kind == "product":
        return _product(block, design, width)
    if kind == "booking":
        return _CARD.format(_title(block["title"]) + _paragraphs(block["text"]) + _labelled(block, design), line=LINE)
    if kind == "columns":
        sides = ("".join(_row(each, design, HALF) for each in block[side]) for side in ("left", "right"))
        return _COLUMNS.format(*sides)
    if kind == "html":
        return f'<div style="font:16px/24px {FONT}">{block["html"]}</div>'
    if kind == "footer":
        return _small("<br>".join(_marked(line) for line in block["text"].split("\n")))
    return f'<hr style="border:0;border-top:1px solid {LINE};margin:8px 0">'


def _header(block: Block, design: Design) -> str:
    """The top of the mail, from edge to edge: a picture, or the business's name on its colour."""
    if block["url"]:
        inside, style = _picture(block, design, 600), "padding:0 0 8px"
    else:
        inside = f'<p style="margin:0;font:600 20px/28px {FONT};color:{design.on_color}">{_inline(design.business)}</p>'
        style = f"padding:16px 24px;border-radius:12px 12px 0 0;background:{design.color}"
    return f'<tr><td align="center" style="{style}">{inside}</td></tr>'


def _product(block: Block, design: Design, width: int) -> str:
    picture = _linked(_picture(block, design, width - 34), block["link"]) if block["url"] else ""
    price = f'<p style="margin:4px 0 12px;font:600 16px/24px {FONT}">{_inline(block["price"])}</p>'
    parts = (
        f'<div style="padding-bottom:12px">{picture}</div>' if picture else "",
        _title(block["title"]),
        _paragraphs(block["text"]),
        price if block["price"] else "",
        _labelled(block, design),
    )
    return _CARD.format("".join(parts), line=LINE)


def _labelled(block: Block, design: Design) -> str:
    return _button(block["label"], block["link"], design) if block["label"] else ""


def _title(text: str) -> str:
    return f'<h2 style="margin:0 0 4px;font:600 18px/24px {FONT}">{_inline(text)}</h2>' if text else ""


def _button(label: str, url: str, design: Design) -> str:
    words = {"url": _inline(url), "label": _inline(label), "font": FONT}
    return _BUTTON.format(color=design.color, on=design.on_color, **words)


def _picture(block: Block, design: Design, width: int) -> str:
    url = design.origin + block["url"] if block["url"].startswith("/") else block["url"]
    style = f"display:block;width:100%;max-width:{width}px;height:auto;border:0"
    return f'<img src="{_inline(url)}" alt="{_inline(block["alt"])}" width="{width}" style="{style}">'


def _linked(html: str, url: str) -> str:
    return f'<a href="{_inline(url)}">{html}</a>' if url else html


def _paragraphs(text: str) -> str:
    parts = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    return "".join(f'<p style="margin:0 0 16px;font:16px/24px {FONT}">{_marked(part)}</p>' for part in parts)


def _small(html: str) -> str:
    return f'<p style="margin:0;font:13px/20px {FONT};color:{QUIET}" class="quiet">{html}</p>'


def _marked(text: str) -> str:
    """One paragraph of text with its marks, as HTML."""
    html = LINK.sub(lambda found: _anchor(found[1], found[2]), _inline(text))
    html = SLANTED.sub(r"<em>\1</em>", BOLD.sub(r"<strong>\1</strong>", html))
    return html.replace("\n", "<br>")


def _anchor(words: str, url: str) -> str:
    return f'<a href="{url}" style="color:inherit">{words}</a>' if ADDRESS.fullmatch(url) else f"{words} ({url})"


def _inline(text: str) -> str:
    """Text as HTML; tokens stay as they are, since what is filled in is escaped then."""
    return "".join(part if _TOKEN.fullmatch(part) else escape(part, quote=True) for part in _TOKEN.split(text))


def _cell(html: str, side: int = 24) -> str:
    return f'<tr><td style="padding:8px {side}px">{html}</td></tr>'


_TABLE = '<table role="presentation" cellpadding="0" cellspacing="0"'

_BUTTON = (
    _TABLE + '><tr><td bgcolor="{color}" style="border-radius:22px;background:{color}">'
    '<a href="{url}" style="display:inline-block;padding:12px 24px;font:500 16px/20px {font};color:{on};'
    'text-decoration:none">{label}</a></td></tr></table>'
)

_CARD = (
    _TABLE
    + ' width="100%"><tr><td style="border:1px solid {line};border-radius:12px;padding:16px">{}</td></tr></table>'
)

_COLUMNS = (
    _TABLE + ' width="100%"><tr>'
    '<td class="half" width="50%" valign="top" style="padding-right:8px">' + _TABLE + ' width="100%">{0}</table></td>'
    '<td class="half" width="50%" valign="top" style="padding-left:8px">' + _TABLE + ' width="100%">{1}</table></td>'
    "</tr></table>"
)

_DOCUMENT = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<style>
@media (max-width: 480px) {{ .half {{ display: block !important; width: 100% !important; padding: 0 !important }} }}
@media (prefers-color-scheme: dark) {{
  .page {{ background: #131316 !important }} .sheet {{ background: #1f1f23 !important; color: #e6e4ea !important }}
  .quiet {{ color: #a9a7b0 !important }}
}}
</style></head>
<body class="page" style="margin:0;padding:0;background:#f4f2f7">
<div style="display:none;max-height:0;overflow:hidden">{preview}</div>
<table role="presentation" class="page" cellpadding="0" cellspacing="0" width="100%" style="background:#f4f2f7"><tr>
<td align="center" style="padding:24px 8px">
<table role="presentation" class="sheet" cellpadding="0" cellspacing="0" width="100%"
 style="max-width:600px;background:#ffffff;color:#1c1b1f;border-radius:12px">{rows}{footer}</table>
</td></tr></table></body></html>"""

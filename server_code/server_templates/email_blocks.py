"""A mail as blocks: what parts there are, and how they are stored. Pure.

A block is a dict of ``kind`` and that kind's texts (``KINDS``); ``columns`` has ``left`` and ``right``, lists of
blocks. In texts, ``**bold**``, ``*slanted*`` and ``[words](https://…)`` are known, empty lines part paragraphs, and
tokens stay as they are. ``email_html`` and ``email_text`` make mails of them. Besides what people build, the app
itself may put in ``{"kind": "html", "html", "text"}``, clean already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..server_shared.errors import Invalid
from ..server_shared.validators import clean_text

Block = Mapping[str, Any]

MAX_BLOCKS = 100
MAX_TEXT = 20_000
MAX_LINE = 300
MAX_SUBJECT = 200
WIDTH = 552
SPACES = {"small": 8, "medium": 24, "large": 48}
LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^)\s]{1,2000})\)")
BOLD = re.compile(r"\*\*(?=\S)(.{1,2000}?)(?<=\S)\*\*")
SLANTED = re.compile(r"(?<!\*)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\*)")
ADDRESS = re.compile(r"(https?://|mailto:|tel:)\S+|\{\{\s*(unsubscribe_url|preferences_url)\s*\}\}", re.IGNORECASE)
# A picture kept by this app, or one that is on the web.
_PICTURE = re.compile(r"/pictures/[0-9a-f]{40}|https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Design:
    """What every mail of a business shares. ``reason`` tells the receiver why they get it.

    ``has_choices`` puts the links to unsubscribe and to choose at its end: mail that people agreed to needs them, a
    receipt or a question has none.
    """

    business: str
    address: str
    color: str
    on_color: str
    reason: str
    language: str = "en"
    origin: str = ""
    has_choices: bool = True


def clean_blocks(raw: Any, depth: int = 0) -> list[dict[str, Any]]:
    """Blocks as they are stored. Raises Invalid for what is none, for too many, and for links that lead nowhere."""
    if not isinstance(raw, list) or len(raw) > MAX_BLOCKS:
        raise Invalid(fields={"blocks": f"A mail has at most {MAX_BLOCKS} parts."})
    return [_clean_block(block, depth) for block in raw]


def each_block(blocks: Sequence[Block]) -> Iterator[Block]:
    """All blocks, those in columns after their columns."""
    for block in blocks:
        yield block
        for side in ("left", "right"):
            yield from each_block(block.get(side) or ())


def addresses_of(blocks: Sequence[Block]) -> list[str]:
    """Every address on the web that a mail's links lead to, each once, in order."""
    found: list[str] = []
    for block in each_block(blocks):
        texts = (block.get(name) or "" for name in ("text", "url", "link"))
        if block["kind"] in _PICTURED:
            texts = (block.get(name) or "" for name in ("text", "link"))
        for text in texts:
            found += [match[2] for match in LINK.finditer(text)] or [text]
    return [url for url in dict.fromkeys(found) if re.match(r"https?://", url, re.IGNORECASE)]


def clean_address(value: Any) -> str:
    """An address a link may lead to, or ``""``. Raises Invalid for one that is neither web, mail nor telephone."""
    text = clean_text(value, "url", 2000)
    if text and not ADDRESS.fullmatch(text):
        raise Invalid(fields={"url": "A link begins with https://, mailto: or tel:."})
    return text


def _clean_block(raw: Any, depth: int) -> dict[str, Any]:
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if not isinstance(kind, str) or kind not in KINDS or (kind in _ALONE and depth):
        raise Invalid(fields={"blocks": "This is not a part that a mail can have."})
    if kind == "columns":
        return {"kind": kind, **{side: clean_blocks(raw.get(side) or [], depth + 1) for side in ("left", "right")}}
    return {"kind": kind, **{name: clean(raw.get(name)) for name, clean in KINDS[kind].items()}}


def _picture(value: Any) -> str:
    text = clean_text(value, "url", 2000)
    if text and not _PICTURE.fullmatch(text):
        raise Invalid(fields={"url": "A picture is uploaded, or has an address that begins with https://."})
    return text


def _line(value: Any) -> str:
    return clean_text(value, "text", MAX_LINE)


def _lines(value: Any) -> str:
    return clean_text(value, "text", MAX_TEXT, lines=True)


def _width(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < WIDTH else WIDTH


def _space(value: Any) -> str:
    return value if isinstance(value, str) and value in SPACES else "medium"


KINDS: Mapping[str, Mapping[str, Callable[[Any], Any]]] = {
    "header": {"url": _picture, "alt": _line},
    "heading": {"text": _line},
    "text": {"text": _lines},
    "button": {"label": _line, "url": clean_address},
    "image": {"url": _picture, "alt": _line, "link": clean_address, "width": _width},
    "product": {
        "title": _line,
        "text": _lines,
        "price": _line,
        "url": _picture,
        "alt": _line,
        "label": _line,
        "link": clean_address,
    },
    "booking": {"title": _line, "text": _lines, "label": _line, "link": clean_address},
    "columns": {},
    "divider": {},
    "spacer": {"size": _space},
    "footer": {"text": _lines},
}
_PICTURED = frozenset({"header", "image", "product"})
_ALONE = frozenset({"columns", "header"})

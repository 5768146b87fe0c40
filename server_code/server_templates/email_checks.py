"""What keeps a mail from being sent, found before it is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .email_blocks import Block, each_block

MAX_BYTES = 102 * 1024
_OFFER = re.compile(r"\{\{\s*offer_")
CLIPPED = "Gmail shows only the first 102 KB of a mail; this one is longer."


def problems(subject: str, blocks: Sequence[Block], html: str, unknown: Sequence[str]) -> Iterator[str]:
    """What must be mended, in words; ``unknown`` are tokens that nobody can fill in."""
    if not subject:
        yield "The mail has no subject."
    if not any(block["kind"] not in ("header", "divider", "spacer", "footer") for block in each_block(blocks)):
        yield "The mail is empty."
    yield from dict.fromkeys(text for block in each_block(blocks) for text in _problems_of(block))
    for token in unknown:
        yield f"Nobody knows what to put in the place of “{{{{{token}}}}}”."
    if len(html.encode()) > MAX_BYTES:
        yield CLIPPED


def advertises(subject: str, blocks: Sequence[Block]) -> bool:
    """Whether a mail offers something for sale: a confirmation goes to those too who take no offers, so it must not."""
    if any(block["kind"] == "product" for block in each_block(blocks)):
        return True
    words = [subject, *(value for block in each_block(blocks) for value in block.values() if isinstance(value, str))]
    return any(_OFFER.search(text) for text in words)


def _problems_of(block: Block) -> Iterator[str]:
    kind = block["kind"]
    if kind == "button" and not (block["label"] and block["url"]):
        yield "A button has no words or leads nowhere."
    if kind == "image" and not block["url"]:
        yield "A picture is missing."
    if kind in ("image", "header", "product") and block["url"] and not block["alt"]:
        yield "A picture says nothing to those who do not see it: please describe it."
    if kind in ("heading", "text", "footer") and not block["text"]:
        yield "A part of the mail is empty."
    if kind == "product" and not block["title"]:
        yield "A product has no name."
    if kind == "booking" and not (block["label"] and block["link"]):
        yield "A booking link has no words or leads nowhere."
    if kind == "product" and bool(block["label"]) != bool(block["link"]):
        yield "The button of a product has no words or leads nowhere."
    if kind == "columns" and not (block["left"] or block["right"]):
        yield "Two columns stand empty."

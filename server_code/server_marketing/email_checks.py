"""What keeps a mail from being sent, found before it is. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MAX_BYTES = 102 * 1024
CLIPPED = "Gmail shows only the first 102 KB of a mail; this one is longer."


def problems(subject: str, blocks: Sequence[Mapping[str, Any]], html: str, unknown: Sequence[str]) -> Iterator[str]:
    """What must be mended, in words; ``unknown`` are tokens that nobody can fill in."""
    if not subject:
        yield "The mail has no subject."
    if not blocks:
        yield "The mail is empty."
    for block in _each(blocks):
        if block["kind"] == "button" and not (block["label"] and block["url"]):
            yield "A button has no words or leads nowhere."
        if block["kind"] == "image" and not block["url"]:
            yield "A picture is missing."
        if block["kind"] == "image" and not block["alt"]:
            yield "A picture says nothing to those who do not see it: please describe it."
        if block["kind"] in ("heading", "text") and not block["text"]:
            yield "A part of the mail is empty."
    for token in unknown:
        yield f"Nobody knows what to put in the place of “{{{{{token}}}}}”."
    if len(html.encode()) > MAX_BYTES:
        yield CLIPPED


def _each(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for block in blocks:
        yield block
        for side in ("left", "right"):
            yield from _each(block.get(side) or ())

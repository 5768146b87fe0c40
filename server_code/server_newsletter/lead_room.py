"""How high a sign-up form will be that stands in a page: its place is kept free, so that nothing moves when it comes.

The measures are those of the form's style sheet, ``lead_templates.STYLE``; a line's letters are what its type usually
holds in a box of full width. A test holds this to what a browser makes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

# Edges and padding, and the button with what is above it.
FRAME, BUTTON = 50, 56
TITLE_LINE, TITLE_LETTERS = 28, 34
TEXT_LINE, TEXT_LETTERS = 24, 56
BOX_LINE, BOX_LETTERS = 20, 58
BELOW_TITLE, BELOW_TEXT, AROUND_BOX = 8, 16, 20
FIELD, AREA = 88, 143


def height(words: Mapping[str, str], fields: Iterable[Mapping[str, Any]], boxes: Iterable[Mapping[str, str]]) -> int:
    """The pixels that a form takes at its full width, from its words, its fields as shown and its boxes of consent."""
    text = _lines(words["text"], TEXT_LETTERS) * TEXT_LINE + BELOW_TEXT if words["text"] else 0
    title = _lines(words["title"], TITLE_LETTERS) * TITLE_LINE + BELOW_TITLE
    return FRAME + title + text + sum(map(_field, fields)) + sum(_box(box["text"]) for box in boxes) + BUTTON


def _field(field: Mapping[str, Any]) -> int:
    if field["type"] == "checkbox":
        return _box(field["label"])
    return AREA if field["type"] == "textarea" else FIELD


def _box(text: str) -> int:
    return _lines(text, BOX_LETTERS) * BOX_LINE + AROUND_BOX


def _lines(text: str, letters: int) -> int:
    return sum(max(1, ceil(len(line) / letters)) for line in text.split("\n"))

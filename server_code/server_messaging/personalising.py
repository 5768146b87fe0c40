"""Words of a message that differ from person to person: ``{{first_name|there}}``. Pure.

There is no logic in them: a token is a name of a fixed list, with a fallback for people of whom that is not known.
What is filled in is text, never markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

from ..server_shared.errors import Invalid

_TOKEN = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_INSIDE = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(?:\|([^{}<>]*))?")


def unknown_tokens(text: str, known: frozenset[str]) -> list[str]:
    """What stands between braces in ``text`` and is no token of ``known``, each once, in order."""
    inside = (match[1] for match in _TOKEN.finditer(_up_to_the_last(text)))
    return list(dict.fromkeys(text.strip() for text in inside if _name_of(text) not in known))


def fill(text: str, values: Mapping[str, str], encode: Callable[[str], str] = str) -> str:
    """``text`` with its tokens filled in, ``encode`` applied to each. Raises Invalid for a token without a value."""

    def one(match: re.Match[str]) -> str:
        parsed = _INSIDE.fullmatch(match[1])
        if parsed is None or parsed[1] not in values:
            raise Invalid(f"There is nothing to put in the place of “{{{{{match[1]}}}}}”.")
        value = values[parsed[1]] or (parsed[2] or "").strip()
        if not value:
            raise Invalid(f"“{parsed[1]}” is not known of this person, and there is no word to stand in for it.")
        return encode(value)

    return _replaced(one, text)


def fill_html(html: str, values: Mapping[str, str]) -> str:
    """HTML with its tokens filled in as text."""
    return fill(html, values, escape)


def fill_line(text: str, values: Mapping[str, str]) -> str:
    """One line (a subject) with its tokens filled in; line breaks in them become spaces."""
    return fill(text, values, lambda value: " ".join(value.split()))


def without_names(text: str) -> str:
    """``text`` as those read it of whom nothing is known: the fallback of each token, or nothing, in its place."""

    def fallback(match: re.Match[str]) -> str:
        parsed = _INSIDE.fullmatch(match[1])
        return (parsed[2] or "").strip() if parsed else ""

    return _replaced(fallback, text)


def _replaced(replace: Callable[[re.Match[str]], str], text: str) -> str:
    tokens = _up_to_the_last(text)
    return _TOKEN.sub(replace, tokens) + text[len(tokens) :]


def _up_to_the_last(text: str) -> str:
    """``text`` to the end of its last token: braces that nobody closed would each be followed to the end."""
    return text[: text.rfind("}}") + 2] if "}}" in text else ""


def _name_of(inside: str) -> str | None:
    parsed = _INSIDE.fullmatch(inside)
    return parsed[1] if parsed else None

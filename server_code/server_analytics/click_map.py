"""A mail with how many clicked each of its links written onto it. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from html import escape

_ANCHOR = re.compile(r"(<a\b[^>]*?\bhref\s*=[^>]*>)(.*?)(</a\s*>)", re.IGNORECASE | re.DOTALL)
_BADGE = (
    '<span style="display:inline-block;margin-left:6px;padding:0 8px;border-radius:10px;background:#5f5e66;'
    'color:#ffffff;font:600 12px/20px sans-serif;vertical-align:middle;white-space:nowrap">{}</span>'
)


def with_shares(html: str, people: Mapping[int | None, int], delivered: int) -> str:
    """``html`` with the share of receivers beside each link that somebody clicked; ``people`` by the link's place."""
    places = itertools.count()

    def one(match: re.Match[str]) -> str:
        count = people.get(next(places), 0)
        if not count:
            return match[0]
        words = f"{100 * count / delivered:.1f}%" if delivered else str(count)
        return f"{match[1]}{match[2]}{_BADGE.format(escape(words))}{match[3]}"

    return _ANCHOR.sub(one, html)

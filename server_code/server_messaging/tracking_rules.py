"""Which links of a mail lead through this server, and how its HTML is rewritten. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from html import escape, unescape

# A longer address goes out as it is: with its signature it would not fit into what old mail programs open.
MAX_URL = 1000
TRAP = -1
_ANCHOR = re.compile(r"""(<a\b[^<>]*?\bhref\s*=\s*)(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)
_BODY_END = re.compile(r"</body\s*>", re.IGNORECASE)
_WEB = re.compile(r"https?://[!-~]+", re.IGNORECASE)


def links_in(html: str) -> list[str]:
    """Where the links of a mail lead, in order; the place of each is what clicks are counted by."""
    return [unescape(match[3]) for match in _ANCHOR.finditer(html)]


def is_trackable(url: str, own: str) -> bool:
    """Whether a click on ``url`` may be counted: a web address, and none of ours, which begin with ``own``."""
    return not url.startswith(own) and len(url) <= MAX_URL and _WEB.fullmatch(url) is not None


def rewritten(html: str, address_of: Callable[[int, str], str], own: str) -> str:
    """``html`` with each link that may be counted leading to ``address_of(place, url)``."""
    places = itertools.count()

    def one(match: re.Match[str]) -> str:
        place, url = next(places), unescape(match[3])
        if not is_trackable(url, own):
            return match[0]
        return f"{match[1]}{match[2]}{escape(address_of(place, url))}{match[2]}"

    return _ANCHOR.sub(one, html)


def with_marks(html: str, pixel: str, trap: str) -> str:
    """``html`` with a picture that is fetched when it is opened, and a link that only machines follow."""
    marks = (
        f'<div style="display:none;max-height:0;overflow:hidden" aria-hidden="true">'
        f'<a href="{escape(trap)}" tabindex="-1" style="display:none"></a></div>'
        f'<img src="{escape(pixel)}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">'
    )
    end = _BODY_END.search(html)
    return html + marks if end is None else html[: end.start()] + marks + html[end.start() :]

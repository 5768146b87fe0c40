"""What HTML says, as plain text. Pure."""

from __future__ import annotations

import re
from html import unescape

from .validators import sanitize_html

QUOTED = ">"
MAX_HTML = 200_000
_BLOCK_END = re.compile(r"<(br|/p|/div|/li|/tr|/h[1-6]|/blockquote)\b[^>]*>", re.IGNORECASE)
_LINK = re.compile(r'<a\b[^>]*\bhref="(https?://[^"]+)"[^>]*>(.*?)</a>', re.IGNORECASE | re.DOTALL)
_QUOTE = re.compile(r"<blockquote\b.*</blockquote>", re.IGNORECASE | re.DOTALL)


def text_of(html: str) -> str:
    """What mail in HTML says, as plain text: nothing in it can run, be fetched or hide; links are written out."""
    clean = sanitize_html(html[:MAX_HTML], {"a", "p", "br", "div", "li", "tr", "blockquote", "h1", "h2", "h3"})
    quoted = "".join(_QUOTE.findall(clean)[:1])
    own = _plain(_QUOTE.sub("", clean))
    marked = "\n".join(f"{QUOTED} {line}" for line in _plain(quoted).split("\n") if line)
    return "\n\n".join(filter(None, (own, marked)))


def _plain(clean: str) -> str:
    linked = _LINK.sub(lambda link: _written(link[1], sanitize_html(link[2], set())), clean)
    bare = unescape(sanitize_html(_BLOCK_END.sub("\n", linked), set())).replace("\xa0", " ")
    lines = [" ".join(line.split()) for line in bare.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _written(address: str, label: str) -> str:
    shown = " ".join(label.split())
    whole = address.rstrip("/")
    says_no_more = shown.rstrip("/") in ("", whole, whole.partition("//")[2])
    return address if says_no_more else f"{shown} ({address})"

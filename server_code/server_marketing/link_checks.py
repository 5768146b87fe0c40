"""Whether the links of a mail lead anywhere: each is asked for once, in a job, and never one within our own network."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin, urlsplit

import anvil.server
import requests

TIMEOUT_SECONDS = 5
ALTOGETHER_SECONDS = 40
MOST_LINKS = 50
MOST_HOPS = 5
AT_ONCE = 8
AGENT = "Mozilla/5.0 (compatible; MybizzLinkCheck/1.0)"
# Sites that answer programs so are there all the same: asked to sign in, not allowed, too many questions.
STANDING = frozenset({401, 403, 405, 429})


def broken_links(urls: Sequence[str]) -> list[dict[str, str]]:
    """Those of ``urls`` that lead nowhere, as ``{url, why}``; those with tokens cannot be asked for."""
    asked = [url for url in dict.fromkeys(urls) if "{{" not in url][:MOST_LINKS]
    own, end = f"{anvil.server.get_app_origin()}/", time.monotonic() + ALTOGETHER_SECONDS
    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = list(threads.map(lambda url: _problem(url, own, end), asked))
    return [{"url": url, "why": why} for url, why in zip(asked, found, strict=True) if why]


def is_public(host: str) -> bool:
    """Whether a host is on the open network, at all of its addresses. Raises OSError for a name that nobody knows."""
    addresses = {info[4][0] for info in socket.getaddrinfo(host, None)}
    return all(ipaddress.ip_address(str(address).partition("%")[0]).is_global for address in addresses)


def _problem(url: str, own: str, end: float) -> str:
    """Why a link leads nowhere, or nothing; ``own`` is where this app itself is."""
    for _ in range(MOST_HOPS):
        if time.monotonic() > end:
            return ""
        try:
            if not (url.startswith(own) or is_public(urlsplit(url).hostname or "")):
                return "is not on the open web"
            status, onward = _ask(url)
        except requests.Timeout:
            return f"does not answer within {TIMEOUT_SECONDS} seconds"
        except (OSError, UnicodeError, ValueError):
            return "cannot be reached"
        if not onward:
            return f"answers {status}" if status >= 400 and status not in STANDING else ""
        url = urljoin(url, onward)
    return "leads on and on"


def _ask(url: str) -> tuple[int, str]:
    """The status of an address, and where it leads on to."""
    headers = {"User-Agent": AGENT}
    with requests.get(url, headers=headers, stream=True, allow_redirects=False, timeout=TIMEOUT_SECONDS) as answer:
        return answer.status_code, answer.headers.get("Location", "") if answer.is_redirect else ""

"""Whether the links of a mail lead anywhere: each is asked for once, in a job, and never one within our own network."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin

import anvil.server
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as TookTooLong
from urllib3.util import Url, parse_url

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


def addresses_of(host: str) -> list[str]:
    """The addresses of a host. Raises OSError for a name that nobody knows."""
    return list(dict.fromkeys(str(info[4][0]).partition("%")[0] for info in socket.getaddrinfo(host, None)))


def are_public(addresses: Sequence[str]) -> bool:
    """Whether all of some addresses are on the open network."""
    return all(ipaddress.ip_address(address).is_global for address in addresses)


def _problem(url: str, own: str, end: float) -> str:
    """Why a link leads nowhere, or nothing; ``own`` is where this app itself is."""
    for _ in range(MOST_HOPS):
        if time.monotonic() > end:
            return ""
        try:
            parts = parse_url(url)
            addresses = addresses_of((parts.host or "").strip("[]"))
            if not (url.startswith(own) or are_public(addresses)):
                return "is not on the open web"
            status, onward = ask(parts, addresses[0])
        except TookTooLong:
            return f"does not answer within {TIMEOUT_SECONDS} seconds"
        except (OSError, UnicodeError, ValueError, HTTPError):
            return "cannot be reached"
        if not onward:
            return f"answers {status}" if status >= 400 and status not in STANDING else ""
        url = urljoin(url, onward)
    return "leads on and on"


def ask(url: Url, address: str) -> tuple[int, str]:
    """The status of ``url``, and where it leads on to, as its host answers at ``address``.

    The address that was looked at is the one that is asked: a name may lead elsewhere when it is looked up again.
    """
    limits = {"timeout": TIMEOUT_SECONDS, "retries": False}
    if url.scheme == "https":
        from requests.certs import where  # large, and few days need it: here, not at every start

        names = {"server_hostname": url.host, "assert_hostname": url.host, "ca_certs": where()}
        pool: HTTPConnectionPool = HTTPSConnectionPool(address, url.port, **limits, **names)
    elif url.scheme == "http":
        pool = HTTPConnectionPool(address, url.port, **limits)
    else:
        raise ValueError(f"Nothing is asked for by “{url.scheme}”")
    host = url.host if url.port is None else f"{url.host}:{url.port}"
    headers = {"Host": str(host), "User-Agent": AGENT}
    with pool:
        answer = pool.request("GET", url.request_uri, headers=headers, redirect=False, preload_content=False)
        answer.close()
        return answer.status, answer.get_redirect_location() or ""

"""Which names are this server's own: of the pages that call it, and of the requests that reach it."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from .instance import Instance


def is_own_origin(request: HTTPConnection, origin: str | None) -> bool:
    """Whether a request's ``Origin`` is a page of this app; a link that somebody follows has none.

    Behind a proxy that changes ``Host``, the page's origin is the address that the operator gave with ``--origin``.
    """
    instance: Instance = request.app.state.instance
    return origin is None or origin == instance.origin or origin.partition("://")[2] == request.headers.get("host")


@lru_cache(maxsize=256)
def is_own_host(host: str, origin: str) -> bool:
    """Whether a ``Host`` header names this server: as ``origin`` does, as this machine, or by a number.

    A page of another site may have its own name lead here (DNS rebinding), but not a number.
    """
    name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    return name in (urlsplit(origin).hostname, "localhost") or name.endswith(".localhost") or _is_number(name)


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True

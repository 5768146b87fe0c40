"""Whether the business's own mail server found that a mail comes from whom it says: RFC 8601. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from authres import AuthenticationResultsHeader, AuthResError

HEADER = "authentication-results"
# Where each method says which domain it found: RFC 8601, 2.7; for DMARC RFC 7489, 11.1.
FOUND = {"dmarc": ("header", "from"), "dkim": ("header", "d"), "spf": ("smtp", "mailfrom")}


def is_proved(sender: str, headers: Iterable[str], server: str) -> bool:
    """Whether the mail server that calls itself ``server`` found a mail to be of its sender's domain.

    ``headers`` are the mail's ``Authentication-Results``. Those of other servers prove nothing. A good server takes
    away what strangers wrote in its name, so that it speaks once; of several nobody knows which it wrote, and none is
    believed.
    """
    said = [results for header in headers if (results := _results(header, server)) is not None]
    domain = sender.rpartition("@")[2].lower()
    return bool(server and domain) and len(said) == 1 and any(_speaks_for(result, domain) for result in said[0])


def _results(header: str, server: str) -> list[Any] | None:
    """What ``server`` says in a header; None where it is not the one that speaks, or speaks nonsense."""
    try:
        read = AuthenticationResultsHeader.parse(f"Authentication-Results: {' '.join(header.split())}")
    except (AuthResError, RecursionError):  # comments in comments, a thousand deep
        return None
    return list(read.results) if (read.authserv_id or "").lower() == server.lower() else None


def _speaks_for(result: Any, domain: str) -> bool:
    """Whether a result is of this domain, or of one that it belongs to (aligned, RFC 7489, 3.1)."""
    where = FOUND.get(result.method)
    if where is None or result.result != "pass":
        return False
    values = [str(each.value) for each in result.properties if (each.type, each.name) == where]
    found = [value.rpartition("@")[2].strip().lower() for value in values]
    return len(found) == 1 and "." in found[0] and f".{domain}".endswith(f".{found[0]}")

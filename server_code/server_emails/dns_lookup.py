"""What the domain name system says, asked of the machine's own resolver or of the secret ``dns_server`` (host:port)."""

from __future__ import annotations

from typing import Any

from ..server_shared.keys import secret

SECONDS = 3.0


class Unanswered(Exception):
    """Nobody answered, or not in time: nothing is known."""


def texts(name: str) -> list[str]:
    """The TXT records of a name, each in one piece; aliases are followed. Raises Unanswered."""
    return [b"".join(record.strings).decode("utf-8", "replace") for record in _records(name, "TXT")]


def alias(name: str) -> str:
    """What a name is a CNAME for, without the last dot, or ``""``. Raises Unanswered."""
    return next((str(record.target).rstrip(".").lower() for record in _records(name, "CNAME")), "")


def _records(name: str, kind: str) -> list[Any]:
    import dns.exception  # large, and few days ask: here, not at every start
    import dns.name
    import dns.resolver

    try:
        return list(_resolver().resolve(name, kind, search=False))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.name.LabelTooLong, dns.name.EmptyLabel):
        return []
    except dns.exception.DNSException as error:
        raise Unanswered(f"{name}: {error}") from error


def _resolver() -> Any:
    import dns.resolver

    host, _, port = secret("dns_server").rpartition(":")
    resolver = dns.resolver.Resolver(configure=not host)
    if host:
        resolver.nameservers, resolver.port = [host], int(port)
    resolver.lifetime = SECONDS
    return resolver

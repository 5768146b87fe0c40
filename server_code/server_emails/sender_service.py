"""Whether the domain that the business sends from is its own to send from, by its DNS records.

Marketing from a domain that is not verified is refused: large mailbox providers would refuse it, and it would spoil the
name of the domain. One exception, by rule and not by mode: mail whose way begins at a server on this very machine
(``stays_here``) is not judged, since DNS says nothing of it; so a demo and its simulator need no domain.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from anvil.tables import app_tables, in_transaction

from ..server_messaging import settings_service
from ..server_shared.clock import utc_now
from ..server_shared.config import save_config
from ..server_shared.keys import secret
from . import dkim_keys, dns_lookup, sender_rules
from .dns_lookup import Unanswered
from .sender_rules import OK, Record

FRESH = timedelta(hours=1)
ADDRESSES = {"smtp": "smtp_url", "brevo": "brevo_url", "ses": "ses_url"}


def status() -> dict[str, Any]:
    """What is known: ``domain, provider, stays_here, is_verified, checked_at, records [{what, kind, name, value, state,
    text}]``. ``is_verified`` is None while it was never checked, or could not be. Asks nobody.
    """
    domain, provider = _domain(), _provider()
    kept = _kept()
    known = kept if (kept.get("domain"), kept.get("provider")) == (domain, provider) else {}
    checked_at = known.get("checked_at")
    return {
        "domain": domain,
        "provider": provider,
        "stays_here": stays_here(provider),
        "is_verified": known.get("is_verified"),
        "checked_at": datetime.fromisoformat(checked_at) if checked_at else None,
        "records": known.get("records") or [],
    }


def check() -> dict[str, Any]:
    """Ask the DNS, and keep the answer; as ``status``. Without an answer what was known stays. Opens a transaction."""
    domain, provider = _domain(), _provider()
    if domain:
        try:
            records = _records(domain, provider)
        except Unanswered:
            return status()
        in_transaction(_keep)(domain, provider, records)
    return status()


def check_if_stale() -> None:
    """Check again, where the last answer is old, or was no. Opens a transaction."""
    known = status()
    if known["domain"] and not known["stays_here"]:
        is_fresh = known["checked_at"] is not None and known["checked_at"] > utc_now() - FRESH
        if not (is_fresh and known["is_verified"]):
            check()


def problem() -> str:
    """Why no marketing may go from this domain, with the record to add, in words; ``""`` where it may. Asks nobody."""
    known = status()
    if not known["domain"] or known["stays_here"] or known["is_verified"]:
        return ""
    bad = next((record for record in known["records"] if record["state"] != OK), None)
    if bad is None:
        return f"The domain {known['domain']} has not been checked yet. Check it in the settings, under Messages."
    add = f" Add this {bad['kind']} record: {bad['name']} → {bad['value']}." if bad["value"] else ""
    return f"Mail from {known['domain']} would be refused. {bad['text']}{add} All records are in the settings."


def stays_here(provider: str) -> bool:
    """Whether mail through ``provider`` is handed to a server on this machine."""
    try:
        host = urlsplit(secret(ADDRESSES.get(provider, ""))).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _records(domain: str, provider: str) -> list[Record]:
    service = _service(provider)
    found = [sender_rules.spf(domain, service, dns_lookup.texts(domain))]
    if provider == "brevo":
        for number in (1, 2):
            name, target = f"brevo{number}", sender_rules.brevo_target(number, domain)
            leads_to = dns_lookup.alias(f"{name}._domainkey.{domain}")
            found.append(sender_rules.dkim_alias(domain, name, target, leads_to))
    else:
        selector, key = dkim_keys.selector(), dkim_keys.public_key()
        there = dns_lookup.texts(f"{selector}._domainkey.{domain}")
        found.append(sender_rules.dkim_key(domain, selector, key, there))
    above = sender_rules.organisation(domain)
    of_parent = dns_lookup.texts(f"_dmarc.{above}") if above else []
    reports_to = settings_service.sender_address()
    return [*found, sender_rules.dmarc(domain, reports_to, dns_lookup.texts(f"_dmarc.{domain}"), of_parent)]


def _service(provider: str) -> str:
    """Whom SPF must name: over SMTP it depends on whose server it is."""
    host = urlsplit(secret("smtp_url")).hostname or "smtp.zoho.com"
    return "zoho" if provider == "smtp" and "zoho" in host else provider


def _keep(domain: str, provider: str, records: list[Record]) -> None:
    is_verified = all(record.state == OK for record in records)
    save_config(
        sender_check={
            "domain": domain,
            "provider": provider,
            "checked_at": utc_now().isoformat(),
            "is_verified": is_verified,
            "records": [asdict(record) for record in records],
        }
    )


def _kept() -> Mapping[str, Any]:
    row = next(iter(app_tables.config.search()), None)
    return (row["sender_check"] or {}) if row is not None else {}


def _domain() -> str:
    return settings_service.sender_address().rpartition("@")[2].lower()


def _provider() -> str:
    return settings_service.provider_of_marketing()

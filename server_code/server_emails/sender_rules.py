"""Which DNS records let a domain's mail be believed, and whether what is there will do. Pure.

SPF (RFC 7208) names who may send for the domain, DKIM (RFC 6376) has the key of the signature under each mail, DMARC
(RFC 7489) says that one of both must be of the domain in “From”. Large mailbox providers refuse bulk mail without them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

OK, MISSING, WRONG = "ok", "missing", "wrong"
# Provider → whom SPF must let send. Any other mail server is named by whoever runs it.
INCLUDES = {"brevo": "spf.brevo.com", "ses": "amazonses.com", "zoho": "zohomail.com"}
# Zoho has one name for each of its regions.
ALSO = {"zoho": ("zoho.com", "zoho.eu", "zoho.in", "one.zoho.com", "zcsend.net")}


@dataclass(frozen=True, slots=True)
class Record:
    """A record to have: ``what`` it is (SPF, DKIM, DMARC), its ``kind``, ``name`` and ``value``; ``state`` and
    ``text`` say whether it will do and what is wrong.
    """

    what: str
    kind: str
    name: str
    value: str
    state: str
    text: str = ""


def spf(domain: str, service: str, found: Sequence[str]) -> Record:
    """SPF of a domain that sends through ``service`` (of ``INCLUDES``, or another), given its TXT records."""
    include = INCLUDES.get(service)
    there = [text for text in found if text.lower().split(" ")[0] == "v=spf1"]
    value = f"v=spf1 include:{include} ~all" if include else "v=spf1 mx ~all"
    if not there:
        return Record("SPF", "TXT", domain, value, MISSING, "There is no SPF record.")
    if len(there) > 1:
        return Record("SPF", "TXT", domain, value, WRONG, "There are several SPF records: only one may stay.")
    words = there[0].lower().split()
    wanted = {f"include:{name}" for name in (include, *ALSO.get(service, ())) if name}
    if wanted and not wanted & {word.lstrip("+?~") for word in words}:
        grown = " ".join([words[0], f"include:{include}", *words[1:]])
        return Record("SPF", "TXT", domain, grown, WRONG, "The SPF record does not name the service that sends.")
    if words[1:] in (["-all"], ["~all"]):
        return Record("SPF", "TXT", domain, value, WRONG, "The SPF record says that nobody may send.")
    return Record("SPF", "TXT", domain, there[0], OK)


def dkim_key(domain: str, selector: str, public_key: str, found: Sequence[str]) -> Record:
    """The record of our own key (base64, ``""`` before there is one), given the TXT records of its name."""
    name, value = f"{selector}._domainkey.{domain}", f"v=DKIM1; k=rsa; p={public_key}"
    if not public_key:
        return Record("DKIM", "TXT", name, "", MISSING, "There is no key yet to sign mails with.")
    if not found:
        return Record("DKIM", "TXT", name, value, MISSING, "The key is not in the domain yet.")
    keys = {re.sub(r"\s", "", tags(text).get("p", "")) for text in found}
    if keys != {public_key}:
        return Record("DKIM", "TXT", name, value, WRONG, "The domain has another key than the one that signs.")
    return Record("DKIM", "TXT", name, value, OK)


def dkim_alias(domain: str, name: str, target: str, found: str) -> Record:
    """A record that leads to the key a provider signs with, given what its name leads to."""
    full = f"{name}._domainkey.{domain}"
    if not found:
        return Record("DKIM", "CNAME", full, target, MISSING, "The key of the service is not in the domain yet.")
    if found != target:
        return Record("DKIM", "CNAME", full, target, WRONG, "This leads to the key of another domain.")
    return Record("DKIM", "CNAME", full, target, OK)


def dmarc(domain: str, reports_to: str, found: Sequence[str], of_parent: Sequence[str] = ()) -> Record:
    """DMARC of a domain, given the TXT records of its name, and of the organisation's it is part of."""
    name, value = f"_dmarc.{domain}", f"v=DMARC1; p=none; rua=mailto:{reports_to}"
    there = [text for text in found if tags(text).get("v") == "DMARC1"]
    above = [text for text in of_parent if tags(text).get("v") == "DMARC1"]
    if len(there) > 1:
        return Record("DMARC", "TXT", name, value, WRONG, "There are several DMARC records: only one may stay.")
    if not there and not above:
        return Record("DMARC", "TXT", name, value, MISSING, "There is no DMARC record.")
    [policy] = there or above[:1]
    if tags(policy).get("p") not in ("none", "quarantine", "reject"):
        return Record("DMARC", "TXT", name, value, WRONG, "The DMARC record does not say what to do (p=).")
    return Record("DMARC", "TXT", name, policy, OK)


def brevo_target(number: int, domain: str) -> str:
    """Where Brevo's key for a domain is."""
    return f"b{number}.{domain.replace('.', '-')}.dkim.brevo.com"


def tags(text: str) -> dict[str, str]:
    """``v=DKIM1; p=abc`` as a dict."""
    parts = (part.partition("=") for part in text.split(";"))
    return {name.strip(): value.strip() for name, is_there, value in parts if is_there}


def organisation(domain: str) -> str:
    """The domain above, where a policy of the whole organisation may stand."""
    return domain.partition(".")[2] if domain.count(".") > 1 else ""

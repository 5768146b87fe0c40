"""Mails that people write to the business, as Brevo's inbound parsing posts them.

Facts: developers.brevo.com/docs/inbound-parse-webhooks. Who may post is a matter of the token alone; the address a mail
says it comes from is a claim, and nothing but a place in a conversation follows from it: ``stop_request_service`` asks
for more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.contact_service import is_erased
from ..server_customers.queries import find_contact_row
from ..server_customers.visitor_service import meet_visitor
from ..server_emails import attachment_service
from ..server_messaging import inbound_service, opt_out_service, settings_service, webhook_service
from ..server_messaging.inbound_service import Inbound
from ..server_shared.actors import SYSTEM
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from ..server_shared.html_text import text_of
from ..server_shared.validators import validate_email
from . import mail_reading, stop_request_service
from .mail_proof import HEADER

PROVIDER = "brevo_inbound"
MOST_MAILS = 100
MAX_RAW, MAX_TEXT, MAX_QUOTED, MAX_SUBJECT, MAX_REFERENCES = 100_000, 20_000, 20_000, 300, 2000
MAX_TOKEN = 2000
SPAM = 5.0  # where the mail filter that Brevo asks (Rspamd) marks a mail as spam
NAMED = ("Uuid", "MessageId", "InReplyTo", "From", "To", "Recipients", "Subject", "SpamScore")
HEADERS = ("auto-submitted", "x-autoreply", "x-autorespond", "precedence", "references", "in-reply-to")


def keep(body: bytes) -> None:
    """Store the mails of one post, each once. Raises Invalid."""
    given = webhook_service.read_json(body)
    items = given.get("items") if isinstance(given, dict) else None
    if not isinstance(items, list) or len(items) > MOST_MAILS or not all(isinstance(item, dict) for item in items):
        raise Invalid("These are not the mails of Brevo.")
    now = utc_now().isoformat()
    for item in items:
        key = str(item.get("MessageId") or item.get("Uuid") or "")[:250]
        if not key:
            raise Invalid("This mail has no id.")
        webhook_service.keep(PROVIDER, key, json.dumps({"mail": _needed(item), "received_at": now}))


def _needed(item: Mapping[str, Any]) -> dict[str, Any]:
    """What of a mail is kept: no more than is read, and no more than anybody will read."""
    headers = item.get("Headers")
    named = {str(name).lower(): value for name, value in headers.items()} if isinstance(headers, dict) else {}
    return {
        **{name: item.get(name) for name in NAMED},
        "headers": {name: str(named[name])[:MAX_REFERENCES] for name in HEADERS if name in named},
        "authentication": _each(named.get(HEADER)),
        "text": str(item.get("RawTextBody") or "")[:MAX_RAW],
        "html": "" if item.get("RawTextBody") else str(item.get("RawHtmlBody") or "")[:MAX_RAW],
        "files": _files(item.get("Attachments")),
    }


def _each(given: Any) -> list[str]:
    """A header's values, of which there may be several."""
    values = given if isinstance(given, list) else [given] if given else []
    return [str(value)[:MAX_REFERENCES] for value in values[:20]]


def _files(given: Any) -> list[dict[str, Any]]:
    """Of attachments their names and sizes, and the token that gives them out."""
    files = [file for file in given if isinstance(file, dict)] if isinstance(given, list) else []
    return [
        {
            "name": str(file.get("Name") or "file")[:300],
            "content_type": str(file.get("ContentType") or "")[:100],
            "size": int(file["ContentLength"]) if isinstance(file.get("ContentLength"), int) else 0,
            "provider": attachment_service.PROVIDER,
            "place": str(file.get("DownloadToken") or "")[:MAX_TOKEN],
        }
        for file in files[:20]
    ]


def understand(body: str) -> None:
    """Put a mail into its conversation. Needs a transaction."""
    told = webhook_service.read_json(body)
    mail, received_at = told["mail"], datetime.fromisoformat(told["received_at"])
    sender = _address(mail)
    subject, key = mail_reading.parted_subject(" ".join(str(mail["Subject"] or "").split())[:MAX_SUBJECT])
    is_automatic = mail_reading.is_automatic(mail["headers"], subject, sender)
    answers = _answered(mail, key)
    contact = _contact(sender, answers)
    if _is_own(sender) or (contact is None and (is_automatic or _is_spam(mail))):
        return
    contact = contact or meet_visitor(SYSTEM, {"email": sender, **_names(mail)}, "email")[0]
    words, quoted = mail_reading.parted(mail["text"] or text_of(mail["html"]))
    # Mail programs follow a mail's List-Unsubscribe with no more than its subject, and maybe their owner's signature.
    said = (words or subject, subject if key else "")
    asks = not is_automatic and any(map(opt_out_service.asks_to_stop, said))
    inbound_service.receive(
        Inbound(
            channel="email",
            provider_id=str(mail["MessageId"] or (mail["Uuid"] or [""])[0])[:250],
            address=sender,
            to_address=str((mail["Recipients"] or [""])[0])[:254],
            text=words[:MAX_TEXT],
            quoted=quoted[:MAX_QUOTED],
            subject=subject,
            references=" ".join(mail_reading.message_ids(mail["headers"].get("references"), mail["InReplyTo"]))[
                -MAX_REFERENCES:
            ],
            received_at=received_at,
            files=mail["files"],
            is_automatic=is_automatic,
            answers=answers,
            contact=contact,
            stop_request=stop_request_service.heed(contact, answers, sender, mail) if asks else None,
        )
    )


def _address(mail: Mapping[str, Any]) -> str:
    try:
        return validate_email((mail["From"] or {}).get("Address"))
    except (Invalid, AttributeError):
        return ""


def _is_own(sender: str) -> bool:
    """Whether a mail comes from nobody, or from the business itself: answering it would go in a circle."""
    return not sender or sender == settings_service.sender_address().lower()


def _names(mail: Mapping[str, Any]) -> dict[str, str]:
    words = " ".join(str((mail["From"] or {}).get("Name") or "").split())[:100].split(" ", 1)
    return dict(zip(("first_name", "last_name"), filter(None, words), strict=False))


def _answered(mail: Mapping[str, Any], key: str) -> Any:
    """The send that a mail answers, by the ids it names, its subject's key, or one in the address it was sent to."""
    ids = mail_reading.message_ids(
        mail["headers"].get("references"), mail["headers"].get("in-reply-to"), mail["InReplyTo"]
    )
    keys = [*filter(None, (key,)), *mail_reading.send_keys(ids, map(str, mail["Recipients"] or ()))]
    if keys:
        found = {row["send_key"]: row for row in app_tables.sends.search(send_key=q.any_of(*keys))}
        known = next((found[key] for key in keys if key in found), None)
        if known is not None:
            return known
    # Brevo and Amazon give a mail an id of their own; Amazon's is without its domain.
    names = [name for each in ids for name in (each, each.strip("<>").partition("@")[0])]
    sends = app_tables.sends.search(q.page_size(1), provider_id=q.any_of(*names)) if names else ()
    return next(iter(sends), None)


def _contact(sender: str, answers: Any) -> Any:
    """Whose mail it is: whoever has the address, or was written to; None for nobody known."""
    known = find_contact_row(sender) if sender else None
    if known is not None or answers is None:
        return known
    asked = answers["contact"]
    return asked if asked is not None and asked["archived_at"] is None and not is_erased(asked) else None


def _is_spam(mail: Mapping[str, Any]) -> bool:
    score = mail["SpamScore"]
    return isinstance(score, int | float) and score >= SPAM


webhook_service.handle_with(PROVIDER, understand)

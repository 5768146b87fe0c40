"""Mails to one person about something of their own: a booking, a receipt, an answer. They go ahead of every campaign.

Nobody need have agreed to them; an address that bounced or complained gets none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from anvil.tables import app_tables, in_transaction

from ..server_customers import queries
from ..server_messaging import gate_service, message_service, outbox_service
from ..server_messaging.outbox_service import NewSend
from ..server_newsletter.list_service import send_soon
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid, NotFound
from ..server_shared.html_text import text_of
from ..server_shared.validators import clean_text, sanitize_html
from ..server_templates.words_service import MAX_SENDER, MAX_SUBJECT, Block, design_for, new_content

CHANNEL, PURPOSE = "email", "transactional"
MAX_BODY = 200_000
SOON = 8


def send_transactional_email(
    actor: Actor, to_email: str, subject: str, body_html: str, from_name: str | None = None
) -> dict[str, Any]:
    """Mail a contact, known by their address, some HTML: what must not run is taken out of it, its text made of it.

    The same mail goes to the same person once a day, however often it is asked for. Answers ``send_key``, and
    ``is_new`` unless it was planned already. Opens a transaction. Raises Invalid, and NotFound for an address that is
    no contact's.
    """
    html, text = _clean_html(body_html)
    words = {
        "subject": clean_text(subject, "subject", MAX_SUBJECT),
        "html": html,
        "text": text,
        "sender_name": clean_text(from_name, "from_name", MAX_SENDER),
    }
    if not words["subject"]:
        raise Invalid(fields={"subject": "Please write a subject."})
    _refuse_unknown_tokens(words)
    row, is_new = in_transaction(_plan_words)(clean_text(to_email, "to_email", 320).lower(), words)
    send_soon()
    return {"send_key": row["send_key"], "is_new": is_new}


def plan_letter(contact: Any, cause: str, subject: str, blocks: Sequence[Block], reason: str, **settings: Any) -> Any:
    """Plan a mail of ``blocks`` whose end tells the ``reason`` it comes for; its row of ``sends``, whether it is new.

    Needs a transaction, and ``send_soon`` after it. Raises Invalid where the person has no address that takes mail.
    """
    known = app_tables.sends.get(once=_letter(contact, cause, None).once)
    if known is not None:
        return known, False
    [decision] = gate_service.review([contact], CHANNEL, PURPOSE, utc_now())
    if decision.is_refused:
        raise Invalid(f"This person gets no mail: {decision.label}.")
    [row] = outbox_service.plan([_letter(contact, cause, _words(subject, blocks, reason, **settings))]).values()
    return row, True


def plan_notice(
    contact: Any, to: str, cause: str, subject: str, blocks: Sequence[Block], reason: str, link: str
) -> None:
    """Plan a mail about a contact to another address than theirs, once; ``{{link}}`` in it stands for ``link``.

    Needs a transaction, and ``send_soon`` after it.
    """
    if app_tables.sends.get(once=_letter(contact, cause, None).once) is None:
        letter = _letter(contact, cause, _words(subject, blocks, reason))
        outbox_service.plan([replace(letter, to=to, values={"link": link})])


def _words(subject: str, blocks: Sequence[Block], reason: str, **settings: Any) -> Any:
    design = replace(design_for("marketing"), reason=reason, has_choices=False)
    return new_content(subject, blocks, design, **settings)


def _letter(contact: Any, cause: str, content: Any) -> NewSend:
    return NewSend(contact, CHANNEL, PURPOSE, cause, content, priority=SOON)


def _clean_html(body_html: Any) -> tuple[str, str]:
    """HTML with nothing in it that could run, and what it says as text."""
    if not isinstance(body_html, str) or len(body_html) > MAX_BODY:
        raise Invalid(fields={"body_html": f"A mail is HTML of at most {MAX_BODY:,} letters."})
    clean = sanitize_html(body_html)
    text = text_of(clean)
    if not text:
        raise Invalid(fields={"body_html": "There are no words in this mail."})
    return clean, text


def _refuse_unknown_tokens(words: dict[str, str]) -> None:
    for field, name in (("subject", "subject"), ("html", "body_html")):
        unknown = message_service.unknown_tokens(words[field])
        if unknown:
            raise Invalid(fields={name: f"Nothing is known to put in the place of “{unknown[0]}”."})


def _plan_words(to_email: str, words: dict[str, str]) -> Any:
    contact = queries.find_contact_row(to_email)
    if contact is None:
        raise NotFound("There is no contact with this address.")
    digest = hashlib.sha256("\0".join(words.values()).encode()).hexdigest()[:32]
    block = {"kind": "html", "html": words["html"], "text": words["text"]}
    reason = f"You get this because you are in touch with {get_config()['business_name']}."
    settings = {"sender_name": words["sender_name"]} if words["sender_name"] else {}
    return plan_letter(contact, f"letter:{digest}:{utc_now().date()}", words["subject"], [block], reason, **settings)

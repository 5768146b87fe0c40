"""What those who write messages need: which tokens there are, how words look filled in, when many will have gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import anvil

from ..server_emails.mail_service import send_mail
from ..server_marketing.task_queries import find_colleague
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid
from . import personalising, streams
from .composing import TOKENS
from .driver_service import Attachment

SAMPLE = {
    "first_name": "Thandi",
    "last_name": "Nkosi",
    "full_name": "Thandi Nkosi",
    "email": "thandi@example.com",
    "company": "Example Ltd",
}


SAMPLE_OF_MESSAGE = {"unsubscribe_url": "#", "preferences_url": "#", "offer_code": "K7MPX2QA"}


def unknown_tokens(text: str) -> list[str]:
    """What stands between braces in ``text`` and nobody can fill in."""
    return personalising.unknown_tokens(text, TOKENS)


def preview(words: Mapping[str, str], contact: Mapping[str, Any] | None = None) -> dict[str, str]:
    """``subject``, ``html`` and ``text`` as a contact would read them, or an invented person; links lead nowhere.

    Raises Invalid when something of this person is missing.
    """
    values = {**_values(contact), **SAMPLE_OF_MESSAGE}
    return {
        "subject": personalising.fill_line(words["subject"], values),
        "html": personalising.fill_html(words["html"], values),
        "text": personalising.fill(words["text"], values),
    }


def fill_for(text: str, contact: Mapping[str, Any]) -> str:
    """``text`` with the tokens of a contact filled in. Raises Invalid where something is not known of this person."""
    return personalising.fill(text, _values(contact))


def _values(contact: Mapping[str, Any] | None) -> dict[str, str]:
    """What the tokens that are about a person stand for; an invented one where there is none."""
    known = {name: (contact[name] or "") if contact else SAMPLE[name] for name in SAMPLE if name != "full_name"}
    known["full_name"] = " ".join(filter(None, (known["first_name"], known["last_name"])))
    return {**known, "business_name": get_config()["business_name"]}


def send_test_mail(actor: Actor, words: Mapping[str, str], to: str = "", files: Sequence[Attachment] = ()) -> str:
    """Mail words to the person who asks, or to a colleague, filled in for an invented contact; the address.

    Raises Invalid.
    """
    address = _colleague(to) if to else actor.email
    mail = preview(words)
    media = [anvil.BlobMedia(file.content_type, file.content, name=file.name) for file in files]
    letter = {"html": mail["html"], "text": mail["text"], "attachments": media}
    send_mail(address, "test_campaign", f"[Test] {mail['subject']}", **letter)
    return address


def _colleague(email: str) -> str:
    """The address of somebody who works here. Raises Invalid for anybody else's."""
    row = find_colleague(email)
    if row is None:
        raise Invalid("Tests go to people who work here only.")
    return row["email"]


def finished_at(channel: str, purpose: str, count: int, begin: datetime | None = None) -> datetime | None:
    """When ``count`` more messages of a kind will have gone at the latest; None for none.

    They go at the pace of their stream, behind those that wait there, and the last of them not before ``begin``.
    """
    if not count:
        return None
    now = utc_now()
    return streams.finish(streams.stream_for(channel, purpose), max(begin or now, now), count)

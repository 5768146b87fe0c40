"""What those who write messages need: which tokens there are, how words look filled in, when many will have gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import anvil.email
import anvil.server

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid
from . import personalising, streams
from .composing import TOKENS

SAMPLE = {
    "first_name": "Thandi",
    "last_name": "Nkosi",
    "full_name": "Thandi Nkosi",
    "email": "thandi@example.com",
    "company": "Example Ltd",
}


def unknown_tokens(text: str) -> list[str]:
    """What stands between braces in ``text`` and nobody can fill in."""
    return personalising.unknown_tokens(text, TOKENS)


def preview(words: Mapping[str, str], contact: Mapping[str, Any] | None = None) -> dict[str, str]:
    """``subject``, ``html`` and ``text`` as a contact would read them, or an invented person; links lead nowhere.

    Raises Invalid when something of this person is missing.
    """
    known = {name: (contact[name] or "") if contact else SAMPLE[name] for name in SAMPLE if name != "full_name"}
    known["full_name"] = " ".join(filter(None, (known["first_name"], known["last_name"])))
    values = {**known, "business_name": get_config()["business_name"], "unsubscribe_url": "#", "preferences_url": "#"}
    return {
        "subject": personalising.fill_line(words["subject"], values),
        "html": personalising.fill_html(words["html"], values),
        "text": personalising.fill(words["text"], values),
    }


def send_test_mail(actor: Actor, words: Mapping[str, str]) -> str:
    """Mail words to the person who asks, filled in for an invented contact; the address. Raises Invalid."""
    mail = preview(words)
    try:
        anvil.email.send(to=actor.email, subject=f"[Test] {mail['subject']}", html=mail["html"], text=mail["text"])
    except (anvil.email.SendFailure, anvil.server.InternalError) as error:
        raise Invalid(f"The mail server did not take it: {error}") from error
    return actor.email


def finished_at(channel: str, purpose: str, count: int, begin: datetime | None = None) -> datetime | None:
    """When ``count`` more messages of a kind will have gone at the latest; None for none.

    They go at the pace of their stream, behind those that wait there, and the last of them not before ``begin``.
    """
    if not count:
        return None
    now = utc_now()
    return streams.finish(streams.stream_for(channel, purpose), max(begin or now, now), count)

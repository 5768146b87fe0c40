"""The words people agree to: every version is kept, since consent is to the words of its day."""

from __future__ import annotations

from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_shared import purposes
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from ..server_shared.validators import clean_text, validate_choice

PURPOSES = (*purposes.PURPOSES, "tracking")
MAX_WORDS = 2000


def current_wording(actor: Actor, purpose: str, language: str, text: str) -> Any:
    """The wording with exactly this text, made as a new version when there is none. Needs a transaction."""
    kind = validate_choice(purpose, PURPOSES, "purpose")
    words = _words(text)
    versions = list(app_tables.consent_wordings.search(tables.order_by("version"), purpose=kind, language=language))
    same = next((row for row in versions if row["text"] == words), None)
    return same or _add(actor, kind, language, words, len(versions) + 1)


def save_wording(actor: Actor, purpose: str, language: str, text: str) -> int:
    """Let these be the words for ``purpose`` from now on; their version. Needs a transaction. Raises Invalid."""
    kind = validate_choice(purpose, PURPOSES, "purpose")
    tongue = clean_text(language, "language", 20) or "en"
    words = _words(text)
    newest = tables.order_by("version", ascending=False)
    last = next(iter(app_tables.consent_wordings.search(newest, purpose=kind, language=tongue)), None)
    if last is not None and last["text"] == words:
        return int(last["version"])
    return int(_add(actor, kind, tongue, words, int(last["version"]) + 1 if last else 1)["version"])


def _add(actor: Actor, purpose: str, language: str, words: str, version: int) -> Any:
    return app_tables.consent_wordings.add_row(
        purpose=purpose,
        language=language,
        version=version,
        text=words,
        created_by=actor.user,
        created_at=utc_now(),
    )


def _words(text: str) -> str:
    words = clean_text(text, "text", MAX_WORDS, lines=True)
    if not words:
        raise Invalid(fields={"text": "Please give the words."})
    return words


def list_wordings(actor: Actor) -> list[dict[str, Any]]:
    """Every version of every wording, the newest of each purpose and language first."""
    rows = app_tables.consent_wordings.search(
        tables.order_by("purpose"), tables.order_by("language"), tables.order_by("version", ascending=False)
    )
    return [
        {
            **{name: row[name] for name in ("purpose", "language", "text", "created_at")},
            "version": int(row["version"]),
            "created_by": (row["created_by"]["name"] or row["created_by"]["email"]) if row["created_by"] else "",
        }
        for row in rows
    ]

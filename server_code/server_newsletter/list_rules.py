"""What a mailing list is, how long a confirmation lasts, and how often people may choose to get mail. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ..server_shared.errors import Invalid
from ..server_shared.validators import MAX_SLUG, clean_named, clean_text, slug_of, validate_choice, validate_tags

PENDING, ACTIVE, UNSUBSCRIBED, BOUNCED, COMPLAINED = "pending", "active", "unsubscribed", "bounced", "complained"
STATUSES = (PENDING, ACTIVE, UNSUBSCRIBED, BOUNCED, COMPLAINED)
FREQUENCIES = ("weekly", "monthly", "important_only")
SOURCES = ("website", "checkout", "appointment", "referral", "form", "import", "person", "preferences")
PURPOSES = ("newsletter", "marketing")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

CONFIRM_WITHIN = timedelta(days=7)
# The next confirmation may be asked for after so long, and so many of them within CONFIRM_WITHIN.
ASK_AGAIN_AFTER = timedelta(minutes=10)
MOST_ASKED = 3

MAX_NAME = 80
MAX_TEXT = 2000
MAX_TOPICS = 20
DEFAULT_CONSENT = "Yes, send me {name} by e-mail. I can unsubscribe at any time."


def clean_list(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a mailing list that ``raw`` names, cleaned. Raises Invalid naming all that is wrong."""
    return clean_named(
        raw,
        {
            "name": _name,
            "slug": lambda value: slug_of(clean_text(value, "slug", MAX_SLUG)),
            "description": lambda value: clean_text(value, "description", 500, lines=True),
            "purpose": lambda value: validate_choice(value or "newsletter", PURPOSES, "purpose"),
            "consent_text": lambda value: clean_text(value, "consent_text", MAX_TEXT, lines=True),
            "topics": lambda value: validate_tags(value, "topics", MAX_TOPICS, 40),
            "is_public": lambda value: value is True,
            "double_opt_in": lambda value: value is True,
            "welcome_subject": lambda value: clean_text(value, "welcome_subject", 200),
            "welcome_text": lambda value: clean_text(value, "welcome_text", 5000, lines=True),
        },
    )


def clean_choices(raw: Mapping[str, Any], known_topics: list[str] | None) -> dict[str, Any]:
    """``topics`` (of those the list has), ``frequency`` (None: as it comes) and ``language`` of a subscription.

    Raises Invalid.
    """
    wanted = validate_tags(raw.get("topics"), "topics", MAX_TOPICS, 40)
    often, language = raw.get("frequency"), clean_text(raw.get("language"), "language", 20)
    if language and not LANGUAGE.fullmatch(language):
        raise Invalid(fields={"language": "This is not a language."})
    return {
        "topics": [topic for topic in known_topics or () if topic in wanted] or None,
        "frequency": validate_choice(often, FREQUENCIES, "frequency") if often else None,
        "language": language or None,
    }


def may_ask(asked_at: datetime | None, asked_count: int, now: datetime) -> bool:
    """Whether a confirmation may be mailed (again) to somebody who was asked ``asked_count`` times lately."""
    if asked_at is None or now - asked_at >= CONFIRM_WITHIN:
        return True
    return asked_count < MOST_ASKED and now - asked_at >= ASK_AGAIN_AFTER


def _name(value: Any) -> str:
    name = clean_text(value, "name", MAX_NAME)
    if not name:
        raise Invalid(fields={"name": "Please give the list a name."})
    return name

"""What a template of a message is: its kinds, its categories, what it is found by. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..server_shared.errors import Invalid
from ..server_shared.validators import clean_named, clean_text, fold, validate_choice
from .email_blocks import MAX_SUBJECT, clean_blocks
from .email_checks import advertises

TRANSACTIONAL = "transactional"
TYPES = ("campaign", TRANSACTIONAL, "automated")
CATEGORIES = ("newsletter", "offer", "event", "booking", "thanks", "return")
MAX_NAME = 100


def clean_template(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a template among ``raw``. Raises Invalid naming all that is wrong."""
    return clean_named(
        raw,
        {
            "name": _name,
            "template_type": lambda value: validate_choice(value or "campaign", TYPES, "template_type"),
            "category": lambda value: validate_choice(value or "newsletter", CATEGORIES, "category"),
            "subject": lambda value: clean_text(value, "subject", MAX_SUBJECT),
            "preview_text": lambda value: clean_text(value, "preview_text", MAX_SUBJECT),
            "blocks": clean_blocks,
        },
    )


def check_purpose(template: Mapping[str, Any]) -> None:
    """Raise Invalid where a confirmation or receipt advertises."""
    if template["template_type"] == TRANSACTIONAL and advertises(template["subject"], template["blocks"]):
        text = "People who take no offers get these too: take products and codes out, or choose “Campaigns”."
        raise Invalid(fields={"template_type": text})


def search_text(template: Mapping[str, Any]) -> str:
    """What a template is found by."""
    return fold(" ".join((template["name"] or "", template["subject"] or "", template["category"] or "")))


def _name(value: Any) -> str:
    name = clean_text(value, "name", MAX_NAME)
    if not name:
        raise Invalid(fields={"name": "Please give the template a name."})
    return name

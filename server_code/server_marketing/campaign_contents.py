"""The words of a campaign: kept as blocks, rendered when saved, checked before anything is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from anvil.tables import app_tables

from ..server_messaging import message_service, settings_service
from ..server_messaging.message_service import unknown_tokens
from ..server_shared.clock import utc_now
from ..server_shared.colors import brand_color, readable_on
from ..server_shared.config import get_config
from ..server_shared.validators import clean_text, validate_choice
from .campaign_rules import MAX_SUBJECT, PURPOSES
from .email_blocks import Design, clean_blocks, to_html, to_text
from .email_checks import problems

REASONS = {
    "marketing": "You get this because you asked for our offers by e-mail.",
    "newsletter": "You get this because you subscribed to our newsletter.",
    "surveys": "You get this because you agreed to tell us how you liked it.",
}
STARTING_BLOCKS = (
    {"kind": "heading", "text": ""},
    {"kind": "text", "text": "Hello {{first_name|there}},\n\n"},
)


def content_of(campaign: Any, variant: str = "") -> Any:
    """The row of a campaign's words, made empty when there is none. Needs a transaction then."""
    row = app_tables.message_contents.get(campaign=campaign, channel="email", variant=variant)
    return row or app_tables.message_contents.add_row(
        campaign=campaign,
        channel="email",
        variant=variant,
        subject="",
        preview_text="",
        blocks=[dict(block) for block in STARTING_BLOCKS],
        created_at=utc_now(),
        updated_at=utc_now(),
    )


def save_content(campaign: Any, raw: Mapping[str, Any]) -> None:
    """Change ``subject``, ``preview_text`` and ``blocks`` of a campaign. Needs a transaction. Raises Invalid."""
    change_words(content_of(campaign), raw)


def change_words(row: Any, raw: Mapping[str, Any]) -> None:
    """The same of a row of contents."""
    changes: dict[str, Any] = {
        name: clean_text(raw[name], name, MAX_SUBJECT) for name in ("subject", "preview_text") if name in raw
    }
    if "blocks" in raw:
        changes["blocks"] = clean_blocks(raw["blocks"])
    row.update(**changes, updated_at=utc_now())


def render(campaign: Any) -> None:
    """Write the HTML and the text of a campaign's words, as they go out from now on. Needs a transaction."""
    render_words(content_of(campaign), campaign["purpose"])


def render_words(row: Any, purpose: str) -> None:
    """The same of a row of contents."""
    design = design_for(purpose)
    html = to_html(row["blocks"], design, row["preview_text"])
    row.update(html=html, text=to_text(row["blocks"], design), content_hash=_hash(row["subject"], html))


def preview(raw: Mapping[str, Any], purpose: str, contact: Any = None) -> dict[str, str]:
    """Words not saved yet (``subject, preview_text, blocks``), as a contact would read them. Raises Invalid."""
    blocks, design = clean_blocks(raw.get("blocks") or []), design_for(purpose)
    subject, teaser = (clean_text(raw.get(name), name, MAX_SUBJECT) for name in ("subject", "preview_text"))
    words = {"subject": subject, "html": to_html(blocks, design, teaser), "text": to_text(blocks, design)}
    return message_service.preview(words, contact)


def clean_purpose(value: Any) -> str:
    """One of ``PURPOSES``. Raises Invalid."""
    return validate_choice(value, PURPOSES, "purpose")


def what_is_wrong(campaign: Any) -> list[str]:
    """What must be mended before a campaign can go, in words."""
    purpose = campaign["purpose"]
    return [*wrong_words(content_of(campaign), purpose), *wrong_sender(purpose)]


def wrong_words(row: Any, purpose: str) -> list[str]:
    """What must be mended in a row of contents, in words."""
    html = to_html(row["blocks"], design_for(purpose), row["preview_text"])
    words = json.dumps([row["subject"], row["preview_text"], row["blocks"]], ensure_ascii=False)
    return list(problems(row["subject"], row["blocks"], html, unknown_tokens(words)))


def wrong_sender(purpose: str) -> list[str]:
    """What the business has to enter before any of its mails can go, in words."""
    wrong = []
    if not design_for(purpose).address:
        wrong.append("The business has no postal address: every mail must show one. It is entered in the settings.")
    if not settings_service.sender_address():
        wrong.append("The business has no sender for its mail yet. It is chosen in the settings.")
    return wrong


def design_for(purpose: str) -> Design:
    """How mails of this business look, and why people get them."""
    config = get_config()
    row = app_tables.config.get()
    color = brand_color(config["primary_color"])
    return Design(
        business=config["business_name"],
        address=" · ".join((row["address"] or "").split("\n")) if row else "",
        color=color,
        on_color=readable_on(color),
        reason=REASONS[purpose],
        language=config["locale"].replace("_", "-"),
    )


def _hash(subject: str, html: str) -> str:
    return hashlib.sha256(f"{subject}\n{html}".encode()).hexdigest()

"""The words of a mail: blocks, kept in a row of contents, rendered when saved, checked before anything is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import anvil.server
from anvil.tables import app_tables

from ..server_emails import sender_service
from ..server_messaging import mail_file_service, message_service, settings_service
from ..server_messaging.message_service import unknown_tokens
from ..server_shared.clock import utc_now
from ..server_shared.colors import brand_color, readable_on
from ..server_shared.config import get_config
from ..server_shared.validators import clean_named, clean_text
from .email_blocks import MAX_SUBJECT, Block, Design, addresses_of, clean_blocks
from .email_checks import problems
from .email_html import to_html
from .email_text import to_text

REASONS = {
    "marketing": "You get this because you asked for our offers by e-mail.",
    "newsletter": "You get this because you subscribed to our newsletter.",
    "surveys": "You get this because you agreed to tell us how you liked it.",
}
MAX_SENDER = 100
STARTING_BLOCKS = (
    {"kind": "heading", "text": ""},
    {"kind": "text", "text": "Hello {{first_name|there}},\n\n"},
)


def new_content(subject: str, blocks: Sequence[Block], design: Design, **settings: Any) -> Any:
    """A row of words that belong to no campaign, rendered. Needs a transaction."""
    return app_tables.message_contents.add_row(
        channel="email",
        subject=subject,
        html=to_html(blocks, design),
        text=to_text(blocks, design),
        settings=settings or None,
        created_at=utc_now(),
        updated_at=utc_now(),
    )


def words_of(content: Any) -> dict[str, Any]:
    """``subject, preview_text, blocks, sender_name, attachments`` of a row of words."""
    settings = content["settings"] or {}
    return {
        **{name: content[name] for name in ("subject", "preview_text", "blocks")},
        "sender_name": settings.get("sender_name") or "",
        "attachments": settings.get("attachments") or [],
    }


def change_words(row: Any, raw: Mapping[str, Any]) -> None:
    """Change some of ``words_of`` a row of contents. Needs a transaction. Raises Invalid."""
    changes = clean_named(
        raw,
        {
            "subject": lambda value: clean_text(value, "subject", MAX_SUBJECT),
            "preview_text": lambda value: clean_text(value, "preview_text", MAX_SUBJECT),
            "blocks": clean_blocks,
            "sender_name": lambda value: clean_text(value, "sender_name", MAX_SENDER),
            "attachments": mail_file_service.clean_attachments,
        },
    )
    own = {name: changes.pop(name) for name in ("sender_name", "attachments") if name in changes}
    row.update(**changes, settings={**(row["settings"] or {}), **own}, updated_at=utc_now())


def links_in(content: Any) -> list[str]:
    """Every address on the web that a row of words leads to, each once."""
    return addresses_of(content["blocks"] or [])


def render_words(row: Any, purpose: str) -> None:
    """Write the HTML and the text of a row of contents. Needs a transaction."""
    design = design_for(purpose)
    html = to_html(row["blocks"], design, row["preview_text"])
    row.update(html=html, text=to_text(row["blocks"], design), content_hash=_hash(row["subject"], html))


def preview(raw: Mapping[str, Any], purpose: str, contact: Any = None) -> dict[str, Any]:
    """Words not saved yet (``subject, preview_text, blocks``), as a contact would read them. Raises Invalid."""
    blocks, design = clean_blocks(raw.get("blocks") or []), design_for(purpose)
    subject, teaser = (clean_text(raw.get(name), name, MAX_SUBJECT) for name in ("subject", "preview_text"))
    words = {"subject": subject, "html": to_html(blocks, design, teaser), "text": to_text(blocks, design)}
    return {**message_service.preview(words, contact), "size": len(words["html"].encode())}


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
    unverified = sender_service.problem()
    return [*wrong, unverified] if unverified else wrong


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
        origin=anvil.server.get_app_origin() or "",
    )


def _hash(subject: str, html: str) -> str:
    return hashlib.sha256(f"{subject}\n{html}".encode()).hexdigest()

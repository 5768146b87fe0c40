"""The words of a campaign's mail, in one version or two. Those of other channels are in ``channel_contents``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from ..server_templates import words_service
from ..server_templates.words_service import words_of, wrong_sender, wrong_words
from .ab_rules import B
from .ab_testing import test_of

WORDS = q.fetch_only("subject", "preview_text", "blocks", "settings", "html", "text", "content_hash", "variant")


def content_of(campaign: Any, variant: str = "") -> Any:
    """The row of a campaign's words, made empty when there is none. Needs a transaction then."""
    row = _find_content(campaign, variant)
    now = utc_now()
    return row or app_tables.message_contents.add_row(
        campaign=campaign, channel="email", variant=variant, created_at=now, updated_at=now, **_empty()
    )


def read_words(campaign: Any, variant: str = "") -> dict[str, Any]:
    """``words_of`` a campaign, those that it begins with where it has none; nothing is stored."""
    return words_of(_find_content(campaign, variant) or _empty())


def _find_content(campaign: Any, variant: str) -> Any:
    return app_tables.message_contents.get(WORDS, campaign=campaign, channel="email", variant=variant)


def _empty() -> dict[str, Any]:
    return {
        "subject": "",
        "preview_text": "",
        "blocks": [dict(block) for block in words_service.STARTING_BLOCKS],
        "settings": {},
    }


def links_of(campaign: Any) -> list[str]:
    """Every address on the web that a campaign's mails lead to, each once."""
    rows = app_tables.message_contents.search(campaign=campaign, channel="email")
    return list(dict.fromkeys(url for row in rows for url in words_service.links_in(row)))


def save_content(campaign: Any, raw: Mapping[str, Any], variant: str = "") -> None:
    """Change some of ``words_of`` a campaign. Needs a transaction. Raises Invalid."""
    words_service.change_words(content_of(campaign, variant), raw)


def render(campaign: Any) -> None:
    """Write what goes out from now on: HTML and text, of version B too where there is one. Needs a transaction."""
    for row in _versions(campaign):
        words_service.render_words(row, campaign["purpose"])


def _versions(campaign: Any) -> list[Any]:
    """The rows of a campaign's words; those of version B differ from A's in what is tried, and in nothing else."""
    a, test = content_of(campaign), test_of(campaign)
    if not test["is_on"]:
        return [a]
    there = words_of(content_of(campaign, B))
    own = {"subject": ("subject",), "sender": ("sender_name",), "content": ("subject", "preview_text", "blocks")}
    shared = {name: value for name, value in words_of(a).items() if name not in own[test["what"]]}
    if any(there[name] != value for name, value in shared.items()):
        save_content(campaign, shared, B)
    return [a, content_of(campaign, B)]


def what_is_wrong(campaign: Any) -> list[str]:
    """What must be mended before a campaign can go, in words. Needs a transaction."""
    purpose, versions = campaign["purpose"], _versions(campaign)
    if len(versions) == 1:
        return [*wrong_words(versions[0], purpose), *wrong_sender(purpose)]
    wrong = [f"Version {row['variant'] or 'A'}: {text}" for row in versions for text in wrong_words(row, purpose)]
    same = ["Versions A and B are the same."] if _differing(versions[0]) == _differing(versions[1]) else []
    return [*wrong, *same, *wrong_sender(purpose)]


def _differing(row: Any) -> dict[str, Any]:
    return {name: value for name, value in words_of(row).items() if name != "attachments"}

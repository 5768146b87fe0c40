"""The library of templates: those that every business begins with, and its own.

Those that write expect the caller to have opened a transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import count
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_messaging.message_service import TOKENS
from ..server_shared.actors import SYSTEM, Actor
from ..server_shared.clock import utc_now
from ..server_shared.errors import Conflict, NotFound
from ..server_shared.validators import fold, like_pattern, slug_of
from . import words_service
from .starters import STARTERS
from .template_rules import check_purpose, clean_template, search_text

PAGE = 24
NAMED = ("slug", "name", "template_type", "category", "subject", "preview_text", "active", "version", "updated_at")


def list_templates(
    actor: Actor, search: str = "", category: str = "", archived: bool = False, page: int = 0
) -> dict[str, Any]:
    """A page of ``templates`` by name, each with its ``html`` as it looks; ``total``, and ``counts`` by category.

    Makes the templates every business begins with, as far as it never had them.
    """
    make_starters(SYSTEM)
    words = [q.all_of(search_text=q.like(like_pattern(word))) for word in fold(search).split()]
    found = {"active": not archived}
    only = {"category": category} if category else {}
    rows = app_tables.message_templates.search(tables.order_by("name"), q.page_size(PAGE), *words, **found, **only)
    of_each = app_tables.message_templates.search(q.fetch_only("category"), *words, **found)
    shown = rows[page * PAGE : (page + 1) * PAGE]
    return {
        "templates": [{**_record(row), "html": _picture(row)} for row in shown],
        "total": len(rows),
        "counts": dict(Counter(row["category"] for row in of_each)),
    }


def get_template(actor: Actor, slug: str) -> dict[str, Any]:
    """A template with its ``blocks`` and the ``available_tokens``. Raises NotFound."""
    row = _row(slug)
    return {**_record(row), "blocks": row["blocks"], "available_tokens": row["available_tokens"]}


def create_template(actor: Actor, template_data: Mapping[str, Any]) -> str:
    """Keep ``name, template_type, category, subject, preview_text, blocks``; its slug. Raises Invalid."""
    blank = {"name": "", "template_type": None, "category": None, "subject": "", "preview_text": "", "blocks": []}
    return _add(actor, clean_template({**blank, **template_data}))["slug"]


def update_template(
    actor: Actor, slug: str, changes: Mapping[str, Any], expected_version: int | None = None
) -> dict[str, Any]:
    """Change a template; as it is then. Campaigns made from it stay as they are. Raises NotFound, Invalid, Conflict."""
    row = _row(slug)
    if expected_version is not None and row["version"] != expected_version:
        raise Conflict("Somebody else changed this template in the meantime.", get_template(actor, slug))
    cleaned = clean_template(changes)
    check_purpose({**{name: row[name] for name in ("template_type", "subject", "blocks")}, **cleaned})
    row.update(**cleaned, version=row["version"] + 1, updated_at=utc_now())
    row["search_text"] = search_text(row)
    return get_template(actor, slug)


def duplicate_template(actor: Actor, slug: str) -> str:
    """Another template with the same words; its slug. Raises NotFound."""
    whole = get_template(actor, slug)
    return create_template(actor, {**whole, "name": f"{whole['name'][:90]} (copy)"})


def archive_template(actor: Actor, slug: str, *, archived: bool = True) -> None:
    """Take a template out of the library, or bring it back. Raises NotFound."""
    _row(slug).update(active=not archived, updated_at=utc_now())


def make_starters(actor: Actor) -> None:
    """Make the templates every business begins with, as far as it never had them."""
    had = {row["built_in"] for row in app_tables.message_templates.search(built_in=q.not_(None))}
    for key, template in STARTERS.items():
        if key not in had:
            _add(actor, clean_template(template), built_in=key)


def _add(actor: Actor, columns: dict[str, Any], **more: Any) -> Any:
    now = utc_now()
    check_purpose(columns)
    return app_tables.message_templates.add_row(
        **columns,
        **more,
        slug=_free_slug(columns["name"]),
        channel="email",
        available_tokens=sorted(TOKENS),
        active=True,
        search_text=search_text(columns),
        created_by=actor.user,
        created_at=now,
        updated_at=now,
        version=1,
    )


def _free_slug(name: str) -> str:
    """A slug that no other template has."""
    slug = slug_of(name) or "template"
    tried = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(each for each in tried if app_tables.message_templates.get(slug=each) is None)


def _record(row: Any) -> dict[str, Any]:
    return {name: row[name] for name in NAMED}


def _picture(row: Any) -> str:
    return words_service.preview({name: row[name] for name in ("subject", "preview_text", "blocks")}, "marketing")[
        "html"
    ]


def _row(slug: str) -> Any:
    row = app_tables.message_templates.get(slug=slug) if slug else None
    if row is None:
        raise NotFound("There is no such template.")
    return row

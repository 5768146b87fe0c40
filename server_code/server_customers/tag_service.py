"""The tags of a business: how often each is used, giving them other names, and removing them. All can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Invalid, NotFound
from ..server_shared.validators import validate_tags
from .labels import COLORS, TAG, remember_labels
from .queries import count_in_use
from .segment_membership import PREFIX as SEGMENT
from .segment_membership import settle
from .tag_mentions import rename_mentions, restore_mentions

PREFIX = "G-"
CHANGE = "tag"
BATCH = 1000


def list_tags(actor: Actor) -> list[dict[str, Any]]:
    """Every tag by name: ``name, color, count`` of the contacts that are not archived."""
    labels = app_tables.contact_labels.search(kind=TAG)
    tags = [
        {"name": label["name"], "color": label["color"] or COLORS[0], "count": count_in_use(tags=[label["name"]])}
        for label in labels
    ]
    return sorted(tags, key=lambda tag: tag["name"].casefold())


def rename_tag(actor: Actor, tag: str, new_name: str) -> dict[str, Any]:
    """Give a tag another name, in rules and views too; with that of another tag the two become one.

    ``count`` of contacts that had it, the ``change_id`` to undo it by, the ``segments`` to be filled anew. Needs a
    transaction. Raises NotFound, Invalid.
    """
    label = _label(tag)
    [name] = validate_tags([new_name], "new_name") or [""]
    if not name or "," in name or ";" in name:
        raise Invalid(fields={"new_name": "A tag needs a name, without commas."})
    if name == tag:
        return {"count": 0, "change_id": None, "segments": []}
    mentions = rename_mentions(tag, name)
    known = app_tables.contact_labels.get(kind=TAG, name=name)
    joined = {"color": known["color"]} if known is not None else None
    change = _replace(actor, tag, name, {"color": label["color"], "mentions": mentions, "joined": joined})
    remember_labels([name], [])
    other = app_tables.contact_labels.get(kind=TAG, name=name)
    other["color"] = other["color"] or label["color"]
    label.delete()
    return {**change, "segments": _segments(mentions)}


def delete_tag(actor: Actor, tag: str) -> dict[str, Any]:
    """Take a tag from everybody; ``count`` and ``change_id`` as of ``rename_tag``. Needs a transaction."""
    label = _label(tag)
    change = _replace(actor, tag, None, {"color": label["color"], "mentions": {}, "joined": None})
    label.delete()
    return change


def undo_tag_change(actor: Actor, change_id: str) -> dict[str, Any]:
    """Give everybody back the tag they had; what they were given since stays. ``count, segments``. Raises NotFound."""
    change = app_tables.contact_changes.get(change_id=change_id, kind=CHANGE)
    if change is None or change["undone_at"] is not None:
        raise NotFound("There is no such change to undo.")
    tag, new_name, mentions = (change["value"][name] for name in ("tag", "new_name", "mentions"))
    restore_mentions(mentions)

    def back(row: Any) -> list[str]:
        had_both = change["before"][row["contact_id"]]
        tags = [each for each in row["tags"] or () if each != new_name or had_both]
        return tags if tag in tags else [*tags, tag]

    count = _write(_rows_of(list(change["before"])), back)
    remember_labels([tag], [])
    app_tables.contact_labels.get(kind=TAG, name=tag)["color"] = change["value"]["color"]
    if new_name:
        _let_go(new_name, change["value"]["joined"])
    change["undone_at"] = utc_now()
    return {"count": count, "segments": _segments(mentions)}


def _let_go(name: str, joined: dict[str, Any] | None) -> None:
    """Give the tag that another had joined its colour back; one that the renaming made goes, unless somebody has it."""
    label = app_tables.contact_labels.get(kind=TAG, name=name)
    if label is None:
        return
    if joined is not None:
        label["color"] = joined["color"]
    elif not len(app_tables.contacts.search(q.page_size(1), q.fetch_only("contact_id"), tags=[name])):
        label.delete()


def _segments(mentions: Mapping[str, Any]) -> list[str]:
    return [name for name in mentions if name.startswith(SEGMENT)]


def _label(tag: str) -> Any:
    label = app_tables.contact_labels.get(kind=TAG, name=tag)
    if label is None:
        raise NotFound("There is no such tag.")
    return label


def _replace(actor: Actor, tag: str, new_name: str | None, kept: dict[str, Any]) -> dict[str, Any]:
    rows = list(app_tables.contacts.search(q.page_size(BATCH), tags=[tag]))
    before = {row["contact_id"]: new_name in row["tags"] for row in rows}

    def instead(row: Any) -> list[str]:
        return list(dict.fromkeys(new_name if each == tag else each for each in row["tags"] if new_name or each != tag))

    count = _write(rows, instead)
    change_id = f"{PREFIX}{take_numbers('contact_changes')[0]}"
    app_tables.contact_changes.add_row(
        change_id=change_id,
        kind=CHANGE,
        field="tags",
        value={"tag": tag, "new_name": new_name, **kept},
        before=before,
        count=count,
        made_by=actor.user,
        made_at=utc_now(),
    )
    return {"count": count, "change_id": change_id}


def _rows_of(contact_ids: list[str]) -> list[Any]:
    rows: list[Any] = []
    for first in range(0, len(contact_ids), BATCH):
        wanted = contact_ids[first : first + BATCH]
        rows += app_tables.contacts.search(q.page_size(BATCH), contact_id=q.any_of(*wanted))
    return rows


def _write(rows: list[Any], tags_of: Callable[[Mapping[str, Any]], list[str]]) -> int:
    """Give each of these contacts the tags that ``tags_of`` says; how many."""
    now = utc_now()
    with tables.batch_update:
        for row in rows:
            row.update(tags=tags_of(row) or None, version=row["version"] + 1, updated_at=now)
    for first in range(0, len(rows), BATCH):
        settle(rows[first : first + BATCH])
    return len(rows)

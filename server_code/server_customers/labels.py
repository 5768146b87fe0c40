"""The tags, sources and events in use, so that they can be offered without reading every contact."""

from __future__ import annotations

from collections.abc import Iterable

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.errors import NotFound
from ..server_shared.validators import validate_choice

# The tones of tags: each is a pair of colour roles on the screen.
COLORS = ("neutral", "green", "blue", "violet", "amber", "red")
TAG = "tag"
SOURCE = "source"
EVENT = "event"


def remember_labels(tags: Iterable[str], sources: Iterable[str]) -> None:
    """Add those not yet known. Call it inside the transaction that writes the contacts."""
    wanted = {(TAG, tag) for tag in tags} | {(SOURCE, source) for source in sources if source}
    if not wanted:
        return
    known = app_tables.contact_labels.search(name=q.any_of(*{name for _, name in wanted}))
    missing = wanted - {(row["kind"], row["name"]) for row in known}
    if missing:
        app_tables.contact_labels.add_rows([{"kind": kind, "name": name} for kind, name in sorted(missing)])


def remember_event(name: str) -> None:
    """Add the name of an event of the business's own, where it is not known yet. Needs a transaction."""
    if app_tables.contact_labels.get(kind=EVENT, name=name) is None:
        app_tables.contact_labels.add_row(kind=EVENT, name=name)


def list_labels(kind: str) -> list[str]:
    """The names of ``kind`` (TAG, SOURCE or EVENT), in alphabetical order whatever their case."""
    return sorted((row["name"] for row in app_tables.contact_labels.search(kind=kind)), key=str.casefold)


def forget_unused_labels(tags: set[str], sources: set[str]) -> None:
    """Remove every tag and source that is in neither set and has no colour. Call it inside a transaction."""
    used = {TAG: tags, SOURCE: sources}
    for row in app_tables.contact_labels.search(kind=q.any_of(*used)):
        if not row["color"] and row["name"] not in used[row["kind"]]:
            row.delete()


def set_tag_color(tag: str, color: str) -> None:
    """Show a tag in one of ``COLORS``. Raises NotFound, Invalid."""
    row = app_tables.contact_labels.get(kind=TAG, name=tag)
    if row is None:
        raise NotFound("There is no such tag.")
    chosen = validate_choice(color, COLORS, "color")
    row["color"] = None if chosen == COLORS[0] else chosen


def tag_colors() -> dict[str, str]:
    """The colours of those tags that have one."""
    rows = app_tables.contact_labels.search(kind=TAG, color=q.not_(None))
    return {row["name"]: row["color"] for row in rows}

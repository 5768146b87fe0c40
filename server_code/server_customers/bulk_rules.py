"""One change to many contacts: what it makes of a column's value, and of that value again when it is undone. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..server_shared.validators import fold

PREFIX = "custom."
ADD_TAG, REMOVE_TAG, ADD_SEGMENT, REMOVE_SEGMENT = "add_tag", "remove_tag", "add_to_segment", "remove_from_segment"
ARCHIVE, RESTORE = "archive", "restore"
ITEMS = {ADD_TAG: "tags", REMOVE_TAG: "tags", ADD_SEGMENT: "segments", REMOVE_SEGMENT: "segments"}
# Fields that are set as they are, with their kind. An e-mail address is one person's, so it is not among them.
FIELDS: Mapping[str, tuple[str, str]] = {
    "status": ("Status", "choice"),
    "company": ("Company", "text"),
    "source": ("Source", "text"),
    "first_name": ("First name", "text"),
    "last_name": ("Last name", "text"),
    "phone": ("Phone", "phone"),
    "address": ("Address", "long_text"),
    "internal_notes": ("Internal notes", "long_text"),
}
NEVER_EMPTY = frozenset({"status", "source"})
MAX_SHOWN = 60
# Nothing can be put back: somebody changed it since.
CHANGED_SINCE = object()


@dataclass(frozen=True, slots=True)
class SetValue:
    """``column`` becomes ``value``."""

    column: str
    value: Any

    def new(self, current: Any) -> Any:
        """What the column is to hold."""
        if self.column == "company" and fold(current or "") == fold(self.value or ""):
            return current
        return self.value

    def back(self, current: Any, before: Any, after: Any) -> Any:
        """What the column is to hold when the change is undone, or CHANGED_SINCE."""
        return before if current == after else CHANGED_SINCE


@dataclass(frozen=True, slots=True)
class SetWhereEmpty(SetValue):
    """``column`` becomes ``value`` where it is empty."""

    def new(self, current: Any) -> Any:
        return self.value if current is None else current


@dataclass(frozen=True, slots=True)
class AddItem:
    """The list in ``column`` gets ``item``."""

    column: str
    item: str

    def new(self, current: Any) -> Any:
        return current if self.item in (current or ()) else _in_order(self.column, [*(current or ()), self.item])

    def back(self, current: Any, before: Any, after: Any) -> Any:
        if current == after:
            return before
        return _without(current, self.item) if self.item in (current or ()) else CHANGED_SINCE


@dataclass(frozen=True, slots=True)
class RemoveItem:
    """The list in ``column`` loses ``item``."""

    column: str
    item: str

    def new(self, current: Any) -> Any:
        return _without(current, self.item) if self.item in (current or ()) else current

    def back(self, current: Any, before: Any, after: Any) -> Any:
        if current == after:
            return before
        taken_again = self.item in (current or ())
        return CHANGED_SINCE if taken_again else _in_order(self.column, [*(current or ()), self.item])


Edit = SetValue | AddItem | RemoveItem


def edit_of(field: str, column: str, value: Any) -> Edit:
    """The edit of ``field``, whose ``value`` was cleaned before."""
    if field in (ADD_TAG, ADD_SEGMENT):
        return AddItem(column, value)
    if field in (REMOVE_TAG, REMOVE_SEGMENT):
        return RemoveItem(column, value)
    return SetWhereEmpty(column, value) if field == ARCHIVE else SetValue(column, value)


def describe(field: str, label: str, value: Any) -> str:
    """What a change did, in a few words: ``Status: Customer``."""
    sentences = {
        ADD_TAG: "Tag added: {}",
        REMOVE_TAG: "Tag removed: {}",
        ADD_SEGMENT: "Put into the segment {}",
        REMOVE_SEGMENT: "Taken out of the segment {}",
        ARCHIVE: "Archived",
        RESTORE: "Restored",
    }
    shown = _shown(value)
    if field in sentences:
        return sentences[field].format(shown)
    return f"{label}: {shown}" if value is not None else f"{label} emptied"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = ", ".join(map(str, value)) if isinstance(value, list) else " ".join(str(value).split())
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def _without(items: Any, item: str) -> list[str] | None:
    return [each for each in items if each != item] or None


def _in_order(column: str, items: list[str]) -> list[str]:
    """Tags stay as they were given; the labels of segments are kept in order, as ``Segments.of`` makes them."""
    return sorted(items) if column == "segments" else items

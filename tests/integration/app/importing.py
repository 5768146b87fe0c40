"""Steps of importing that several tests take."""

from __future__ import annotations

from typing import Any

import anvil

from .conftest import Visitor, eventually

ENDED = {"done", "failed", "cancelled", "undone"}


def media(content: bytes | str, name: str = "people.csv") -> anvil.BlobMedia:
    content = content.encode() if isinstance(content, str) else content
    return anvil.BlobMedia("text/csv", content, name=name)


def inspect(visitor: Visitor, content: bytes | str, name: str = "people.csv") -> tuple[int, dict[str, str]]:
    """The number of the draft, and the columns as they were matched."""
    draft = visitor.ask("inspect_import", media(content, name))
    return draft["import_number"], {str(index): column["field"] for index, column in enumerate(draft["columns"])}


def run(visitor: Visitor, content: bytes | str, **options: Any) -> dict[str, Any]:
    """Import a file to its end; the finished import."""
    number, mapping = inspect(visitor, content)
    visitor.ask("start_import", number, mapping, options)
    return ended(visitor, number)


def ended(visitor: Visitor, number: int) -> dict[str, Any]:
    def state() -> dict[str, Any] | None:
        found = visitor.ask("get_import", number)["import"]
        return found if found["status"] in ENDED else None

    return eventually(state, 60)


def sums(done: dict[str, Any]) -> tuple[int, int, int]:
    return done["created_count"], done["updated_count"], done["skipped_count"]


def cards(visitor: Visitor, **filters: Any) -> list[dict[str, Any]]:
    return visitor.ask("get_all_contacts", filters, sort="name", ascending=True, page_size=200)["contacts"]

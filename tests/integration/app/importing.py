"""Steps of importing that several tests take."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import anvil

from app_server.rpc import dispatch
from app_server.rpc.call import Call, Frame

from .conftest import Visitor, eventually

ENDED = {"done", "failed", "cancelled", "undone"}
BATCH = 250


class Uplink(Visitor):
    """A program that is connected with the server key."""

    def call(self, name: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        call = Call(self.instance, self.session, "uplink", trusted=True, callers=(Frame("uplink", 8),))
        return self.instance.threads.submit(dispatch.serve, call, name, args, kwargs).result()

    def bring(self, kind: str, columns: Sequence[str], rows: Sequence[Sequence[str]], **options: Any) -> dict[str, Any]:
        """Import a whole file in batches; how it ended, with ``refused`` and ``remarks``."""
        file, mapping = described(columns, rows), options.pop("mapping", {})
        state = self.ask("begin_bulk_import", kind, file, mapping, options)["import"]
        sent = [[line, list(cells)] for line, cells in enumerate(rows, 2)]
        while state["rows_done"] < len(rows):
            done = state["rows_done"]
            answer = self.ask("import_bulk_rows", state["bulk_number"], done, sent[done : done + BATCH])
            state = answer["import"]
        receipts = self.ask("list_bulk_receipts", state["bulk_number"])
        return {**self.ask("finish_bulk_import", state["bulk_number"])["import"], **receipts}


def described(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    digest = hashlib.sha256(repr((columns, rows)).encode()).hexdigest()
    return {"name": "file.csv", "sha256": digest, "columns": list(columns), "rows": len(rows)}


def counts(state: dict[str, Any]) -> tuple[int, int, int, int]:
    return tuple(state[f"{name}_count"] for name in ("created", "updated", "skipped", "refused"))  # type: ignore[return-value]


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

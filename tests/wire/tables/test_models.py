"""Models that a page may write: what the library sends for ``row.update``, ``row.delete`` and ``draft.save``."""

from __future__ import annotations

from typing import Any

import pytest

from ..conftest import BrowserSession
from .conftest import EMPTY_ALL, Ask

PREFIX = "anvil.tables.v2."


@pytest.fixture
def note(module: Ask, page: BrowserSession) -> Any:
    """A note, as a server function gave it to the page."""
    module(EMPTY_ALL)
    module("app_tables.notes.add_row(text='first', author='Ann')")
    return handed(page, "note")


def handed(page: BrowserSession, what: str) -> dict[str, Any]:
    """A row in the page's hands: what it sends of it, and the objects that go with that."""
    answer = page.post("hand", what).json()
    kept = [item for item in answer["objects"] if item["path"][0] == "response"]
    moved = [{**item, "path": ["args", 0, *item["path"][1:]]} for item in kept]
    return {"value": answer["response"], "objects": moved}


def asked(page: BrowserSession, function: str, row: dict[str, Any], *more: Any) -> Any:
    answer = page.post(PREFIX + function, row["value"], *more, objects=row["objects"]).json()
    return answer.get("error", answer.get("response"))


def test_a_page_updates_a_row(page: BrowserSession, note: Any, module: Ask) -> None:
    assert asked(page, "_update_row_on_server", note, {"text": "second"}) is None
    assert module("[dict(row) for row in app_tables.notes.search()]") == "[{'author': 'Ann', 'text': 'second'}]"


def test_the_models_own_rule_is_asked(page: BrowserSession, note: Any, module: Ask) -> None:
    error = asked(page, "_update_row_on_server", note, {"text": ""})
    assert (error["type"], error["message"]) == ("ValueError", "A note says something.")
    assert module("app_tables.notes.search()[0]['text']") == "'first'"


def test_a_page_writes_no_hidden_column(page: BrowserSession, note: Any) -> None:
    error = asked(page, "_update_row_on_server", note, {"author": "Eve"})
    assert (error["type"], error["message"]) == ("anvil.tables.NoSuchColumnError", "No such column 'author'")


def test_a_page_deletes_a_row(page: BrowserSession, note: Any, module: Ask) -> None:
    assert asked(page, "_delete_row_on_server", note) is None
    assert module("len(app_tables.notes.search())") == "0"


def test_a_page_creates_a_row_and_the_hook_adds_what_it_may_not(page: BrowserSession, note: Any, module: Ask) -> None:
    plan = {"rows": [], "buffers": [], "single": [], "multi": []}
    draft = {"buffer": {"text": "new"}, "table_id": note["value"][1]}
    answer = page.post(PREFIX + "_save_on_server", {**plan, "draft_info": [draft]}).json()
    assert "error" not in answer
    assert "somebody" not in str(answer)
    assert module("dict(app_tables.notes.get(text='new'))") == "{'author': 'somebody', 'text': 'new'}"


def test_a_page_creates_no_row_with_a_hidden_column(page: BrowserSession, note: Any, module: Ask) -> None:
    plan = {"rows": [], "buffers": [], "single": [], "multi": []}
    draft = {"buffer": {"text": "new", "author": "Eve"}, "table_id": note["value"][1]}
    error = page.error(PREFIX + "_save_on_server", {**plan, "draft_info": [draft]})
    assert (error["type"], error["message"]) == ("anvil.tables.NoSuchColumnError", "No such column 'author'")
    assert module("len(app_tables.notes.search())") == "1"


def test_without_such_a_model_a_page_writes_nothing(page: BrowserSession, module: Ask) -> None:
    module(EMPTY_ALL)
    module("app_tables.people.add_row(name='Ann')")
    person = handed(page, "row")
    for function, more in (("_update_row_on_server", ({"name": "Eve"},)), ("_delete_row_on_server", ())):
        error = asked(page, function, person, *more)
        says = "Cannot write to row from table 'People' from client code."
        assert (error["type"], error["message"]) == ("anvil.server.PermissionDenied", says)
    assert module("names(app_tables.people.search())") == "['Ann']"


def test_a_forged_row_is_refused(page: BrowserSession, note: Any) -> None:
    forged = [{**item, "mac": "0" * 64} if "mac" in item else item for item in note["objects"]]
    error = asked(page, "_update_row_on_server", {**note, "objects": forged}, {"text": "x"})
    assert "expired session" in error["message"]

"""What the merge screen offers for each field, and what stands chosen."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def merging(client: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module with a stand-in for how values are shown."""

    view = types.ModuleType("master_template.customers.tidying_view")
    view.merge_value = lambda field, value: value or "–"
    view.survivor_words = lambda contact: contact["contact_id"]
    monkeypatch.setitem(sys.modules, view.__name__, view)
    return client("customers.merging")


def preview(name: str, **values: str | None) -> dict[str, Any]:
    ids = {"ann": "C-1", "anna": "C-2", "anne": "C-3"}
    field = {"name": name, "label": name, "same": False, "values": {ids[who]: value for who, value in values.items()}}
    return {"people": [{"contact_id": ids[who], "full_name": who} for who in values], "fields": [field]}


def test_each_value_stands_once_and_nothing_last(merging: Any) -> None:
    [row] = merging.field_rows(preview("phone", ann=None, anna="1", anne="1"), {})
    assert row["options"] == [("1", "C-2"), ("–", "C-1")]
    assert row["chosen"] == "C-2"


def test_a_choice_of_a_value_that_another_has_too_stands_at_that_value(merging: Any) -> None:
    [row] = merging.field_rows(preview("phone", ann="1", anna="2", anne="2"), {"phone": "C-3"})
    assert row["chosen"] == "C-2"


def test_a_customer_stays_one_unless_somebody_chooses_otherwise(merging: Any) -> None:
    shown = preview("status", ann="lead", anna="customer")
    assert merging.field_rows(shown, {})[0]["chosen"] == "C-2"
    assert merging.field_rows(shown, {"status": "C-1"})[0]["chosen"] == "C-1"


def test_the_contact_kept_now_is_the_first_whatever_its_number(merging: Any) -> None:
    row = merging.survivor_row(preview("phone", anna="1", ann="2")["people"])
    assert ([contact_id for _, contact_id in row["options"]], row["chosen"]) == (["C-1", "C-2"], "C-2")

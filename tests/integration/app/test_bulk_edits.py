"""Changes to many contacts: what they would change, in batches that stop and go on, and taking them back."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from anvil.tables import app_tables

from app_server.instance import Instance
from app_server.rpc import dispatch
from app_server.rpc.call import Call
from server_code.server_customers.contact_service import new_contact_columns
from server_code.server_shared.actors import SYSTEM

from .conftest import Visitor, eventually

pytestmark = pytest.mark.usefixtures("empty")

NOW = datetime(2026, 3, 29, tzinfo=UTC)


def make(owner: Visitor, **fields: Any) -> str:
    return owner.ask("create_contact", fields)["contact_id"]


def record(owner: Visitor, contact_id: str) -> dict[str, Any]:
    return owner.ask("get_contact_by_id", contact_id)["contact"]


@pytest.fixture
def crowd(instance: Instance, empty: None) -> None:
    """More contacts than one batch."""
    with dispatch.serving(Call(instance, instance.sessions.new(), "server_module", trusted=True)):
        app_tables.contacts.add_rows(
            new_contact_columns({"first_name": f"Ann {n}", "status": "lead"}, f"C-{n}", NOW, SYSTEM)
            for n in range(10_001, 11_202)
        )


@pytest.mark.parametrize(
    ("field", "value", "column"),
    [
        ("status", "customer", "status"),
        ("company", "Acme Ltd", "company"),
        ("source", "Fair", "source"),
        ("address", "1 Long Street", "address"),
        ("phone", "082 555 0101", "phone"),
        ("internal_notes", "Met at the fair.", "internal_notes"),
    ],
)
def test_a_field_is_set_and_taken_back(owner: Visitor, field: str, value: str, column: str) -> None:
    ann, ben = make(owner, first_name="Ann"), make(owner, first_name="Ben", **{field: value})
    before = record(owner, ann)[column]
    preview = owner.ask("preview_edit", [ann, ben], field, value)
    assert (preview["total"], preview["count"], preview["left_out"]) == (2, 1, 0)
    change = owner.ask("edit_contacts", [ann, ben], field, value)["change"]
    assert change["count"] == 1
    assert record(owner, ann)[column] == record(owner, ben)[column]
    owner.ask("undo_edit", change["change_id"])
    assert record(owner, ann)[column] == before


def test_own_fields_are_set_and_emptied_dates_too(owner: Visitor) -> None:
    owner.ask("create_custom_field", {"label": "Born", "kind": "date"})
    owner.ask("create_custom_field", {"label": "Likes", "kind": "choices", "options": "Tea\nCoffee"})
    ann = make(owner, first_name="Ann")
    born = owner.ask("edit_contacts", [ann], "custom.born", "2000-02-29")["change"]
    owner.ask("edit_contacts", [ann], "custom.likes", ["Tea"])
    assert record(owner, ann)["custom"]["likes"] == ["Tea"]
    assert str(record(owner, ann)["custom"]["born"]) == "2000-02-29"
    owner.ask("undo_edit", born["change_id"])
    assert "born" not in record(owner, ann)["custom"]
    assert not owner.call("edit_contacts", [ann], "custom.born", "2000-02-30")["success"]
    names = [field["name"] for field in owner.ask("list_edit_fields")["fields"]]
    assert {"status", "custom.born", "custom.likes"} <= set(names)
    assert "email" not in names


def test_nobody_is_left_without_anything_to_be_known_by(owner: Visitor) -> None:
    named, unnamed = make(owner, first_name="Ann", phone="082 555 0101"), make(owner, phone="082 555 0102")
    preview = owner.ask("preview_edit", [named, unnamed], "phone", None)
    assert (preview["count"], preview["left_out"]) == (1, 1)
    assert owner.ask("edit_contacts", [named, unnamed], "phone", "")["change"]["count"] == 1
    assert record(owner, unnamed)["phone"] == "+27825550102"


def test_many_are_put_into_a_fixed_segment_and_archived_and_both_are_undone(owner: Visitor) -> None:
    people = [make(owner, first_name=name) for name in ("Ann", "Ben")]
    friends = owner.ask("create_segment", {"name": "Friends", "is_dynamic": False})["segment_id"]
    put = owner.ask("edit_contacts", people, "add_to_segment", friends)["change"]
    assert put["text"] == "Put into the segment Friends"
    gone = owner.ask("edit_contacts", people, "archive", None)["change"]
    assert owner.ask("get_segment_count", friends)["count"] == 0
    owner.ask("undo_edit", gone["change_id"])
    assert owner.ask("get_segment_count", friends)["count"] == 2
    owner.ask("undo_edit", put["change_id"])
    assert owner.ask("get_segment_count", friends)["count"] == 0


def test_an_archived_contact_whose_address_another_has_now_is_kept_archived(owner: Visitor) -> None:
    ann = make(owner, first_name="Ann", email="ann@example.com")
    gone = owner.ask("edit_contacts", [ann], "archive", None)["change"]
    make(owner, first_name="Other", email="ann@example.com")
    undone = owner.ask("undo_edit", gone["change_id"])["change"]
    assert (undone["status"], undone["kept_count"]) == ("undone", 1)
    assert record(owner, ann)["archived"]


def test_all_that_match_are_changed_in_the_background_and_given_back(owner: Visitor, crowd: None) -> None:
    leads = {"status": "lead"}
    assert owner.ask("preview_edit", [], "status", "customer", leads)["count"] == 1201
    change = owner.ask("edit_contacts", [], "status", "customer", leads)["change"]
    done = eventually(lambda: finished(owner, change["change_id"]))
    assert (done["status"], done["count"], done["rows_done"]) == ("done", 1201, 1201)
    assert owner.ask("get_all_contacts", leads)["total"] == 0
    owner.ask("undo_edit", change["change_id"])
    undone = eventually(lambda: finished(owner, change["change_id"], "undone"))
    assert (undone["rows_done"], undone["kept_count"]) == (1201, 0)
    assert owner.ask("get_all_contacts", leads)["total"] == 1201


def finished(owner: Visitor, change_id: str, status: str = "done") -> dict[str, Any] | None:
    change = owner.ask("get_change", change_id)["change"]
    return change if change["status"] == status else None


def test_a_change_that_a_fault_stopped_goes_on_where_it_was_and_can_be_undone_half_way(
    owner: Visitor, crowd: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = sys.modules["master_template.server_customers.bulk_running"]
    settle, batches = running.settle, []

    def failing_once(contacts: Any) -> None:
        batches.append(1)
        if len(batches) == 2:
            raise RuntimeError("the disk is full")
        settle(contacts)

    monkeypatch.setattr(running, "settle", failing_once)
    change = owner.ask("edit_contacts", [], "add_tag", "Fair", {"status": "lead"})["change"]
    stopped = eventually(lambda: finished(owner, change["change_id"], "failed"))
    assert (stopped["count"], stopped["can_resume"], "reference" in stopped["error"]) == (500, True, True)
    owner.ask("resume_edit", change["change_id"])
    done = eventually(lambda: finished(owner, change["change_id"]))
    assert (done["count"], done["error"]) == (1201, "")
    assert owner.ask("get_all_contacts", {"tags": ["Fair"]})["total"] == 1201


def test_erasing_the_only_one_of_a_change_leaves_nothing_of_it(owner: Visitor, instance: Instance) -> None:
    ann = make(owner, first_name="Ann")
    owner.ask("edit_contacts", [ann], "address", "Zebedea Street 1")
    owner.ask("delete_customer_data", ann, ann)
    with instance.database.connection() as connection:
        for table in ("contact_changes", "contact_change_rows"):
            assert connection.execute(f"SELECT count(*) FROM data.{table}").fetchone() == (0,)

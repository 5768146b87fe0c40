from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app_server.instance import Instance

from .conftest import Visitor

pytestmark = pytest.mark.usefixtures("empty")

RECORD = {
    *("contact_id", "first_name", "last_name", "full_name", "email", "phone", "company", "address", "status", "source"),
    *("tags", "date_added", "last_contact_date", "total_spent", "total_transactions", "average_order_value"),
    *(
        "lifecycle_stage",
        "internal_notes",
        "preferences",
        "created_at",
        "updated_at",
        "version",
        "archived",
        "timeline",
    ),
}


def make(visitor: Visitor, **fields: Any) -> str:
    return visitor.ask("create_contact", {"first_name": "Ann", "last_name": "Öz", **fields})["contact_id"]


def record(visitor: Visitor, contact_id: str) -> dict[str, Any]:
    return visitor.ask("get_contact_by_id", contact_id)["contact"]


def test_a_new_contact_is_a_cleaned_lead_with_a_timeline(owner: Visitor) -> None:
    contact = record(
        owner, make(owner, email=" ANN@Example.com", phone="082 123 4567", tags=["VIP", "vip"], notes="Kind.")
    )
    assert set(contact) >= RECORD
    expected = {
        "full_name": "Ann Öz",
        "email": "ann@example.com",
        "phone": "+27821234567",
        "status": "lead",
        "lifecycle_stage": "new",
        "source": "Manual Entry",
        "tags": ["VIP"],
        "internal_notes": "Kind.",
        "total_spent": 0,
        "total_transactions": 0,
        "average_order_value": 0,
        "version": 1,
        "archived": False,
    }
    assert {name: contact[name] for name in expected} == expected
    assert [event["event_type"] for event in contact["timeline"]] == ["created"]
    assert abs(datetime.now(UTC) - contact["created_at"]) < timedelta(minutes=1)


def test_contact_ids_run_on_without_gap_or_double_when_many_are_made_at_once(instance: Instance) -> None:
    def one(number: int) -> str:
        visitor = Visitor(instance)
        visitor.ask("sign_in", "owner@demo.test", "demo-mybizz")
        return make(visitor, email=f"p{number}@example.com")

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(int(contact_id.removeprefix("C-")) for contact_id in pool.map(one, range(16)))
    assert numbers == list(range(numbers[0], numbers[0] + 16))


def test_of_many_who_make_the_same_address_at_once_one_succeeds(instance: Instance) -> None:
    def one(_: int) -> str:
        visitor = Visitor(instance)
        visitor.ask("sign_in", "owner@demo.test", "demo-mybizz")
        return visitor.call("create_contact", {"email": "same@example.com"}).get("code", "made")

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(8))) == ["duplicate"] * 7 + ["made"]


def test_an_address_in_use_is_refused_whatever_its_case_but_not_that_of_an_archived_contact(owner: Visitor) -> None:
    first = make(owner, email="ann@example.com")
    refused = owner.refusal("create_contact", {"email": "ANN@example.com"})
    assert (refused["code"], set(refused["fields"])) == ("duplicate", {"email"})
    owner.ask("delete_contact", first)
    make(owner, email="ann@example.com")
    assert owner.refusal("restore_contact", first)["code"] == "duplicate"
    assert record(owner, first)["archived"] is True


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"first_name": "", "last_name": ""}, {"first_name"}),
        ({"email": "ann"}, {"email"}),
        ({"phone": "12"}, {"phone"}),
        ({"email": "ann", "phone": "12", "status": "gone"}, {"email", "phone", "status"}),
        ({"first_name": ["Ann"]}, {"first_name"}),
        ({"tags": {"a": 1}}, {"tags"}),
        ({"first_name": "x" * 500}, {"first_name"}),
    ],
)
def test_wrong_fields_are_refused_by_name_and_nothing_is_stored(owner: Visitor, fields: dict, wrong: set) -> None:
    refused = owner.refusal("create_contact", {"first_name": "Ann", **fields})
    assert (refused["code"], set(refused["fields"])) == ("invalid", wrong)
    assert owner.ask("get_all_contacts")["total"] == 0


def test_an_update_changes_named_fields_and_ignores_the_others(owner: Visitor) -> None:
    contact_id = make(owner, email="ann@example.com")
    before = record(owner, contact_id)
    contact = owner.ask(
        "update_contact",
        contact_id,
        {
            "last_name": "Nkosi",
            "status": "Customer",
            "email": "x@example.com",
            "total_spent_minor": 5,
            "contact_id": "C-0",
        },
    )["contact"]
    assert (contact["full_name"], contact["status"]) == ("Ann Nkosi", "customer")
    assert (contact["email"], contact["total_spent"], contact["contact_id"]) == ("ann@example.com", 0, contact_id)
    assert contact["version"] == 2
    assert contact["updated_at"] > before["updated_at"]
    assert owner.ask("get_all_contacts", {"search": "nkosi"})["total"] == 1


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(
    owner: Visitor, sign_in: Callable[[str], Visitor]
) -> None:
    contact_id = make(owner)
    mine, theirs = record(owner, contact_id), record(sign_in("staff"), contact_id)
    sign_in("staff").ask("save_contact", {**theirs, "company": "Acme"})
    refused = owner.refusal("save_contact", {**mine, "company": "Apex"})
    assert refused["code"] == "conflict"
    assert refused["current"]["company"] == "Acme"
    owner.ask("save_contact", {**mine, "company": "Apex", "version": refused["current"]["version"]})
    assert record(owner, contact_id)["company"] == "Apex"


def test_saving_what_did_not_change_makes_no_new_version(owner: Visitor) -> None:
    contact_id = make(owner, phone="082 123 4567")
    owner.ask("save_contact", record(owner, contact_id))
    assert record(owner, contact_id)["version"] == 1


def test_saving_without_an_id_creates_and_may_change_the_address(owner: Visitor) -> None:
    contact_id = owner.ask("save_contact", {"first_name": "Ben", "email": "ben@example.com"})["contact_id"]
    make(owner, email="ann@example.com")
    owner.ask("save_contact", {"contact_id": contact_id, "email": "b@example.com"})
    assert owner.ask("get_contact", contact_id)["contact"]["email"] == "b@example.com"
    taken = owner.refusal("save_contact", {"contact_id": contact_id, "email": "ANN@example.com"})
    assert taken["code"] == "duplicate"


def test_the_last_way_to_know_a_contact_cannot_be_cleared(owner: Visitor) -> None:
    contact_id = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    assert owner.refusal("update_contact", contact_id, {"first_name": " "})["code"] == "invalid"


def test_an_archived_contact_leaves_the_list_and_comes_back_as_it_was(owner: Visitor) -> None:
    contact_id = make(owner, email="ann@example.com")
    owner.ask("delete_contact", contact_id)
    assert owner.ask("get_all_contacts")["total"] == 0
    assert [card["contact_id"] for card in owner.ask("get_all_contacts", {"archived": True})["contacts"]] == [
        contact_id
    ]
    archived = record(owner, contact_id)
    assert (archived["archived"], archived["status"]) == (True, "lead")
    assert "deleted" not in [event["event_type"] for event in archived["timeline"]]
    owner.ask("restore_contact", contact_id)
    assert owner.ask("get_all_contacts")["total"] == 1


def test_many_are_archived_and_restored_together_or_not_at_all(owner: Visitor) -> None:
    ids = [make(owner, email=f"p{number}@example.com") for number in range(5)]
    assert owner.refusal("archive_contacts", [*ids, "C-999999"])["code"] == "not_found"
    assert owner.ask("get_all_contacts")["total"] == 5
    assert owner.ask("archive_contacts", ids)["count"] == 5
    assert owner.ask("archive_contacts", ids)["count"] == 0
    assert owner.ask("restore_contacts", ids[:3])["count"] == 3
    assert owner.ask("get_all_contacts")["total"] == 3
    assert owner.refusal("archive_contacts", [])["code"] == "invalid"
    assert owner.refusal("archive_contacts", [f"C-{number}" for number in range(501)])["code"] == "too_large"


def test_an_unknown_contact_is_not_found(owner: Visitor) -> None:
    for name, *rest in (
        ("get_contact_by_id",),
        ("delete_contact",),
        ("add_note_to_contact", "x"),
        ("get_contact_timeline",),
    ):
        assert owner.refusal(name, "C-999999", *rest)["error"] == "Contact not found"


def test_a_note_is_signed_and_counts_as_contact(owner: Visitor) -> None:
    contact_id = make(owner)
    before = record(owner, contact_id)["last_contact_date"]
    assert owner.ask("add_note_to_contact", contact_id, "Rang.\nWill come.")["event_id"]
    contact = record(owner, contact_id)
    note = contact["timeline"][0]
    assert (note["event_type"], note["description"], note["author"]) == ("note", "Rang.\nWill come.", "Thandi Nkosi")
    assert contact["last_contact_date"] > before
    assert owner.refusal("add_note_to_contact", contact_id, " \n ")["code"] == "invalid"


def test_a_sale_makes_or_finds_the_contact_and_is_booked_once(owner: Visitor) -> None:
    def sell(kind: str, number: str, amount: Any, email: str = "New@Example.com") -> str:
        return owner.ask("update_contact_from_transaction", email, kind, number, amount)["contact_id"]

    contact_id = sell("booking", "B-1", 19.99)
    assert {sell("booking", "B-1", 19.99) for _ in range(3)} == {contact_id}
    assert sell("order", "B-1", "10.01", "new@example.com") == contact_id
    contact = record(owner, contact_id)
    assert (contact["total_spent"], contact["total_transactions"], contact["average_order_value"]) == (30.0, 2, 15.0)
    assert (contact["status"], contact["lifecycle_stage"]) == ("customer", "active")
    assert [event["event_type"] for event in contact["timeline"]] == ["order", "booking", "created"]
    sell("refund", "R-1", 5)
    contact = record(owner, contact_id)
    assert (contact["total_spent"], contact["total_transactions"]) == (25.0, 2)


@pytest.mark.parametrize(
    "sale",
    [("x", "order", "1", 5), ("a@b.co", "gift", "1", 5), ("a@b.co", "order", "1", "1.005"), ("", "order", "1", 5)],
)
def test_a_sale_that_makes_no_sense_is_refused(owner: Visitor, sale: tuple) -> None:
    assert owner.refusal("update_contact_from_transaction", *sale)["code"] == "invalid"
    assert owner.ask("get_all_contacts")["total"] == 0


def test_every_change_leaves_an_audit_line_without_personal_values(instance: Instance, owner: Visitor) -> None:
    contact_id = make(owner, email="ann@example.com")
    owner.ask("update_contact", contact_id, {"last_name": "Secretsurname"})
    owner.ask("delete_contact", contact_id)
    with instance.database.connection() as connection:
        rows = connection.execute(
            "SELECT action, resource_type, resource_id, changes::text FROM data.audit_log ORDER BY _id"
        ).fetchall()
    assert [row[0] for row in rows] == ["create_contact", "update_contact", "delete_contact"]
    assert {row[1:3] for row in rows} == {("contacts", contact_id)}
    assert "last_name" in rows[1][3]
    assert "Secretsurname" not in str(rows)
    assert "example.com" not in str(rows)

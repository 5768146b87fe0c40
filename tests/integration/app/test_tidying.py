"""Companies, own fields, views, changes to many, duplicates, and merging with its undoing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from app_server.instance import Instance
from server_code.server_customers.link_queries import LINKS

from .conftest import APP, Visitor

pytestmark = pytest.mark.usefixtures("empty")

LEDGERS = ("contact_events", "contact_transactions", "contacts")


def make(owner: Visitor, **fields: Any) -> str:
    return owner.ask("create_contact", fields)["contact_id"]


def record(owner: Visitor, contact_id: str) -> dict[str, Any]:
    return owner.ask("get_contact_by_id", contact_id)["contact"]


def everything(instance: Instance, *left_out: str) -> dict[str, set[str]]:
    """All rows of the tables that merging touches, without what counts changes and times them."""
    without = " - ".join(["to_jsonb(t)", *(f"'{name}'" for name in ("version", "updated_at", *left_out))])
    with instance.database.connection() as connection:
        return {
            table: {row[0] for row in connection.execute(f"SELECT ({without})::text FROM data.{table} t").fetchall()}
            for table in LEDGERS
        }


def test_every_link_to_a_contact_is_on_the_list() -> None:
    """A new table that names a person cannot be forgotten by merging, exporting and erasing."""
    tables = yaml.safe_load((APP / "anvil.yaml").read_text())["db_schema"]
    linked = {
        (table, column["name"])
        for table, schema in tables.items()
        for column in schema["columns"]
        if column.get("target") == "contacts"
    }
    assert {(link.table, link.column) for link in LINKS} == linked
    for link in LINKS:
        assert set(link.personal) <= {column["name"] for column in tables[link.table]["columns"]}, link


def test_a_company_is_made_by_its_first_person_and_renamed_in_all(owner: Visitor) -> None:
    ann = make(owner, first_name="Ann", company="Acme Ltd")
    ben = make(owner, first_name="Ben", company="ACME ltd")
    [company] = owner.ask("list_companies")["companies"]
    assert company["name"] == record(owner, ben)["company"] == "Acme Ltd"
    owner.ask("save_company", {"company_id": company["company_id"], "name": "Acme Group", "version": 1})
    assert record(owner, ann)["company"] == "Acme Group"
    assert owner.ask("get_all_contacts", {"search": "group"})["total"] == 2
    listed = owner.ask("get_company", company["company_id"])["company"]["contacts"]
    assert sorted(person["contact_id"] for person in listed) == sorted([ann, ben])
    assert owner.refusal("save_company", {**company, "name": "x", "version": 1})["code"] == "conflict"
    assert owner.refusal("save_company", {"name": "acme GROUP"})["code"] == "duplicate"


def test_own_fields_are_typed_and_asked_for(owner: Visitor) -> None:
    colour = owner.ask("create_custom_field", {"label": "Colour", "kind": "choice", "options": "Red\nBlue"})["key"]
    size = owner.ask("create_custom_field", {"label": "Size", "kind": "number", "required": True})["key"]
    assert f"custom.{size}" in owner.refusal("create_contact", {"first_name": "Ann"})["fields"]
    ann = make(owner, first_name="Ann", custom={colour: "red", size: "4,5"})
    assert record(owner, ann)["custom"] == {"colour": "Red", "size": 4.5}
    refused = owner.refusal("update_contact", ann, {"custom": {colour: "Green", "height": 1}})
    assert set(refused["fields"]) == {"custom.colour", "custom.height"}
    rules = {"operator": "AND", "conditions": [{"field": "custom.size", "op": "gt", "value": 4}]}
    assert owner.ask("preview_segment", rules)["count"] == 1
    assert "Please change them first" in owner.refusal("update_custom_field", colour, {"options": ["Blue"]})["error"]
    assert owner.ask("archive_custom_field", size)["count"] == 1
    assert "does not exist" in owner.refusal("preview_segment", rules)["fields"]["1"]
    owner.ask("restore_custom_field", size)
    assert record(owner, ann)["custom"]["size"] == 4.5


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "data:text/html,x", "//evil", "https://", "ftp://gum.example"]
)
def test_a_field_for_a_web_address_takes_nothing_else(owner: Visitor, typed: str) -> None:
    page = owner.ask("create_custom_field", {"label": "Page", "kind": "link"})["key"]
    ann = make(owner, first_name="Ann", custom={page: "gum.example/rooms?a=1"})
    assert record(owner, ann)["custom"][page] == "https://gum.example/rooms?a=1"
    assert "custom.page" in owner.refusal("update_contact", ann, {"custom": {page: typed}})["fields"]


def test_an_entry_that_came_back_after_its_list_lost_it_hinders_no_other_change(owner: Visitor) -> None:
    colour = owner.ask("create_custom_field", {"label": "Colour", "kind": "choice", "options": "Red\nBlue"})["key"]
    ann = make(owner, first_name="Ann", custom={colour: "Blue"})
    change = owner.ask("edit_contacts", [ann], f"custom.{colour}", "Red")["change"]["change_id"]
    owner.ask("update_custom_field", colour, {"options": ["Red"]})
    owner.ask("undo_edit", change)
    owner.ask("update_contact", ann, {"last_name": "Lee", "custom": {colour: "Blue"}})
    assert record(owner, ann)["full_name"] == "Ann Lee"
    assert "custom.colour" in owner.refusal("update_contact", ann, {"custom": {colour: "Green"}})["fields"]


def test_there_are_only_so_many_fields_and_a_removed_one_makes_room(owner: Visitor) -> None:
    keys = [owner.ask("create_custom_field", {"label": f"Flag {n}", "kind": "yes_no"})["key"] for n in range(10)]
    assert "at most 10" in owner.refusal("create_custom_field", {"label": "One more", "kind": "yes_no"})["error"]
    ann = make(owner, first_name="Ann", custom={keys[0]: True})
    owner.ask("archive_custom_field", keys[0])
    owner.run("empty_custom_field", keys[0])
    again = owner.ask("create_custom_field", {"label": "One more", "kind": "yes_no"})["key"]
    assert again not in record(owner, ann)["custom"]


def purged(owner: Visitor, key: str) -> None:
    owner.ask("archive_custom_field", key)
    owner.run("empty_custom_field", key)


@pytest.mark.parametrize("value", ["secret", None])
def test_what_was_in_a_field_that_is_gone_never_comes_back_into_another(
    owner: Visitor, instance: Instance, value: str | None
) -> None:
    """The new field has the old one's column: undoing a change to the old one would write into the new one."""
    shoe = owner.ask("create_custom_field", {"label": "Shoe", "kind": "text"})["key"]
    ann = make(owner, first_name="Ann", custom={shoe: "secret" if value is None else "other"})
    change = owner.ask("edit_contacts", [ann], f"custom.{shoe}", value)["change"]["change_id"]
    purged(owner, shoe)
    hat = owner.ask("create_custom_field", {"label": "Hat", "kind": "text"})["key"]
    owner.ask("update_contact", ann, {"custom": {hat: value}})
    assert not owner.ask("get_change", change)["change"]["can_undo"]
    assert owner.refusal("undo_edit", change)["code"] == "conflict"
    assert record(owner, ann)["custom"] == ({hat: value} if value else {})
    with instance.database.connection() as connection:
        kept = "SELECT coalesce(r.before, r.after)::text FROM data.contact_change_rows r"
        assert connection.execute(kept).fetchall() == [(None,)]
        assert (
            connection.execute("SELECT 1 FROM data.contact_changes WHERE value::text LIKE '%secret%'").fetchall() == []
        )


def test_undoing_a_merge_leaves_a_newer_field_alone(owner: Visitor) -> None:
    vip = owner.ask("create_custom_field", {"label": "VIP", "kind": "yes_no"})["key"]
    kept, other = make(owner, first_name="Ann"), make(owner, first_name="Anne", custom={vip: True})
    change = owner.ask("merge_contacts", kept, [other], {})["change_id"]
    purged(owner, vip)
    paid = owner.ask("create_custom_field", {"label": "Paid", "kind": "yes_no"})["key"]
    owner.ask("update_contact", kept, {"custom": {paid: True}})
    owner.ask("undo_merge", change)
    assert (record(owner, kept)["custom"], record(owner, other)["custom"]) == ({paid: True}, {})


def test_a_segment_is_empty_while_a_field_of_its_rules_is_away_and_whole_when_it_is_back(owner: Visitor) -> None:
    size = owner.ask("create_custom_field", {"label": "Size", "kind": "number"})["key"]
    ann, _ = (make(owner, first_name=name, custom={size: 5}) for name in ("Ann", "Ben"))
    rules = {"operator": "AND", "conditions": [{"field": f"custom.{size}", "op": "gt", "value": 4}]}
    segment = owner.ask("create_segment", {"name": "Tall", "rules": rules})["segment_id"]
    owner.ask("archive_custom_field", size)
    owner.ask("update_contact", ann, {"last_name": "Lee"})
    assert owner.ask("get_segment_count", segment)["count"] == 0
    owner.ask("restore_custom_field", size)
    assert owner.ask("get_segment_count", segment)["count"] == 2


def test_a_fixed_segment_that_was_archived_comes_back_with_everybody_and_so_do_those_that_ask_for_it(
    owner: Visitor,
) -> None:
    ann, ben = (make(owner, first_name=name) for name in ("Ann", "Ben"))
    fixed = owner.ask("create_segment", {"name": "By hand", "is_dynamic": False})["segment_id"]
    owner.ask("add_to_segment", fixed, [ann, ben])
    rules = {"operator": "AND", "conditions": [{"field": "segments", "op": "has_any", "value": [fixed]}]}
    asking = owner.ask("create_segment", {"name": "By rule", "rules": rules})["segment_id"]
    owner.ask("archive_segment", fixed)
    owner.ask("update_contact", ann, {"last_name": "Lee"})
    assert record(owner, ann)["segments"] == []
    assert owner.ask("get_all_contacts", {"segment": fixed})["total"] == 0
    assert owner.ask("get_segment_count", asking)["count"] == 0
    owner.ask("restore_segment", fixed)
    assert record(owner, ann)["segments"] == sorted([fixed, asking])
    assert owner.ask("get_segment_count", fixed)["count"] == owner.ask("get_segment_count", asking)["count"] == 2


def test_a_change_to_many_is_undone_as_one_and_spares_what_was_changed_since(owner: Visitor) -> None:
    people = [make(owner, first_name=name, tags=["Old"]) for name in ("Ann", "Ben", "Cy")]
    change = owner.ask("edit_contacts", people, "add_tag", "New")["change"]
    assert (change["count"], change["status"], change["can_undo"]) == (3, "done", True)
    owner.ask("update_contact", people[0], {"tags": ["Mine"]})
    undone = owner.ask("undo_edit", change["change_id"])["change"]
    assert (undone["status"], undone["rows_done"], undone["kept_count"]) == ("undone", 3, 1)
    assert [record(owner, person)["tags"] for person in people] == [["Mine"], ["Old"], ["Old"]]
    [kept] = owner.ask("get_change", change["change_id"])["change"]["kept"]
    assert kept["contact_id"] == people[0]
    assert owner.refusal("undo_edit", change["change_id"])["code"] == "conflict"
    assert not owner.call("edit_contacts", people, "email", "x@example.com")["success"]


def test_a_view_is_ones_own_unless_shared(owner: Visitor, sign_in: Callable[[str], Visitor]) -> None:
    staff = sign_in("staff")
    mine = owner.ask("save_view", {"name": "Leads", "filters": {"status": "lead"}, "sort": "name"})["view_id"]
    ours = owner.ask("save_view", {"name": "Lost", "filters": {"lifecycle_stage": "lost"}, "is_shared": True})[
        "view_id"
    ]
    assert [view["view_id"] for view in staff.ask("list_views")["views"]] == [ours]
    assert {view["view_id"] for view in owner.ask("list_views")["views"]} >= {mine, ours}
    assert staff.refusal("delete_view", ours)["code"] == "forbidden"
    assert staff.refusal("delete_view", mine)["code"] == "not_found"
    assert "cannot be filtered" in owner.refusal("save_view", {"name": "x", "filters": {"shoe": 1}})["error"]
    owner.ask("delete_view", mine)
    owner.ask("delete_view", ours)


def test_duplicates_are_found_by_mailbox_telephone_and_name(owner: Visitor) -> None:
    make(owner, first_name="Ann", last_name="Öz", email="ann.oz@gmail.com")
    make(owner, first_name="Anne", last_name="Oz", email="annoz+shop@gmail.com")
    make(owner, first_name="Ben", last_name="Nkosi", phone="082 555 0101")
    make(owner, first_name="B.", last_name="Nkosi", phone="+27 82 555 0101")
    make(owner, first_name="Catharina", last_name="van der Merwe")
    make(owner, first_name="Katharina", last_name="van der Merwe", email="k@example.com")
    make(owner, first_name="Catherina", last_name="van der Merwe", email="c@example.com")
    make(owner, first_name="Dan", last_name="Family", phone="021 555 0000")
    make(owner, first_name="Wilhelmina", last_name="Kin", phone="021 555 0000")
    groups = owner.ask("find_duplicates")["groups"]
    assert [(group["reasons"], len(group["contacts"])) for group in groups] == [
        (["email"], 2),
        (["phone"], 2),
        (["name"], 2),
    ]
    first, second = (contact["contact_id"] for contact in groups[0]["contacts"])
    owner.ask("say_they_differ", [second, first])
    assert len(owner.ask("find_duplicates")["groups"]) == 2
    likely = owner.ask("find_duplicates_of", {"first_name": "Ben", "last_name": "Nkosi", "phone": "0825550101"})
    assert "Ben Nkosi" in [contact["full_name"] for contact in likely["contacts"]]


def test_merging_joins_everything_and_undoing_gives_every_row_back(owner: Visitor, instance: Instance) -> None:
    kept = make(owner, first_name="Ann", email="ann@example.com", tags=["A"], notes="First.")
    other = make(owner, first_name="Anna", last_name="Öz", phone="082 555 0101", tags=["B"], notes="Second.")
    for contact, note in ((kept, "Kept's"), (other, "Other's")):
        owner.ask("add_note_to_contact", contact, note)
    owner.ask("update_contact", other, {"status": "customer"})
    owner.ask("save_contact", {"contact_id": other, "email": "anna@example.com"})
    owner.ask("update_contact_from_transaction", "anna@example.com", "order", "O-1", 100)
    owner.ask("update_contact_from_transaction", "ann@example.com", "order", "O-2", 50)
    noted = {"operator": "AND", "conditions": [{"field": "note_count", "op": "gte", "value": 2}]}
    segment = owner.ask("create_segment", {"name": "Noted twice", "rules": noted})["segment_id"]
    before = everything(instance)

    preview = owner.ask("preview_merge", kept, [other], {"first_name": other})
    assert (preview["contact"]["full_name"], preview["moves"]["contact_transactions"]) == ("Anna Öz", 1)
    assert everything(instance) == before
    change = owner.ask("merge_contacts", kept, [other], {"first_name": other})["change_id"]
    merged = record(owner, kept)
    assert (merged["full_name"], merged["email"], merged["tags"]) == ("Anna Öz", "ann@example.com", ["A", "B"])
    assert (merged["total_spent"], merged["total_transactions"], merged["segments"]) == (150, 2, [segment])
    assert merged["internal_notes"] == "First.\n\nSecond."
    assert record(owner, other)["archived"]
    assert not owner.call("merge_contacts", kept, [other], {})["success"]

    owner.ask("undo_merge", change)
    after = everything(instance)
    merged_event = after["contact_events"] - before["contact_events"]
    assert len(merged_event) == 1
    assert after["contact_events"] - merged_event == before["contact_events"]
    assert (after["contacts"], after["contact_transactions"]) == (before["contacts"], before["contact_transactions"])
    assert owner.refusal("undo_merge", change)["code"] == "conflict"


def test_what_was_changed_after_a_merge_stays_when_it_is_undone(owner: Visitor) -> None:
    kept, other = make(owner, first_name="Ann", phone="082 555 0101"), make(owner, first_name="Anna", last_name="Öz")
    change = owner.ask("merge_contacts", kept, [other], {})["change_id"]
    assert record(owner, kept)["last_name"] == "Öz"
    owner.ask("update_contact", kept, {"last_name": "Ndlovu"})
    owner.ask("undo_merge", change)
    assert record(owner, kept)["full_name"] == "Ann Ndlovu"
    assert record(owner, other)["full_name"] == "Anna Öz"

"""Tags with colours, saved views, companies' figures, and the list by own fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Visitor
from .test_lists import walk

pytestmark = pytest.mark.usefixtures("empty")


def make(owner: Visitor, name: str, **fields: Any) -> str:
    return owner.ask("create_contact", {"first_name": name, **fields})["contact_id"]


def names(owner: Visitor, filters: dict[str, Any], **query: Any) -> list[str]:
    found = owner.ask("get_all_contacts", filters, sort="name", ascending=True, **query)["contacts"]
    return [card["first_name"] for card in found]


def tags(owner: Visitor) -> dict[str, tuple[str, int]]:
    return {tag["name"]: (tag["color"], tag["count"]) for tag in owner.ask("list_tags")["tags"]}


def test_a_tag_renamed_to_another_joins_it_and_comes_back_when_undone(owner: Visitor) -> None:
    ann, ben, cy = make(owner, "Ann", tags=["Vip"]), make(owner, "Ben", tags=["Vip", "Guest"]), make(owner, "Cy")
    owner.ask("set_tag_color", "Vip", "green")
    rules = {"operator": "AND", "conditions": [{"field": "tags", "op": "has_any", "value": ["Vip"]}]}
    segment = owner.ask("create_segment", {"name": "Vips", "rules": rules})["segment_id"]
    change = owner.ask("rename_tag", "Vip", "Guest")
    assert change["count"] == 2
    assert tags(owner) == {"Guest": ("green", 2)}
    owner.ask("update_contact", cy, {"tags": ["Guest"]})
    assert owner.ask("get_segment", segment)["segment"]["count"] == 3
    assert owner.ask("undo_tag_change", change["change_id"])["count"] == 2
    assert tags(owner) == {"Vip": ("green", 2), "Guest": ("neutral", 2)}
    shown = {person: owner.ask("get_contact", person)["contact"]["tags"] for person in (ann, ben, cy)}
    assert {person: sorted(tags) for person, tags in shown.items()} == {
        ann: ["Vip"],
        ben: ["Guest", "Vip"],
        cy: ["Guest"],
    }
    assert owner.ask("get_segment", segment)["segment"]["count"] == 2
    assert owner.refusal("undo_tag_change", change["change_id"])["code"] == "not_found"


def test_a_removed_tag_comes_back_with_its_colour(owner: Visitor, sign_in: Callable[[str], Visitor]) -> None:
    make(owner, "Ann", tags=["Vip"])
    owner.ask("set_tag_color", "Vip", "red")
    change = owner.ask("delete_tag", "Vip")["change_id"]
    assert tags(owner) == {}
    owner.ask("undo_tag_change", change)
    assert tags(owner) == {"Vip": ("red", 1)}
    renamed = owner.ask("rename_tag", "Vip", "Best")["change_id"]
    assert tags(owner) == {"Best": ("red", 1)}
    owner.ask("undo_tag_change", renamed)
    assert tags(owner) == {"Vip": ("red", 1)}
    assert owner.refusal("rename_tag", "Vip", " , ")["code"] == "invalid"
    assert owner.refusal("rename_tag", "Gone", "New")["code"] == "not_found"
    assert sign_in("staff").call("list_tags")["success"]


def test_contacts_have_all_of_the_tags_or_any(owner: Visitor) -> None:
    for name, own in (("Ann", ["A", "B"]), ("Ben", ["B"]), ("Cy", ["A"]), ("Di", [])):
        make(owner, name, tags=own)
    assert names(owner, {"tags": ["A", "B"]}) == ["Ann"]
    assert names(owner, {"tags": ["A", "B"], "tags_match": "any"}) == ["Ann", "Ben", "Cy"]
    assert owner.refusal("get_all_contacts", {"tags": ["A"], "tags_match": "some"})["code"] == "invalid"


def test_a_list_is_narrowed_by_a_company_and_by_conditions_on_own_fields(owner: Visitor) -> None:
    size = owner.ask("create_custom_field", {"label": "Size", "kind": "number"})["key"]
    make(owner, "Ann", company="Acme", custom={size: 5})
    make(owner, "Ben", company="Acme", custom={size: 50})
    make(owner, "Cy", custom={size: 70})
    [acme] = owner.ask("list_companies")["companies"]
    assert (acme["people_count"], acme["total_spent"]) == (2, 0)
    big = {"field": f"custom.{size}", "op": "gt", "value": 10}
    assert names(owner, {"company": acme["company_id"]}) == ["Ann", "Ben"]
    assert names(owner, {"conditions": [big]}) == ["Ben", "Cy"]
    assert names(owner, {"conditions": [big], "company": acme["company_id"]}) == ["Ben"]
    [card] = owner.ask("get_all_contacts", {"search": "ben"}, own=[size, "gone"])["contacts"]
    assert card["custom"] == {size: 50}
    assert owner.refusal("get_all_contacts", {"conditions": [{**big, "field": "custom.gone"}]})["code"] == "invalid"


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("number", [3, None, 1.5, 2, None, 2]),
        ("date", ["2026-01-02", None, "1999-12-31", None, "2026-01-02", "2030-01-01"]),
        ("yes_no", [True, False, None, True, None, False]),
        ("text", ["b", None, "a", "c", None, "b"]),
    ],
)
def test_pages_by_an_own_field_hold_everybody_once_both_ways(owner: Visitor, kind: str, values: list[Any]) -> None:
    key = owner.ask("create_custom_field", {"label": "Own", "kind": kind})["key"]
    for number, value in enumerate(values):
        make(owner, f"P{number}", custom={key: value})
    for ascending in (True, False):
        query = {"sort": f"custom.{key}", "ascending": ascending, "page_size": 2, "own": [key]}
        pages = walk(owner, "next", **query)
        assert len({contact for page in pages for contact in page}) == len(values)
        cursor = None
        shown = []
        for _ in pages:
            answer = owner.ask("get_all_contacts", cursor=cursor, **query)
            shown += [card["custom"].get(key) for card in answer["contacts"]]
            cursor = answer["next_cursor"]
        filled = [value for value in shown if value is not None]
        assert filled == sorted(filled, reverse=not ascending)
        assert (shown[:2] if ascending else shown[-2:]) == [None, None]
        assert walk(owner, "previous", answer["previous_cursor"], **query) == pages[-2::-1]
    owner.ask("archive_custom_field", key)
    assert owner.refusal("get_all_contacts", sort=f"custom.{key}")["code"] == "invalid"


def test_companies_are_found_counted_and_come_back(owner: Visitor) -> None:
    ann = make(owner, "Ann", email="ann@example.com", company="Acme")
    make(owner, "Ben", company="Beta")
    owner.ask("update_contact_from_transaction", "ann@example.com", "order", "O-1", 12.5)
    owner.ask("add_note_to_contact", ann, "Called")
    first = owner.ask("list_companies", page_size=1)
    assert [(each["name"], each["total_spent"]) for each in first["companies"]] == [("Acme", 12.5)]
    second = owner.ask("list_companies", cursor=first["next_cursor"], page_size=1)
    assert [each["name"] for each in second["companies"]] == ["Beta"]
    assert (second["total"], second["next_cursor"]) == (2, None)
    company = owner.ask("get_company", first["companies"][0]["company_id"])["company"]
    assert [event["event_type"] for event in company["activity"]] == ["note", "order", "created"]
    assert owner.ask("suggest_companies", "et")["names"] == ["Beta"]
    owner.ask("archive_company", company["company_id"])
    assert [each["name"] for each in owner.ask("list_companies", archived=True)["companies"]] == ["Acme"]
    make(owner, "Cy", company="ACME")
    assert owner.refusal("restore_company", company["company_id"])["code"] == "duplicate"


def test_a_view_keeps_columns_is_somebodys_default_and_says_what_is_gone(
    owner: Visitor, sign_in: Callable[[str], Visitor]
) -> None:
    staff = sign_in("staff")
    key = owner.ask("create_custom_field", {"label": "Size", "kind": "number"})["key"]
    big = {"field": f"custom.{key}", "op": "gt", "value": 10}
    data = {"name": "Big", "filters": {"conditions": [big]}, "columns": ["spent", f"custom.{key}"], "is_shared": True}
    view_id = owner.ask("save_view", data)["view_id"]
    staff.ask("set_default_view", view_id)
    [view] = staff.ask("list_views")["views"]
    assert (view["columns"], view["is_default"], view["may_change"]) == (data["columns"], True, False)
    assert owner.ask("list_views")["views"][0]["is_default"] is False
    assert owner.refusal("save_view", {"view_id": view_id, "name": "x", "version": 9})["code"] == "conflict"
    owner.ask("archive_custom_field", key)
    assert "not there any more" in owner.ask("get_view", view_id)["view"]["problem"]
    owner.ask("save_view", {"view_id": view_id, "name": "Was big"})
    assert owner.ask("get_view", view_id)["view"]["name"] == "Was big"
    segment = owner.ask("create_segment", {"name": "All", "is_dynamic": False})["segment_id"]
    other = owner.ask("save_view", {"name": "Of segment", "filters": {"segment": segment}})["view_id"]
    assert owner.ask("get_view", other)["view"]["problem"] == ""
    owner.ask("archive_segment", segment)
    assert "segment" in owner.ask("get_view", other)["view"]["problem"]
    staff.ask("set_default_view")
    assert staff.ask("list_views")["views"][0]["is_default"] is False
    gone = owner.ask("delete_view", other)["view"]
    assert owner.refusal("get_view", gone["view_id"])["code"] == "not_found"

"""Segments: what rules find by query is what they say of each contact, and membership follows every change at once."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from anvil.tables import app_tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app_server.instance import Instance
from app_server.rpc import dispatch
from app_server.rpc.call import Call
from server_code.server_customers.custom_field_rules import CustomField
from server_code.server_customers.segment_fields import KINDS, LABELS, offered
from server_code.server_customers.segment_rules import OPERATORS, Setting, lower
from server_code.server_shared.config import FEATURES

from .conftest import Visitor

pytestmark = pytest.mark.usefixtures("empty")

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # in the night in which Europe's clocks go forward
OWN = (
    CustomField("colour", "Colour", "choice", "custom_text_1", ("Red", "Blue")),
    CustomField("size", "Size", "number", "custom_number_1"),
    CustomField("born", "Born", "date", "custom_date_1"),
    CustomField("member", "Member", "yes_no", "custom_flag_1"),
    CustomField("likes", "Likes", "choices", "custom_list_1", ("Tea", "Coffee")),
)
FIELDS = offered(dict.fromkeys(FEATURES, True), (field.for_rules for field in OWN), {"S-1": "Friends"})
SETTING = Setting(FIELDS, NOW, ZoneInfo("Europe/Berlin"), "ZAR")
WORDS = ("Ann", "ann@x.test", "Öz", "öz", "ÖZ", "a_b", "axb", "50%", "500", "back\\slash", "x")
LABEL_WORDS = ("vip", "Lead", "S-1", "Tea", "Coffee")
MOMENTS = [NOW + timedelta(hours=hours) for hours in (-9000, -2200, -49, -25, -24, -2, -1, 0, 1, 22, 23, 47, 200)]


def columns_of(random: Random, number: int) -> dict[str, Any]:
    """A contact with something or nothing in every column that rules can ask about."""
    made: dict[str, Any] = {"contact_id": f"C-{number}", "contact_number": number, "archived_at": None}
    makers = {
        "text": lambda: random.choice(WORDS),
        "number": lambda: random.choice((-1, 0, 0.5, 1, 2, 3, 5000)),
        "money": lambda: random.choice((-100, 0, 4999, 500_000, 499_999)),
        "time": lambda: random.choice(MOMENTS),
        "day": lambda: date(2026, 3, 29) + timedelta(random.choice((-400, -2, -1, 0, 1, 2))),
        "yes_no": lambda: random.random() < 0.5,
        LABELS: lambda: random.sample(LABEL_WORDS, random.randint(1, 3)),
    }
    for field in FIELDS.values():
        choices = sorted(field.options or ()) if field.kind == "choice" else None
        filled = random.choice(choices) if choices else makers.get(field.kind, makers["text"])()
        made[field.column] = filled if random.random() < 0.75 else None
    return {**made, "status": made["status"] or "lead", "lifecycle_stage": made["lifecycle_stage"] or "new"}


@pytest.fixture
def crowd(instance: Instance, empty: None) -> Iterator[list[dict[str, Any]]]:
    """Sixty contacts of every sort, and this thread as server code that may search them."""
    random = Random(5)
    made = [columns_of(random, number) for number in range(60)]
    with dispatch.serving(Call(instance, instance.sessions.new(), "server_module", trusted=True)):
        app_tables.contacts.add_rows([{**each, "email": f"{each['email']}{n}"} for n, each in enumerate(made)])
        yield [dict(row) for row in app_tables.contacts.search()]


def one_condition() -> st.SearchStrategy:
    days = st.sampled_from(["-1d", "0d", "3d", "-1m", "-1y", "2026-03-29", "2026-03-28"])
    numbers = st.sampled_from([-1, 0, 0.5, 1, 3, 49.99, 5000])
    values = {
        "nothing": st.none(),
        "text": st.sampled_from([*WORDS, "o", "AN", "b"]),
        "number": numbers,
        "two_numbers": st.lists(numbers, min_size=2, max_size=2),
        "day": days,
        "two_days": st.lists(days, min_size=2, max_size=2),
        "days": st.integers(0, 400),
    }

    def rule(name: str, op: str) -> st.SearchStrategy:
        field = FIELDS[name]
        choices = st.lists(st.sampled_from(sorted(field.options or LABEL_WORDS)), min_size=1, max_size=3)
        value = values.get(OPERATORS[field.kind][op].takes, choices)
        return st.fixed_dictionaries({"field": st.just(name), "op": st.just(op), "value": value})

    pairs = [(field.name, op) for field in FIELDS.values() for op in OPERATORS[field.kind] if field.name != "email"]
    return st.sampled_from(pairs).flatmap(lambda pair: rule(*pair))


def rule_trees() -> st.SearchStrategy:
    def group(children: st.SearchStrategy) -> st.SearchStrategy:
        return st.fixed_dictionaries(
            {"operator": st.sampled_from(["AND", "OR", "NOT"]), "conditions": st.lists(children, max_size=4)}
        )

    return st.recursive(one_condition(), group, max_leaves=8)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rules=rule_trees())
def test_a_query_finds_exactly_the_contacts_of_which_the_rules_hold(crowd: list[dict[str, Any]], rules: Any) -> None:
    test = lower(rules, SETTING)
    found = {row["contact_id"] for row in app_tables.contacts.search(test.query())}
    assert found == {contact["contact_id"] for contact in crowd if test.holds(contact)}
    others = {row["contact_id"] for row in app_tables.contacts.search(test.negated().query())}
    assert others == {contact["contact_id"] for contact in crowd} - found


def test_every_kind_of_field_can_be_asked_about() -> None:
    assert {field.kind for field in FIELDS.values()} == set(KINDS) == set(OPERATORS)


def segment(owner: Visitor, *conditions: dict[str, Any], name: str = "Some") -> str:
    data = {"name": name, "rules": {"operator": "AND", "conditions": list(conditions)}}
    return owner.ask("create_segment", data)["segment_id"]


def people_in(owner: Visitor, segment_id: str) -> list[str]:
    return [contact["contact_id"] for contact in owner.ask("get_segment_contacts", segment_id)["contacts"]]


def test_membership_follows_every_change_at_once(owner: Visitor) -> None:
    ann = owner.ask("create_contact", {"first_name": "Ann", "tags": ["VIP"]})["contact_id"]
    ben = owner.ask("create_contact", {"first_name": "Ben", "email": "ben@example.com"})["contact_id"]
    vips = segment(owner, {"field": "tags", "op": "has_any", "value": ["VIP"]}, name="Important")
    noted = segment(owner, {"field": "note_count", "op": "gte", "value": 1}, name="Noted")
    buyers = segment(owner, {"field": "total_spent", "op": "gte", "value": 5000}, name="Big spenders")
    assert (people_in(owner, vips), people_in(owner, noted), people_in(owner, buyers)) == ([ann], [], [])

    owner.ask("update_contact", ben, {"tags": ["VIP"]})
    owner.ask("update_contact", ann, {"tags": []})
    owner.ask("add_note_to_contact", ann, "Rang about Easter.")
    owner.ask("update_contact_from_transaction", "ben@example.com", "order", "O-1", 4999.99)
    assert (people_in(owner, vips), people_in(owner, noted), people_in(owner, buyers)) == ([ben], [ann], [])
    owner.ask("update_contact_from_transaction", "ben@example.com", "order", "O-2", 0.01)
    assert people_in(owner, buyers) == [ben]
    owner.ask("update_contact_from_transaction", "ben@example.com", "refund", "R-1", 1)
    assert people_in(owner, buyers) == []

    owner.ask("delete_contact", ben)
    assert (people_in(owner, vips), owner.ask("get_segment_count", vips)["count"]) == ([], 0)
    owner.ask("restore_contact", ben)
    assert people_in(owner, vips) == [ben]


def test_new_rules_gather_other_contacts_and_archiving_lets_all_go(owner: Visitor) -> None:
    ann = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    ben = owner.ask("create_contact", {"first_name": "Ben"})["contact_id"]
    named = segment(owner, {"field": "first_name", "op": "eq", "value": "ann"})
    assert people_in(owner, named) == [ann]
    rules = {"operator": "NOT", "conditions": [{"field": "first_name", "op": "eq", "value": "ann"}]}
    assert owner.ask("update_segment", named, {"rules": rules}, 1)["segment"]["count"] == 1
    assert people_in(owner, named) == [ben]
    assert owner.refusal("update_segment", named, {"name": "Other"}, 1)["code"] == "conflict"
    owner.ask("archive_segment", named)
    assert people_in(owner, named) == []
    owner.ask("restore_segment", named)
    assert people_in(owner, named) == [ben]


def test_a_fixed_segment_has_whom_people_put_in(owner: Visitor) -> None:
    ann = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    friends = owner.ask("create_segment", {"name": "Friends", "is_dynamic": False})["segment_id"]
    assert owner.ask("add_to_segment", friends, [ann, ann])["count"] == 1
    owner.ask("update_contact", ann, {"last_name": "Öz"})
    assert people_in(owner, friends) == [ann]
    among = segment(owner, {"field": "segments", "op": "has_any", "value": [friends]}, name="Among friends")
    assert people_in(owner, among) == [ann]
    assert owner.ask("remove_from_segment", friends, [ann])["count"] == 1
    assert people_in(owner, friends) == []
    refused = owner.refusal("add_to_segment", among, [ann])
    assert "follows from its rules" in refused["error"]


def test_segments_are_counted_one_by_one_as_in_one_reading(owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Ann", "Ben", "Cy"):
        owner.ask("create_contact", {"first_name": name})
    gone = owner.ask("create_contact", {"first_name": "Dee"})["contact_id"]
    for number, name in enumerate(("Ann", "Nobody")):
        segment(owner, {"field": "first_name", "op": "eq", "value": name}, name=f"Called {number}")
    segment(owner, {"field": "first_name", "op": "ne", "value": "Ann"}, name="Others")
    owner.ask("delete_contact", gone)

    def counts() -> dict[str, int]:
        return {each["name"]: each["count"] for each in owner.ask("list_segments")["segments"]}

    each_alone = counts()
    monkeypatch.setattr(importlib.import_module("server_customers.segment_membership"), "COUNTED_EACH", 0)
    assert counts() == each_alone
    assert {name: each_alone[name] for name in ("Called 0", "Called 1", "Others")} == {
        "Called 0": 1,
        "Called 1": 0,
        "Others": 2,
    }


def test_it_says_why_somebody_is_in_a_segment(owner: Visitor) -> None:
    ann = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    lost = segment(
        owner,
        {"field": "first_name", "op": "eq", "value": "Ann"},
        {"field": "last_contact_date", "op": "at_least_days_ago", "value": 180},
    )
    answer = owner.ask("explain_segment_membership", lost, ann)
    assert answer["is_member"] is False
    assert [(reason["text"], reason["holds"]) for reason in answer["reasons"]] == [
        ("All of these", False),
        ("First name is Ann", True),
        ("Last contact is at least 180 days ago", False),
    ]


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ({"field": "height", "op": "eq", "value": 1}, "does not exist"),
        ({"field": "total_spent", "op": "contains", "value": "1"}, "cannot be compared"),
        ({"field": "total_spent", "op": "gte", "value": "lots"}, "must be a number"),
        ({"field": "total_spent", "op": "gte", "value": 1.005}, "2 digits"),
        ({"field": "date_added", "op": "before", "value": "2026-02-30"}, "not a day"),
        ({"field": "date_added", "op": "before", "value": "-99999y"}, "not a day"),
        ({"field": "date_added", "op": "in_last", "value": -1}, "number of days"),
        ({"field": "status", "op": "in", "value": ["gone"]}, "is one of"),
        ({"field": "first_name", "op": "eq", "value": ""}, "which text"),
        ({"operator": "XOR", "conditions": []}, "A group is one of"),
        ("status", "not a condition"),
    ],
)
def test_rules_that_make_no_sense_are_refused_by_their_place(owner: Visitor, rules: Any, says: str) -> None:
    tree = {"operator": "AND", "conditions": [{"field": "status", "op": "in", "value": ["lead"]}, rules]}
    refused = owner.refusal("create_segment", {"name": "Wrong", "rules": tree})
    assert says in refused["fields"]["2"], refused


def test_too_deep_and_too_many_rules_are_refused(owner: Visitor) -> None:
    deep: dict[str, Any] = {"field": "status", "op": "in", "value": ["lead"]}
    for _ in range(19):
        deep = {"operator": "NOT", "conditions": [deep]}
    assert owner.ask("preview_segment", deep)["count"] == 0
    assert owner.ask("create_segment", {"name": "Deep", "rules": deep})
    deeper = {"operator": "AND", "conditions": [deep]}
    assert "at most 20 deep" in owner.refusal("preview_segment", deeper)["error"]
    many = {"operator": "OR", "conditions": [{"field": "bookings", "op": "eq", "value": n} for n in range(501)]}
    assert "at most 500" in owner.refusal("preview_segment", many)["error"]
    wide = {"operator": "OR", "conditions": many["conditions"][:500]}
    assert owner.ask("preview_segment", wide)["count"] == 0
    tags = {"field": "tags", "op": "has_any", "value": [f"Tag {n}" for n in range(200)]}
    heavy = {"name": "Heavy", "rules": {"operator": "OR", "conditions": [tags] * 6}}
    assert "at most 1,000 values" in owner.refusal("create_segment", heavy)["error"]
    heavy["rules"]["conditions"].pop()
    assert owner.ask("create_segment", heavy)


def test_a_night_that_passes_moves_contacts(owner: Visitor, instance: Instance) -> None:
    ann = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    lately = segment(owner, {"field": "date_added", "op": "in_last", "value": 7})
    assert people_in(owner, lately) == [ann]
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.contacts SET date_added = now() - interval '9 days'")
    moved = owner.run("update_segment_counts")
    assert moved[lately] == 1
    assert people_in(owner, lately) == []

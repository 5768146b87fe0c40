"""Merging contacts: undoing gives every linked row back, in whatever chain, and the stricter consent wins."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest
import yaml
from anvil.tables import app_tables
from anvil.tables import query as q
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app_server.instance import Instance
from app_server.rpc import dispatch
from app_server.rpc.call import Call
from server_code.server_compliance.consent_service import address_hashes
from server_code.server_customers.contact_figures import all_figures
from server_code.server_customers.link_queries import LINKS, Link

from .conftest import APP, Visitor

pytestmark = pytest.mark.usefixtures("empty")

SCHEMA = yaml.safe_load((APP / "anvil.yaml").read_text())["db_schema"]
MOVING = [link for link in LINKS if link.moves]
# What the tables' own rules ask for; everything else of a row follows from its schema.
RULED: dict[str, dict[str, Any]] = {
    "contact_events": {"event_type": "note", "user_visible": True},
    "contact_transactions": {"transaction_type": "order"},
    "tasks": {"status": "pending"},
    "bookings": {"status": "confirmed"},
    "sends": {"status": "sent"},
    "inbound_files": {"status": "kept"},
    "conversations": {"state": "open"},
    "contact_campaigns": {"status": "completed"},
    "users": {"role": "customer", "status": "active", "permissions": None},
    "list_subscriptions": {"status": "active", "frequency": None},
    "consents": {"channel": "email", "purpose": "marketing", "state": "granted", "source": "person"},
}
# Each example is hundreds of rows: a failing one is told as it is, by its seed, not made smaller.
BOUNDED = {"deadline": None, "suppress_health_check": list(HealthCheck), "phases": [Phase.generate]}
NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
number = itertools.count(1)


def filled(table: str, contact: Any, link: Link) -> dict[str, Any]:
    """A row of ``table`` that names ``contact``, with something in every column that is no link."""
    made: dict[str, Any] = {}
    for column in SCHEMA[table]["columns"]:
        values = {"string": f"{column['name']} {next(number)}", "number": next(number), "datetime": NOW, "bool": True}
        values |= {"date": date(2026, 3, 29), "simpleObject": {"n": next(number)}}
        if column["type"] in values:
            made[column["name"]] = values[column["type"]]
    return {**made, **RULED.get(table, {}), link.column: contact}


@pytest.fixture
def serving(instance: Instance, empty: None) -> Iterator[None]:
    """This thread as server code."""
    with dispatch.serving(Call(instance, instance.sessions.new(), "server_module", trusted=True)):
        yield
        app_tables.users.search(role="customer", contact=q.not_(None)).delete_all_rows()


def make_people(owner: Visitor, random: Random, count: int = 3) -> list[str]:
    """Contacts with something or nothing in every field, and rows in every table that merging moves."""
    ids = []
    for _ in range(count):
        fields = {"first_name": f"Ann{next(number)}"}
        for name in ("last_name", "company", "address", "internal_notes"):
            if random.random() < 0.6:
                fields[name] = f"{name} {random.randint(1, 3)}"
        fields |= {"email": f"a{next(number)}@example.com"} if random.random() < 0.7 else {}
        fields |= {"tags": random.sample(["A", "B", "C"], random.randint(1, 3))} if random.random() < 0.7 else {}
        fields |= {"custom": {"likes": random.choice([["Tea"], ["Coffee", "Tea"]]), "born": "2000-02-29"}}
        contact_id = owner.ask("create_contact", fields)["contact_id"]
        contact = app_tables.contacts.get(contact_id=contact_id)
        for link in MOVING:
            for _ in range(random.randint(0, 1 if link.is_single else 2)):
                getattr(app_tables, link.table).add_row(**filled(link.table, contact, link))
        contact.update(**all_figures(contact), status=random.choice(["lead", "customer"]), preferences={"n": 1})
        ids.append(contact_id)
    return ids


def everything(instance: Instance) -> dict[str, set[str]]:
    """All rows of contacts and of what names them; without what counts changes, and the merges' own records."""
    tables = {"contacts", *(link.table for link in LINKS)} - {"contact_changes", "contact_change_rows"}
    with instance.database.connection() as connection:
        return {
            table: {
                row[0]
                for row in connection.execute(
                    f"SELECT (to_jsonb(t) - 'version' - 'updated_at')::text FROM data.{table} t"
                    + (" WHERE event_type <> 'merged'" if table == "contact_events" else "")
                ).fetchall()
            }
            for table in sorted(tables)
        }


def differing(before: set[str], after: set[str]) -> list[Any]:
    """What is not the same in two states of a table: ``(row's id, column, before, after)``."""
    was, now = ({row["_id"]: row for row in map(json.loads, rows)} for rows in (before - after, after - before))
    return [
        (row_id, name, was.get(row_id, {}).get(name), now.get(row_id, {}).get(name))
        for row_id in was | now
        for name in was.get(row_id, {}) | now.get(row_id, {})
        if was.get(row_id, {}).get(name) != now.get(row_id, {}).get(name)
    ]


@pytest.fixture
def fixed(owner: Visitor, empty: None) -> str:
    """Own fields, a segment by rules and one filled by hand, whose id this is."""
    owner.ask("create_custom_field", {"label": "Likes", "kind": "choices", "options": "Tea\nCoffee"})
    owner.ask("create_custom_field", {"label": "Born", "kind": "date"})
    owner.ask("create_segment", {"name": "Noted", "rules": {"field": "note_count", "op": "gte", "value": 2}})
    return owner.ask("create_segment", {"name": "Friends", "is_dynamic": False})["segment_id"]


def test_every_table_that_moves_gets_rows_in_these_tests() -> None:
    assert {link.table for link in MOVING} >= {
        "contact_events",
        "tasks",
        "bookings",
        "consents",
        "contact_transactions",
    }


@settings(max_examples=6, **BOUNDED)
@given(seed=st.integers(0, 10**6))
def test_merges_in_any_chain_undone_in_any_order_leave_no_trace(
    owner: Visitor, fixed: str, serving: None, seed: int
) -> None:
    """An undo that must wait for another is refused in a sentence; after all, every row is what it was."""
    random = Random(seed)
    people = make_people(owner, random)
    owner.ask("add_to_segment", fixed, people[:2])
    owner.run("update_segment_counts")
    before = everything(owner.instance)
    living, changes = list(people), []
    while len(living) > 1 and (len(changes) < 2 or random.random() < 0.5):
        kept, *others = random.sample(living, random.randint(2, max(2, len(living) - 1)))
        choices = {name: random.choice([kept, *others]) for name in ("email", "last_name")}
        changes.append(owner.ask("merge_contacts", kept, others, choices)["change_id"])
        living = [each for each in living if each not in others]
    waiting = random.sample(changes, len(changes))
    while waiting:
        first, *rest = waiting
        answer = owner.call("undo_merge", first)
        if not answer["success"]:
            assert (answer["code"], "Please undo that merge first" in answer["error"]) == ("conflict", True), answer
            rest.append(first)
        waiting = rest
    after = everything(owner.instance)
    for table, rows in before.items():
        assert differing(rows, after[table]) == [], table


@settings(max_examples=4, **BOUNDED)
@given(seed=st.integers(0, 10**6), edited=st.sets(st.sampled_from(["first_name", "last_name", "address", "tags"])))
def test_what_was_changed_between_stays_and_the_rest_comes_back(
    owner: Visitor, fixed: str, serving: None, seed: int, edited: set[str]
) -> None:
    kept, *others = make_people(owner, Random(seed))
    owner.run("update_segment_counts")
    rows = {contact_id: app_tables.contacts.get(contact_id=contact_id) for contact_id in (kept, *others)}
    before = {contact_id: dict(row) for contact_id, row in rows.items()}
    change = owner.ask("merge_contacts", kept, others, {})["change_id"]
    edits = {name: ["Mine"] if name == "tags" else f"New {name}" for name in edited}
    owner.ask("save_contact", {"contact_id": kept, **edits})
    owner.ask("undo_merge", change)
    uncounted = {"version", "updated_at", "search_text", "sort_name"}
    for contact_id, was in before.items():
        now = dict(app_tables.contacts.get(contact_id=contact_id))
        expected = {**was, **(edits if contact_id == kept else {})}
        wrong = {name: (expected[name], now[name]) for name in now if expected[name] != now[name]}
        assert set(wrong) <= uncounted, wrong


WORDS = "Yes, send me news."


def consent(owner: Visitor, contact_id: str, state: str) -> None:
    given = {"channel": "email", "purpose": "marketing", "state": state}
    owner.ask("set_consent", contact_id, {**given, "words": WORDS} if state == "granted" else given)


def test_who_took_consent_back_once_keeps_it_so_when_merged_and_each_has_their_own_again_after(owner: Visitor) -> None:
    kept = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    other = owner.ask("create_contact", {"first_name": "Anna"})["contact_id"]
    consent(owner, other, "withdrawn")
    consent(owner, kept, "granted")
    [joined] = owner.ask("preview_merge", kept, [other], {})["consents"]
    assert (joined["state"], joined["is_stricter"]) == ("withdrawn", True)
    change = owner.ask("merge_contacts", kept, [other], {})["change_id"]
    assert [entry["state"] for entry in owner.ask("get_consents", kept)["consents"]] == ["withdrawn"]
    owner.ask("undo_merge", change)
    assert [entry["state"] for entry in owner.ask("get_consents", kept)["consents"]] == ["granted"]
    assert [entry["source"] for entry in owner.ask("get_consents", other)["consents"]] == ["merge"]
    assert [entry["state"] for entry in owner.ask("get_consents", other)["consents"]] == ["withdrawn"]


def test_who_asked_at_one_address_not_to_be_written_to_is_not_written_to_at_another(owner: Visitor) -> None:
    kept = owner.ask("create_contact", {"first_name": "Ann", "email": "ann@example.com"})["contact_id"]
    other = owner.ask("create_contact", {"first_name": "Anna", "email": "anna@example.com"})["contact_id"]
    consent(owner, kept, "granted")
    assert [entry["state"] for entry in owner.ask("preview_merge", kept, [other], {})["consents"]] == ["granted"]
    with dispatch.serving(Call(owner.instance, owner.instance.sessions.new(), "server_module", trusted=True)):
        address_hash, *_ = address_hashes("anna@example.com")
        app_tables.suppressions.add_row(
            channel="email", address_hash=address_hash, reason="unsubscribed", added_at=NOW, lifted_at=None
        )
    assert [entry["state"] for entry in owner.ask("preview_merge", kept, [other], {})["consents"]] == ["withdrawn"]


def test_erasing_either_of_two_merged_contacts_erases_both(owner: Visitor, instance: Instance) -> None:
    kept = owner.ask("create_contact", {"first_name": "Zebedea"})["contact_id"]
    other = owner.ask("create_contact", {"first_name": "Zebedina", "phone": "082 555 0177"})["contact_id"]
    owner.ask("merge_contacts", kept, [other], {})
    assert set(owner.ask("plan_erasure", other)["contacts"]) == {kept, other}
    owner.ask("delete_customer_data", other, other)
    with instance.database.connection() as connection:
        for table in ("contacts", "contact_events", "contact_changes", "contact_change_rows"):
            assert connection.execute(f"SELECT * FROM data.{table}").fetchall() == [], table


def test_nothing_of_who_came_apart_again_stays_with_the_other(owner: Visitor, instance: Instance) -> None:
    kept = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    other = owner.ask("create_contact", {"first_name": "Ann", "last_name": "Zebedina"})["contact_id"]
    owner.ask("undo_merge", owner.ask("merge_contacts", kept, [other], {})["change_id"])
    owner.ask("delete_customer_data", other, other)
    with instance.database.connection() as connection:
        for table in ("contacts", "contact_events", "contact_changes", "contact_change_rows", "audit_log"):
            found = connection.execute(f"SELECT count(*) FROM data.{table} t WHERE t::text ILIKE '%%zebedina%%'")
            assert found.fetchone() == (0,), table


def test_a_merged_contact_comes_back_only_by_undoing_and_not_beside_its_address(owner: Visitor) -> None:
    kept = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    other = owner.ask("create_contact", {"first_name": "Anna", "email": "anna@example.com"})["contact_id"]
    change = owner.ask("merge_contacts", kept, [other], {"email": kept})["change_id"]
    assert "Undo the merge instead" in owner.refusal("restore_contact", other)["error"]
    third = owner.ask("create_contact", {"first_name": "Cy", "email": "anna@example.com"})["contact_id"]
    assert owner.refusal("undo_merge", change)["code"] == "duplicate"
    owner.ask("save_contact", {"contact_id": third, "email": "cy@example.com"})
    owner.ask("undo_merge", change)


def test_merging_what_somebody_just_changed_is_refused_with_the_contacts_as_they_are(owner: Visitor) -> None:
    kept = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    other = owner.ask("create_contact", {"first_name": "Anna"})["contact_id"]
    seen = owner.ask("preview_merge", kept, [other], {})["versions"]
    owner.ask("update_contact", other, {"last_name": "Öz"})
    refused = owner.refusal("merge_contacts", kept, [other], {}, seen)
    assert refused["code"] == "conflict"
    owner.ask("merge_contacts", kept, [other], {}, refused["current"]["versions"])


def test_what_is_written_on_the_page_of_somebody_merged_meanwhile_goes_to_who_was_kept(owner: Visitor) -> None:
    kept = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    other = owner.ask("create_contact", {"first_name": "Anna"})["contact_id"]
    owner.ask("merge_contacts", kept, [other], {})
    owner.ask("add_note_to_contact", other, "Rings on Monday")
    owner.ask("create_task", {"title": "Ring back", "contact_id": other})
    notes = owner.ask("get_contact_timeline", kept, None, "notes")["timeline"]
    assert [note["event_data"]["note"] for note in notes] == ["Rings on Monday"]
    assert [task["title"] for task in owner.ask("get_all_tasks", contact_id=kept)["tasks"]] == ["Ring back"]

"""Two people at the same contacts at the same moment: nothing lost, nothing doubled, and the loser is told in words."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import anvil
import pytest

from app_server.instance import Instance
from server_code.server_customers.link_queries import LINKS

from .conftest import Visitor, eventually

pytestmark = pytest.mark.usefixtures("empty")

ROUNDS = range(3)
Call = Callable[[], dict[str, Any]]


@pytest.fixture
def manager(sign_in: Callable[[str], Visitor]) -> Visitor:
    return sign_in("manager")


def at_once(*calls: Call) -> list[dict[str, Any]]:
    """The answers of calls that begin together, each in a thread and a session of its own; none may be a fault."""
    barrier = Barrier(len(calls))

    def run(call: Call) -> dict[str, Any]:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        answers = [future.result(timeout=30) for future in [threads.submit(run, call) for call in calls]]
    for answer in answers:
        assert answer["success"] or (answer["code"] in REFUSALS and answer["error"]), answer
    return answers


REFUSALS = ("conflict", "not_found", "invalid", "duplicate")


def make(owner: Visitor, name: str, **fields: Any) -> str:
    return owner.ask("create_contact", {"first_name": name, **fields})["contact_id"]


def assert_sound(instance: Instance) -> None:
    """Every row that names a contact names one that is there, and no contact is in two merges at once."""
    with instance.database.connection() as connection:
        for link in LINKS:
            gone = f"t.{link.column} IS NOT NULL AND t.{link.column} NOT IN (SELECT _id FROM data.contacts)"
            assert connection.execute(f"SELECT count(*) FROM data.{link.table} t WHERE {gone}").fetchone() == (0,), link
        twice = (
            "SELECT contact FROM data.contact_change_rows WHERE outcome = 'merged' GROUP BY contact HAVING count(*) > 1"
        )
        assert connection.execute(twice).fetchall() == []


@pytest.mark.parametrize("_", ROUNDS)
def test_of_two_edits_of_one_version_one_is_stored_and_one_is_told(owner: Visitor, manager: Visitor, _: int) -> None:
    ann = make(owner, "Ann")
    answers = at_once(
        lambda: owner.call("update_contact", ann, {"last_name": "One"}, 1),
        lambda: manager.call("update_contact", ann, {"last_name": "Two"}, 1),
    )
    assert sorted(answer["success"] for answer in answers) == [False, True]
    lost = next(answer for answer in answers if not answer["success"])
    assert (lost["code"], lost["current"]["last_name"]) == ("conflict", ["Two", "One"][answers.index(lost) == 1])
    assert owner.ask("get_contact_by_id", ann)["contact"]["version"] == 2


@pytest.mark.parametrize("_", ROUNDS)
def test_an_edit_and_a_merge_never_lose_what_was_typed(
    owner: Visitor, manager: Visitor, instance: Instance, _: int
) -> None:
    kept, other = make(owner, "Ann"), make(owner, "Anna")
    versions = owner.ask("preview_merge", kept, [other], {})["versions"]
    edited, merged = at_once(
        lambda: manager.call("update_contact", other, {"phone": "082 555 0101"}, 1),
        lambda: owner.call("merge_contacts", kept, [other], {}, versions),
    )
    assert sorted([edited["success"], merged["success"]]) == [False, True]
    phone = owner.ask("get_contact_by_id", other)["contact"]["phone"]
    assert phone == ("+27825550101" if edited["success"] else "")
    assert_sound(instance)


@pytest.mark.parametrize("_", ROUNDS)
def test_overlapping_merges_take_nobody_twice(owner: Visitor, manager: Visitor, instance: Instance, _: int) -> None:
    ann, anna, anne = make(owner, "Ann"), make(owner, "Anna"), make(owner, "Anne")
    for person in (ann, anna, anne):
        owner.ask("add_note_to_contact", person, f"Note of {person}")
    answers = at_once(
        lambda: owner.call("merge_contacts", ann, [anna], {}),
        lambda: manager.call("merge_contacts", anna, [anne], {}),
        lambda: owner.call("merge_contacts", anna, [ann], {}),
    )
    assert any(answer["success"] for answer in answers)
    assert_sound(instance)
    for answer in reversed([answer for answer in answers if answer["success"]]):
        owner.call("undo_merge", answer["change_id"])
    for answer in answers:
        if answer["success"]:
            owner.call("undo_merge", answer["change_id"])
    notes = {person: own_notes(owner, person) for person in (ann, anna, anne)}
    assert notes == {person: [f"Note of {person}"] for person in (ann, anna, anne)}


def own_notes(owner: Visitor, contact_id: str) -> list[str]:
    timeline = owner.ask("get_contact_by_id", contact_id)["contact"]["timeline"]
    return [event["event_data"]["note"] for event in timeline if event["event_type"] == "note"]


@pytest.mark.parametrize("_", ROUNDS)
def test_nothing_of_a_person_outlives_an_erasure_beside_a_merge(
    owner: Visitor, manager: Visitor, instance: Instance, _: int
) -> None:
    kept, other = make(owner, "Ann"), make(owner, "Zebedina", phone="082 555 0177")
    erased, _merged = at_once(
        lambda: owner.call("delete_customer_data", other, other),
        lambda: manager.call("merge_contacts", kept, [other], {}),
    )
    if not erased["success"]:
        owner.ask("delete_customer_data", other, other)
    assert_sound(instance)
    with instance.database.connection() as connection:
        for table in ("contacts", "contact_events", "contact_changes", "contact_change_rows"):
            found = (
                f"SELECT count(*) FROM data.{table} t WHERE t::text ILIKE '%zebedina%' OR t::text LIKE '%825550177%'"
            )
            assert connection.execute(found).fetchone() == (0,), table


def test_an_erasure_while_a_change_to_many_runs_is_final_for_its_undoing_too(
    owner: Visitor, manager: Visitor, instance: Instance
) -> None:
    people = [make(owner, f"Person {n}") for n in range(8)]
    edited, erased = at_once(
        lambda: manager.call("edit_contacts", people, "address", "Zebedina Street"),
        lambda: owner.call("delete_customer_data", people[3], people[3]),
    )
    if not erased["success"]:
        owner.ask("delete_customer_data", people[3], people[3])
    if edited["success"]:
        assert edited["change"]["count"] in (7, 8)
        owner.ask("undo_edit", edited["change"]["change_id"])
    assert_sound(instance)
    assert owner.ask("get_all_contacts", {})["total"] == 7
    assert owner.refusal("get_contact_by_id", people[3])["code"] == "not_found"


@pytest.mark.parametrize("_", ROUNDS)
def test_two_changes_to_the_same_people_both_hold_and_are_undone_apart(
    owner: Visitor, manager: Visitor, instance: Instance, _: int
) -> None:
    people = [make(owner, f"Person {n}", tags=["Old"]) for n in range(6)]
    first, second = at_once(
        lambda: owner.call("edit_contacts", people, "add_tag", "One"),
        lambda: manager.call("edit_contacts", people, "add_tag", "Two"),
    )
    assert first["change"]["count"] == second["change"]["count"] == 6
    tags = {tag for person in people for tag in owner.ask("get_contact_by_id", person)["contact"]["tags"]}
    assert tags == {"Old", "One", "Two"}
    at_once(
        lambda: owner.call("undo_edit", first["change"]["change_id"]),
        lambda: manager.call("undo_edit", second["change"]["change_id"]),
    )
    assert [owner.ask("get_contact_by_id", person)["contact"]["tags"] for person in people] == [["Old"]] * 6


def test_an_erasure_beside_an_import_of_the_person_is_refused_or_leaves_nothing_of_who_was(
    owner: Visitor, manager: Visitor, instance: Instance
) -> None:
    ann = make(owner, "Ann", email="ann@example.com")
    owner.ask("add_note_to_contact", ann, "Zebedina's secret.")
    text = "First name,E-mail\nAnn,ann@example.com\n" + "".join(f"P{n},p{n}@example.com\n" for n in range(300))
    file = anvil.BlobMedia("text/csv", io.BytesIO(text.encode()).getvalue(), name="people.csv")
    looked = manager.ask("inspect_import", file)
    number, mapping = looked["import_number"], {str(n): c["field"] for n, c in enumerate(looked["columns"])}
    started, erased = at_once(
        lambda: manager.call("start_import", number, mapping, {}),
        lambda: owner.call("delete_customer_data", ann, ann),
    )
    assert started["success"]
    eventually(lambda: manager.ask("get_import", number)["import"]["status"] == "done")
    if not erased["success"]:
        owner.ask("delete_customer_data", ann, ann)
    assert_sound(instance)
    assert owner.refusal("get_contact_by_id", ann)["code"] == "not_found"
    with instance.database.connection() as connection:
        found = connection.execute("SELECT count(*) FROM data.contact_events t WHERE t::text LIKE '%Zebedina%'")
        assert found.fetchone() == (0,)

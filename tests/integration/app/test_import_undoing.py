"""The way back from an import."""

from __future__ import annotations

import importlib
import sys
from threading import Event
from typing import Any

import pytest

from app_server.instance import Instance
from tests.people import FileFacts

from .conftest import Visitor, eventually
from .importing import cards, ended, inspect, run, sums

pytestmark = pytest.mark.usefixtures("empty")


def test_an_import_can_be_cancelled_and_what_it_made_undone(
    owner: Visitor, files: list[FileFacts], monkeypatch: pytest.MonkeyPatch
) -> None:
    running = importlib.import_module("server_customers.import_running")
    import_batch, has_begun, may_go_on = running.import_batch, Event(), Event()

    def import_batch_and_wait(*what: Any) -> Any:
        after = import_batch(*what)
        has_begun.set()
        may_go_on.wait(30)
        return after

    monkeypatch.setattr(running, "import_batch", import_batch_and_wait)
    number, mapping = inspect(owner, files[0].path.read_bytes())
    owner.ask("start_import", number, mapping, {})
    assert has_begun.wait(30)
    owner.ask("cancel_import", number)
    may_go_on.set()
    done = ended(owner, number)
    assert done["status"] == "cancelled"
    assert sum(sums(done)) == done["rows_done"] < files[0].rows
    assert owner.ask("get_all_contacts")["total"] == done["created_count"]
    owner.ask("undo_import", number)
    assert ended(owner, number)["status"] == "undone" or eventually(
        lambda: owner.ask("get_import", number)["import"]["status"] == "undone"
    )
    assert owner.ask("get_all_contacts")["total"] == 0


def undo(owner: Visitor, number: int) -> dict[str, Any]:
    owner.ask("undo_import", number)
    return eventually(lambda: (found := owner.ask("get_import", number)["import"])["status"] == "undone" and found, 60)


def test_an_undone_import_leaves_everything_as_it_was(
    instance: Instance, owner: Visitor, files: list[FileFacts]
) -> None:
    first, second = files[0].path.read_bytes(), files[1].path.read_bytes()
    run(owner, first)
    before = contents(instance)
    done = run(owner, second)
    assert done["updated_count"] > 100
    assert contents(instance) != before
    undone = undo(owner, done["import_number"])
    assert (undone["kept_count"], undone["can_undo"]) == (0, False)
    assert contents(instance) == before
    assert owner.refusal("undo_import", done["import_number"])["code"] == "conflict"


def contents(instance: Instance) -> list[Any]:
    """All contacts and events, but for versions and moments of change."""
    with instance.database.connection() as connection:
        contacts = connection.execute(
            "SELECT contact_id, first_name, last_name, email, phone, company, address, status, source, tags, "
            "internal_notes, sort_name, search_text, date_added, lifecycle_stage FROM data.contacts ORDER BY 1"
        ).fetchall()
        return [contacts, connection.execute("SELECT count(*) FROM data.contact_events").fetchone()]


def test_undoing_keeps_what_people_did_since_and_says_so(owner: Visitor) -> None:
    owner.ask("create_contact", {"first_name": "Ann", "email": "ann@example.com", "phone": "082 111 1111"})
    done = run(
        owner,
        "First name,Last name,E-mail,Company\n"
        "Anna,Öz,ann@example.com,Acme\nBen,,ben@example.com,\nCy,,cy@example.com,\nDi,,di@example.com,\n",
    )
    by_name = {card["full_name"]: card["contact_id"] for card in cards(owner)}
    owner.ask("update_contact", by_name["Anna Öz"], {"last_name": "Nkosi"})
    owner.ask("add_note_to_contact", by_name["Ben"], "Rang.")
    owner.ask("update_contact_from_transaction", "cy@example.com", "order", "O-1", 5)
    undone = undo(owner, done["import_number"])
    assert undone["kept_count"] == 3
    assert [card["full_name"] for card in cards(owner)] == ["Ben", "Cy", "Ann Nkosi"]
    ann = owner.ask("get_contact_by_id", by_name["Anna Öz"])["contact"]
    assert (ann["first_name"], ann["last_name"], ann["company"]) == ("Ann", "Nkosi", "")
    assert owner.ask("get_all_contacts", {"search": "ann nkosi"})["total"] == 1
    reasons = {skip["line"]: skip["reason"] for skip in owner.ask("list_import_skips", done["import_number"])["skips"]}
    assert reasons[2] == "Changed since the import and kept: last name."
    assert set(reasons) == {2, 3, 4}


def test_undoing_keeps_who_was_asked_to_join_a_list_or_waits_for_a_message(owner: Visitor) -> None:
    done = run(owner, "First name,E-mail\nBen,ben@example.com\nCy,cy@example.com\n")
    by_name = {card["full_name"]: card["contact_id"] for card in cards(owner)}
    list_id = owner.ask("create_mailing_list", {"name": "Garden news"})["list_id"]
    owner.ask("add_subscriber", list_id, by_name["Ben"], {"agreed": False})
    assert undo(owner, done["import_number"])["kept_count"] == 1
    assert [card["full_name"] for card in cards(owner)] == ["Ben"]


def test_an_undoing_that_a_fault_stopped_can_be_taken_up_again(owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"Person {number},p{number}@example.com\n" for number in range(1200))
    done = run(owner, "Name,E-mail\n" + rows)
    undoing = sys.modules["master_template.server_customers.import_undoing"]
    lively = undoing._with_other_events
    calls = []

    def breaks_once(*args: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the disk is full")
        return lively(*args)

    monkeypatch.setattr(undoing, "_with_other_events", breaks_once)
    owner.ask("undo_import", done["import_number"])
    failed = ended(owner, done["import_number"])
    assert (failed["status"], failed["can_undo"]) == ("failed", True)
    assert owner.ask("get_all_contacts")["total"] == 700
    undo(owner, done["import_number"])
    assert owner.ask("get_all_contacts")["total"] == 0

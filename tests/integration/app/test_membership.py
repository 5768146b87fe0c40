"""Membership kept step by step is what computing it anew gives, whatever is done to contacts and in whatever order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any

import anvil
import pytest
from anvil.tables import app_tables

from app_server.instance import Instance
from app_server.rpc import dispatch
from app_server.rpc.call import Call
from server_code.server_customers.contact_figures import booking_figures
from server_code.server_customers.segment_membership import settle
from server_code.server_shared.clock import utc_now

from .conftest import Visitor, eventually

pytestmark = pytest.mark.usefixtures("empty")

RULES = (
    {"field": "custom.size", "op": "gte", "value": 3},
    {"operator": "NOT", "conditions": [{"field": "custom.likes", "op": "has_any", "value": ["Tea"]}]},
    {"field": "bookings", "op": "gte", "value": 1},
    {"field": "next_booking", "op": "in_next", "value": 30},
    {"field": "tags", "op": "has_any", "value": ["VIP"]},
    {"field": "note_count", "op": "gte", "value": 1},
    {"field": "total_spent", "op": "gt", "value": 0},
    {"field": "company", "op": "is_not_empty"},
)


class Day:
    """A day's work on a few contacts, one random piece after another."""

    def __init__(self, owner: Visitor, random: Random) -> None:
        self.owner, self.random = owner, random
        self.people = [self.make(n) for n in range(4)]
        self.merges: list[str] = []
        self.edits: list[str] = []

    def make(self, number: int) -> str:
        custom = {"size": number, "likes": ["Tea"] if number % 2 else ["Coffee"]}
        data = {"first_name": f"P{number}", "email": f"p{number}@example.com", "custom": custom}
        return self.owner.ask("create_contact", data)["contact_id"]

    @property
    def work(self) -> list[Callable[[], Any]]:
        return [self.edit, self.note, self.sell, self.change_many, self.undo_many, self.merge, self.part, self.book]

    def anybody(self) -> str:
        return self.random.choice(self.people)

    def edit(self) -> None:
        custom = {"size": self.random.randint(0, 5), "likes": self.random.choice([["Tea"], ["Coffee"], None])}
        self.owner.call("update_contact", self.anybody(), {"custom": custom})

    def note(self) -> None:
        self.owner.call("add_note_to_contact", self.anybody(), "Rang.")

    def sell(self) -> None:
        number = self.random.randint(0, 3)
        kind = self.random.choice(["order", "refund"])
        amount = self.random.randint(1, 50)
        given = (f"p{number}@example.com", kind, f"T-{self.random.random()}", amount)
        self.owner.call("update_contact_from_transaction", *given)

    def change_many(self) -> None:
        field, value = self.random.choice(
            [("add_tag", "VIP"), ("remove_tag", "VIP"), ("custom.size", 4), ("company", "Acme"), ("archive", None)]
        )
        chosen = self.random.sample(self.people, 2)
        answer = self.owner.call("edit_contacts", chosen, field, value)
        if answer["success"]:
            self.edits.append(answer["change"]["change_id"])

    def undo_many(self) -> None:
        if self.edits:
            self.owner.call("undo_edit", self.edits.pop())

    def merge(self) -> None:
        kept, other = self.random.sample(self.people, 2)
        answer = self.owner.call("merge_contacts", kept, [other], {})
        if answer["success"]:
            self.merges.append(answer["change_id"])

    def part(self) -> None:
        if self.merges:
            self.owner.call("undo_merge", self.merges.pop())

    def book(self) -> None:
        start = utc_now() + timedelta(days=self.random.randint(-60, 60))
        booking = {"start_datetime": start, "end_datetime": start + timedelta(days=1), "status": "confirmed"}
        contact = app_tables.contacts.get(contact_id=self.anybody())
        app_tables.bookings.add_row(contact=contact, booking_number=f"BK-{self.random.random()}", **booking)
        contact.update(**booking_figures(contact))
        settle([contact])

    def erase(self) -> None:
        gone = self.anybody()
        self.owner.ask("delete_customer_data", gone, gone)

    def bring_in_and_take_back(self) -> None:
        text = "First name,E-mail,Company,Tags\nQ,q@example.com,Acme,VIP\nP1,p1@example.com,Other,VIP\n"
        looked = self.owner.ask("inspect_import", anvil.BlobMedia("text/csv", text.encode(), name="people.csv"))
        number, mapping = looked["import_number"], {str(n): c["field"] for n, c in enumerate(looked["columns"])}
        self.owner.ask("start_import", number, mapping, {})
        eventually(lambda: self.owner.ask("get_import", number)["import"]["status"] == "done")
        assert_kept(self.owner)
        self.owner.ask("undo_import", number)
        eventually(lambda: self.owner.ask("get_import", number)["import"]["status"] == "undone")


@pytest.fixture
def serving(instance: Instance, empty: None) -> Iterator[None]:
    """This thread as server code."""
    with dispatch.serving(Call(instance, instance.sessions.new(), "server_module", trusted=True)):
        yield


def assert_kept(owner: Visitor) -> None:
    """Computing all segments anew moves nobody."""
    moved = owner.run("update_segment_counts")
    assert moved
    assert set(moved.values()) == {0}, moved


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_done_membership_is_what_it_would_be_anew(owner: Visitor, serving: None, seed: int) -> None:
    owner.ask("create_custom_field", {"label": "Size", "kind": "number"})
    owner.ask("create_custom_field", {"label": "Likes", "kind": "choices", "options": "Tea\nCoffee"})
    for number, rule in enumerate(RULES):
        owner.ask("create_segment", {"name": f"Segment {number}", "rules": {"operator": "AND", "conditions": [rule]}})
    friends = owner.ask("create_segment", {"name": "Friends", "is_dynamic": False})["segment_id"]
    among = {"operator": "AND", "conditions": [{"field": "segments", "op": "has_any", "value": [friends]}]}
    owner.ask("create_segment", {"name": "Among friends", "rules": among})
    day = Day(owner, Random(seed))
    owner.ask("edit_contacts", day.people[:2], "add_to_segment", friends)
    for _ in range(14):
        day.random.choice(day.work)()
    assert_kept(owner)
    day.bring_in_and_take_back()
    assert_kept(owner)
    day.erase()
    assert_kept(owner)


def test_labels_that_were_lost_in_many_segments_are_found_again(
    owner: Visitor, people: None, instance: Instance
) -> None:
    labels = "SELECT contact_id, segments FROM data.contacts ORDER BY contact_id"
    with instance.database.connection() as connection:
        before = connection.execute(labels).fetchall()
        assert len({name for _, names in before for name in names or ()}) > 3
        connection.execute("UPDATE data.contacts SET segments = '[\"S-999\"]'")
    moved = owner.run("update_segment_counts")
    with instance.database.connection() as connection:
        assert connection.execute(labels).fetchall() == before
    assert moved == {name: sum(name in (names or ()) for _, names in before) for name in moved}
    assert_kept(owner)

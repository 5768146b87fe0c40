from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app_server.instance import Instance

from .conftest import Visitor

pytestmark = pytest.mark.usefixtures("empty")

NOW = datetime.now(UTC)


def task(owner: Visitor, **fields: Any) -> str:
    return owner.ask("create_task", {"title": "Ring back", **fields})["task_id"]


def titles(visitor: Visitor, view: str = "all", **about: Any) -> list[str]:
    return [each["title"] for each in visitor.ask("get_all_tasks", view, **about)["tasks"]]


def test_tasks_are_shown_by_when_they_are_due_and_whose_they_are(
    owner: Visitor, sign_in: Callable[[str], Visitor]
) -> None:
    task(owner, title="Later", due_date=NOW + timedelta(days=2))
    task(owner, title="Late", due_date=NOW - timedelta(hours=1), assigned_to="staff@demo.test")
    task(owner, title="Soon", due_date=NOW + timedelta(days=1))
    assert titles(owner) == ["Late", "Soon", "Later"]
    assert titles(sign_in("staff"), "mine") == titles(owner, "overdue") == ["Late"]
    assert owner.ask("get_all_tasks")["counts"] == {
        "all": 3,
        "mine": 2,
        "due": 0,
        "today": 1,
        "overdue": 1,
        "unassigned": 0,
    }


def test_a_done_task_tells_the_contact_s_timeline_once_and_comes_again(owner: Visitor) -> None:
    ann = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    done = task(owner, contact_id=ann, due_date=NOW, repeat={"every": "week", "n": 1})
    following = owner.ask("complete_task", done)["next_task_id"]
    assert owner.ask("complete_task", done)["next_task_id"] is None
    [again] = owner.ask("get_all_tasks", "all", ann)["tasks"]
    assert (again["task_id"], again["due_date"].weekday()) == (following, NOW.weekday())
    events = [event["event_type"] for event in owner.ask("get_contact_by_id", ann)["contact"]["timeline"]]
    assert events.count("task_completed") == 1
    assert titles(owner, "completed") == ["Ring back"]


def test_a_weekly_task_that_was_put_off_comes_again_on_its_own_day(owner: Visitor) -> None:
    due = NOW + timedelta(hours=1)
    weekly = task(owner, due_date=due, repeat={"every": "week", "n": 1})
    owner.ask("snooze_task", weekly, due + timedelta(days=2))
    shown = owner.ask("get_all_tasks")["tasks"][0]
    edit = {"title": "Ring Ann", "due_date": shown["due_date"], "repeat": {"every": "week", "n": 1}}
    owner.ask("update_task", weekly, edit, shown["version"])
    owner.ask("complete_task", weekly)
    [again] = owner.ask("get_all_tasks")["tasks"]
    assert again["due_date"] == due + timedelta(days=7)
    owner.ask("create_task", owner.ask("delete_task", again["task_id"])["task"])
    [made_again] = owner.ask("get_all_tasks")["tasks"]
    assert made_again["repeat"] == again["repeat"]


def test_a_snoozed_task_is_due_later(owner: Visitor) -> None:
    late = task(owner, due_date=NOW - timedelta(days=1))
    owner.ask("snooze_task", late, NOW + timedelta(days=3))
    assert titles(owner, "overdue") == []
    assert "time to come" in owner.refusal("snooze_task", late, NOW - timedelta(days=3))["error"]


def test_of_two_who_change_a_task_the_second_is_told(owner: Visitor) -> None:
    made = task(owner)
    owner.ask("update_task", made, {"title": "Ring Ann"}, 1)
    refused = owner.refusal("update_task", made, {"title": "Ring Ben"}, 1)
    assert (refused["code"], refused["current"]["title"]) == ("conflict", "Ring Ann")


def book(instance: Instance, *days: int) -> None:
    """A confirmed booking ``BK-<n>`` of the only contact, so many days from now each."""
    with instance.database.connection() as connection:
        for number, day in enumerate(days, 1):
            connection.execute(
                """
                INSERT INTO data.bookings (booking_number, contact, status, start_datetime, end_datetime)
                SELECT %s, _id, 'confirmed', now() + %s * interval '1 day', now() + (%s + 1) * interval '1 day'
                FROM data.contacts LIMIT 1
                """,
                (f"BK-{number}", day, day),
            )


def test_a_booking_makes_one_task_however_often_and_by_however_many_it_is_looked_at(
    owner: Visitor, instance: Instance
) -> None:
    owner.ask("create_contact", {"first_name": "Ann"})
    book(instance, *range(1, 13))
    with ThreadPoolExecutor(3) as pool:
        made = sum(answer["made"] for answer in pool.map(lambda _: owner.run("create_automated_tasks"), range(3)))
    assert made == len(titles(owner)) == 8
    assert owner.run("create_automated_tasks") == {"made": 0, "moved": 0, "removed": 0}


def test_an_arrival_task_moves_with_its_booking_and_goes_when_it_is_called_off(
    owner: Visitor, instance: Instance
) -> None:
    owner.ask("create_contact", {"first_name": "Ann"})
    book(instance, 7.5, 7.6, 7.7)
    assert owner.run("create_automated_tasks")["made"] == 3
    [first, *_] = owner.ask("get_all_tasks")["tasks"]
    with instance.database.connection() as connection:
        move = "UPDATE data.bookings SET start_datetime = start_datetime + interval '6 hours' WHERE booking_number = %s"
        connection.execute(move, ("BK-1",))
        connection.execute("UPDATE data.bookings SET status = 'cancelled' WHERE booking_number = 'BK-2'")
    assert owner.run("create_automated_tasks") == {"made": 0, "moved": 1, "removed": 1}
    moved = {task["task_id"]: task for task in owner.ask("get_all_tasks")["tasks"]}
    assert len(moved) == 2
    assert moved[first["task_id"]]["due_date"] - first["due_date"] == timedelta(hours=6)


def test_taking_back_a_done_task_takes_back_what_followed_from_it(owner: Visitor) -> None:
    ann = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    done = task(owner, contact_id=ann, due_date=NOW, repeat={"every": "day", "n": 1})
    owner.ask("complete_task", done)
    owner.ask("reopen_task", done)
    assert [each["task_id"] for each in owner.ask("get_all_tasks")["tasks"]] == [done]
    kinds = [event["event_type"] for event in owner.ask("get_contact_by_id", ann)["contact"]["timeline"]]
    assert kinds == ["created"]
    owner.ask("complete_task", done)
    assert len(titles(owner)) == 1


def test_several_are_done_at_once_and_taken_back(owner: Visitor) -> None:
    both = [task(owner, title="One"), task(owner, title="Two")]
    assert owner.ask("complete_tasks", both)["count"] == 2
    assert titles(owner) == []
    assert owner.ask("reopen_tasks", both)["count"] == 2
    assert sorted(titles(owner)) == ["One", "Two"]
    assert owner.refusal("complete_tasks", [both[0], "T-9999"])["code"] == "not_found"
    assert owner.refusal("complete_tasks", [])["code"] == "invalid"
    assert sorted(titles(owner)) == ["One", "Two"]


def test_what_is_due_is_one_s_own_and_what_nobody_took_on(owner: Visitor) -> None:
    task(owner, title="Late", due_date=NOW - timedelta(days=1))
    task(owner, title="Anybody's", due_date=NOW - timedelta(minutes=5), assigned_to=None)
    task(owner, title="Another's", due_date=NOW - timedelta(days=1), assigned_to="staff@demo.test")
    task(owner, title="Later", due_date=NOW + timedelta(days=2))
    due = owner.ask("get_tasks_due")
    assert [each["title"] for each in due["tasks"]] == ["Late", "Anybody's"]
    assert (due["total"], due["overdue"]) == (2, 2)
    assert titles(owner, "due") == ["Late", "Anybody's"]  # what the figure opens


def test_a_task_is_given_to_whoever_works_here_is_about_somebody_and_is_changed_as_a_whole(owner: Visitor) -> None:
    ann, ben = (owner.ask("create_contact", {"first_name": name})["contact_id"] for name in ("Ann", "Ben"))
    made = task(owner, contact_id=ann, due_date=NOW - timedelta(days=1))
    owner.ask("snooze_task", made, NOW + timedelta(days=1))
    changes = {"contact_id": ben, "assigned_to": "Staff@demo.test", "due_date": NOW + timedelta(days=2)}
    changed = owner.ask("update_task", made, changes)["task"]
    assert (changed["contact_name"], changed["assigned_to"], changed["snoozed_until"]) == (
        "Ben",
        "staff@demo.test",
        None,
    )
    changed = owner.ask("update_task", made, {"contact_id": "", "assigned_to": ""})["task"]
    assert (changed["contact_id"], changed["assigned_to"]) == (None, None)
    for wrong in (
        {"assigned_to": "nobody@example.com"},
        {"title": " "},
        {"repeat": {"every": ["day"]}},
        {"due_date": 5},
    ):
        assert owner.refusal("update_task", made, wrong)["code"] == "invalid"
    assert owner.refusal("update_task", made, {"contact_id": "C-9999"})["code"] == "not_found"


def test_several_are_put_off_at_once_and_back_to_where_each_was(owner: Visitor) -> None:
    due = {task(owner, title="One"): None, task(owner, title="Two", due_date=NOW): NOW}
    before = owner.ask("reschedule_tasks", dict.fromkeys(due, "2030-01-02T09:00"))["before"]
    assert before == due
    moved = owner.ask("get_all_tasks")["tasks"]
    assert {each["due_date"] for each in moved} == {datetime(2030, 1, 2, 7, tzinfo=UTC)}, "nine o'clock in Johannesburg"
    owner.ask("reschedule_tasks", before)
    assert {each["task_id"]: each["due_date"] for each in owner.ask("get_all_tasks")["tasks"]} == due
    assert owner.refusal("reschedule_tasks", {f"T-{n}": None for n in range(1, 203)})["code"] == "too_large"


def test_a_task_that_is_not_done_has_nothing_to_take_back_and_a_removed_one_can_be_made_again(owner: Visitor) -> None:
    made = task(owner, description="At noon")
    owner.ask("reopen_task", made)
    assert titles(owner) == ["Ring back"]
    was = owner.ask("delete_task", made)["task"]
    assert titles(owner) == []
    again = owner.ask("create_task", {name: was[name] for name in ("title", "description", "priority", "repeat")})
    assert again["task_id"] != made
    assert owner.ask("get_all_tasks")["tasks"][0]["description"] == "At noon"
    assert owner.refusal("get_all_tasks", "someday")["code"] == "invalid"

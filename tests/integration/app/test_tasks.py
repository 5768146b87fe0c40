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
    assert owner.ask("get_all_tasks")["counts"] == {"all": 3, "mine": 2, "overdue": 1, "unassigned": 0}


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


def test_a_booking_makes_one_task_however_often_and_by_however_many_it_is_looked_at(
    owner: Visitor, instance: Instance
) -> None:
    owner.ask("create_contact", {"first_name": "Ann"})
    with instance.database.connection() as connection:
        connection.execute(
            """
            INSERT INTO data.bookings (booking_number, contact, status, start_datetime, end_datetime)
            SELECT 'BK-' || n, (SELECT _id FROM data.contacts LIMIT 1), 'confirmed',
                now() + n * interval '1 day', now() + (n + 1) * interval '1 day'
            FROM generate_series(1, 12) AS n
            """
        )
    with ThreadPoolExecutor(3) as pool:
        made = sum(answer["made"] for answer in pool.map(lambda _: owner.run("create_automated_tasks"), range(3)))
    assert made == len(titles(owner)) == 8
    assert owner.run("create_automated_tasks") == {"made": 0}

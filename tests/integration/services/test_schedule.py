"""Schedules of the manifest on a real queue."""

import asyncio
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import procrastinate
import pytest

from app_server.services import schedule
from app_server.services.background_tasks import queue
from app_server.services.background_tasks.liveness import revive_stalled

from .conftest import eventually


@pytest.fixture
def schedules(instance):
    """What is planned, as ``{job_id: next run}``; with a way to make a run due."""

    class Schedules:
        def planned(self):
            with instance.database.connection() as connection:
                return dict(connection.execute("select job_id, next_run from anvil.schedules").fetchall())

        def make_due(self, due):
            """Have the run wait in the queue as one that was due then."""
            with instance.database.atomic() as connection:
                connection.execute("update anvil.schedules set next_run = %s where job_id = 'tick'", (due,))

        def runs(self):
            with instance.database.connection() as connection:
                return connection.execute(
                    "select due_at, status from anvil.background_tasks where schedule = 'tick' order by due_at"
                ).fetchall()

        def with_manifest(self, entries):
            manifest = {**instance.app.manifest, "scheduled_tasks": entries}
            return FakeInstance(replace(instance.app, manifest=manifest), instance)

    class FakeInstance:
        def __init__(self, app, real):
            self.app, self.database, self.tasks = app, real.database, real.tasks

    yield Schedules()
    schedule.start(instance)


def test_a_schedule_is_planned_when_the_server_starts(schedules):
    due = schedules.planned()["tick"]
    assert due > datetime.now(UTC)
    assert (due.hour, due.minute, due.second) == (2, 0, 0)


def test_a_due_run_starts_once_with_many_workers_and_the_next_is_planned(instance, schedules):
    before = len(schedules.runs())
    due = datetime.now(UTC).replace(hour=2, minute=0, second=0, microsecond=0) - timedelta(days=4)
    schedules.make_due(due)
    workers = [threading.Thread(target=schedule.start_due, args=(instance, "tick", due.isoformat())) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    runs = eventually(lambda: [run for run in schedules.runs() if run[1] == "completed"][before:])
    assert [run[0] for run in runs] == [due]
    assert len(schedules.runs()) == before + 1
    assert schedules.planned()["tick"] > datetime.now(UTC)


def test_runs_that_were_missed_are_counted_for_whoever_asks(instance, schedules):
    before = schedule.missed_runs_of(instance.database)["tick"]
    due = datetime.now(UTC).replace(hour=2, minute=0, second=0, microsecond=0) - timedelta(days=9)
    schedules.make_due(due)
    schedule.start_due(instance, "tick", due.isoformat())
    assert schedule.missed_runs_of(instance.database)["tick"] - before in (8, 9)  # 9 once it is past two o'clock


def test_a_run_is_left_out_while_the_last_one_goes_on(instance, schedules):
    due = datetime.now(UTC) - timedelta(seconds=5)
    with instance.database.connection() as connection:
        connection.execute(
            "insert into anvil.background_tasks (id, task_name, arguments, schedule, due_at)"
            " values ('going-on', 'tick', '{}', 'tick', now() - interval '1 year')"
        )
    before = len(schedules.runs())
    schedules.make_due(due)
    schedule.start_due(instance, "tick", due.isoformat())
    assert len(schedules.runs()) == before
    instance.tasks.records.finish("going-on", "completed")
    assert schedules.planned()["tick"] > datetime.now(UTC)


def test_the_worker_itself_starts_what_becomes_due(instance, schedules):
    soon = datetime.now(UTC) + timedelta(seconds=1)
    entry = {"job_id": "tick", "task_name": "tick", "time_spec": {"every": "hour"}}
    before = len(schedules.runs())
    with instance.database.atomic() as connection:
        schedule._plan(connection, entry, soon)
    eventually(lambda: len(schedules.runs()) > before and schedules.runs()[-1][1] == "completed", seconds=60)


def test_a_changed_schedule_is_planned_anew_and_a_removed_one_no_longer(schedules):
    changed = {"job_id": "tick", "task_name": "tick", "time_spec": {"every": "week", "at": {"day": 2, "hour": 5}}}
    odd = {"job_id": "odd", "task_name": "tick", "time_spec": {"every": "blue moon"}}
    schedule.start(schedules.with_manifest([changed, odd]))
    assert list(schedules.planned()) == ["tick"]
    assert (schedules.planned()["tick"].isoweekday(), schedules.planned()["tick"].hour) == (1, 5)
    schedule.start(schedules.with_manifest([]))
    assert schedules.planned() == {}


def test_starting_again_changes_nothing(instance, schedules):
    schedule.start(instance)
    first = schedules.planned()
    schedule.start(instance)
    assert schedules.planned() == first


def test_a_clock_that_was_set_back_by_much_makes_no_schedule_wait(instance, schedules):
    minute = {"job_id": "tick", "task_name": "tick", "time_spec": {"every": "minute"}}
    schedule.start(schedules.with_manifest([minute]))
    due = schedules.planned()["tick"]
    instance.tasks.launch("tick", schedule="tick", due_at=due)  # done when it was that time before
    schedules.make_due(due + timedelta(hours=3))
    schedule.start(schedules.with_manifest([minute]))
    assert schedules.planned()["tick"] - due <= timedelta(minutes=1)
    before = instance.tasks.launch("tick", schedule="tick", due_at=schedules.planned()["tick"])
    assert before is not None


def test_a_clock_that_was_set_back_by_an_hour_has_no_days_run_twice(instance, schedules):
    schedule.start(instance)
    due = schedules.planned()["tick"] + timedelta(days=1)  # two o'clock has struck; now it is half past one again
    schedules.make_due(due)
    schedule.start(instance)
    assert schedules.planned()["tick"] == due


def test_a_task_is_not_begun_again_when_the_clock_is_set_forward(instance):
    task_id = instance.tasks.launch("wait", (20,))
    eventually(lambda: instance.tasks.records.find(task_id).attempts == 1)
    with instance.database.connection() as connection:
        connection.execute("update procrastinate.procrastinate_workers set last_heartbeat = now() - interval '9 years'")

    async def tend():
        connector = procrastinate.PsycopgConnector(
            conninfo=instance.database.url, kwargs={"options": queue.SEARCH_PATH}
        )
        async with procrastinate.App(connector=connector).open_async() as app:
            await revive_stalled(app, instance.tasks.records)

    asyncio.run(tend())
    with instance.database.connection() as connection:
        jobs = connection.execute("select status from procrastinate.procrastinate_jobs where status = 'doing'")
        assert jobs.fetchall() == [("doing",)]
    instance.tasks.kill(instance.tasks.records.find(task_id))

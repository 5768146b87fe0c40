"""The nights of the business: each task once a date, by its own clocks."""

from __future__ import annotations

import importlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from app_server.instance import Instance

from .conftest import Visitor, eventually

NAMES = {
    *("update_lifecycle_stages", "update_segment_counts", "create_automated_tasks", "purge_old_data"),
    *("check_sender_records", "start_dated_sequences"),
}


def started(instance: Instance) -> list[str]:
    with instance.database.connection() as connection:
        rows = connection.execute("SELECT task_name FROM anvil.background_tasks").fetchall()
        return sorted(name for (name,) in rows if name in NAMES)


@pytest.fixture
def sleeping(instance: Instance) -> None:
    """A business where it is noon now, and no night was noted."""
    hours = 12 - datetime.now(UTC).hour
    zone = f"Etc/GMT{-hours:+d}" if hours else "Etc/UTC"
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.config SET time_zone = %s", (zone,))
        connection.execute("TRUNCATE data.nightly_runs")
        connection.execute("DELETE FROM anvil.background_tasks WHERE task_name = ANY(%s)", (list(NAMES),))
    importlib.import_module("server_shared.config")._Cache.settings = None


@pytest.mark.usefixtures("empty", "sleeping")
def test_however_many_look_each_task_is_started_once_a_date(instance: Instance, owner: Visitor) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: owner.run("start_nightly_tasks"), range(4)))
    assert sorted(name for names in answers for name in names) == sorted(NAMES)
    assert eventually(lambda: started(instance) == sorted(NAMES))
    assert owner.run("start_nightly_tasks") == []
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.nightly_runs SET local_date = local_date - 1 WHERE task_name LIKE 'purge%'")
    assert owner.run("start_nightly_tasks") == ["purge_old_data"]


def test_contacts_come_into_the_stages_of_their_days(instance: Instance, owner: Visitor, empty: None) -> None:
    with instance.database.connection() as connection:
        connection.execute(
            "INSERT INTO data.contacts (contact_id, contact_number, first_name, status, date_added, created_at,"
            " last_contact_date, total_spent_minor, total_transactions, lifecycle_stage, version, sort_name)"
            " SELECT 'C-' || n, n, 'P' || n, 'lead', now(), now(),"
            " now() - n % 400 * interval '1 day', 0, n % 2, 'new', 1,"
            " 'p' || n FROM generate_series(1, 2000) n"
        )
    assert owner.run("update_lifecycle_stages")["moved"] > 1500
    assert owner.run("update_lifecycle_stages") == {"moved": 0}
    counted = {}
    with instance.database.connection() as connection:
        for stage, count in connection.execute(
            "SELECT lifecycle_stage, count(*) FROM data.contacts GROUP BY 1"
        ).fetchall():
            counted[stage] = count
    assert counted == expected_stages()


def expected_stages() -> dict[str, int]:
    """The stages of people last met ``n % 400`` days ago, of whom every other has bought something."""
    stages = {"new": 0, "active": 0, "at_risk": 0, "lost": 0}
    for number in range(1, 2_001):
        days = number % 400
        if days <= 30 and number % 2 == 0:
            stages["new"] += 1
        else:
            stages["active" if days <= 90 else "at_risk" if days <= 180 else "lost"] += 1
    return stages

"""Imports that are killed, doubled or broken go on and make nobody twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app_server.instance import Instance

from .conftest import APP, Visitor, eventually
from .importing import ended, inspect, sums

pytestmark = pytest.mark.usefixtures("empty")


def test_an_import_killed_at_any_point_goes_on_without_a_double(
    instance: Instance, owner: Visitor, tmp_path: Path
) -> None:
    rows = "".join(f"Person {number},p{number}@example.com\n" for number in range(8_000))
    number, _ = inspect(owner, "Name,E-mail\n" + rows)
    with instance.database.connection() as connection:
        connection.execute(
            "UPDATE data.contact_imports SET status = 'queued', mapping = %s, options = '{}' WHERE import_number = %s",
            ('{"0": "full_name", "1": "email"}', number),
        )
    command = [sys.executable, "-m", "app_server", "launch", "run_contact_import", str(number)]
    command += ["--app", str(APP), "--database", instance.database.url, "--data-dir", str(tmp_path)]
    rows_done = 0
    for _ in range(2):
        process = subprocess.Popen(command, cwd=APP, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        goal = rows_done + 500
        eventually(lambda goal=goal: owner.ask("get_import", number)["import"]["rows_done"] >= goal, 60)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        rows_done = owner.ask("get_import", number)["import"]["rows_done"]
        assert owner.ask("get_all_contacts")["total"] == rows_done
    assert 1000 <= rows_done < 8_000
    owner.run("run_contact_import", number)
    done = owner.ask("get_import", number)["import"]
    assert (done["status"], *sums(done)) == ("done", 8_000, 0, 0)
    assert owner.ask("get_all_contacts")["total"] == 8_000


def test_two_runs_of_one_import_at_once_do_no_harm(instance: Instance, owner: Visitor) -> None:
    rows = "".join(f"Person {number},p{number}@example.com\n" for number in range(3000))
    number, mapping = inspect(owner, "Name,E-mail\n" + rows)
    owner.ask("start_import", number, mapping, {})
    Visitor(instance).run("run_contact_import", number)
    done = ended(owner, number)
    assert (done["status"], *sums(done)) == ("done", 3000, 0, 0)
    assert owner.ask("get_all_contacts")["total"] == 3000


def test_a_fault_in_the_middle_is_told_and_the_import_can_go_on(
    owner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = sys.modules["master_template.server_customers.import_running"]
    stored = running.store_people
    calls = []

    def breaks_once(*args: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the disk is full")
        stored(*args)

    monkeypatch.setattr(running, "store_people", breaks_once)
    rows = "".join(f"Person {number},p{number}@example.com\n" for number in range(1200))
    number, mapping = inspect(owner, "Name,E-mail\n" + rows)
    owner.ask("start_import", number, mapping, {})
    failed = ended(owner, number)
    assert (failed["status"], failed["rows_done"], failed["can_resume"]) == ("failed", 500, True)
    assert "disk" not in failed["error"]
    owner.ask("start_import", number, mapping, {})
    eventually(lambda: owner.ask("get_import", number)["import"]["status"] == "done")
    assert owner.ask("get_all_contacts")["total"] == 1200

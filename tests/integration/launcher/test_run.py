"""`./mybizz run` on an instance of its own: what it prints, what it leaves behind, what it survives."""

from __future__ import annotations

import json
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest

from tests.people import Outcome, expected_outcomes, made_files
from tests.processes import processes_on, server_process
from tests.served import OWNER, PASSWORD, ROOT, Served, new_folder, served
from tests.visitor import Visitor

pytestmark = pytest.mark.timeout(300)
SIGN_INS = ["owner@demo.test", "manager@demo.test", "admin@demo.test", "staff@demo.test", "customer@demo.test"]


def run_to_its_end(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "mybizz", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def assert_nothing_runs(folder: Path) -> None:
    end = time.monotonic() + 20
    while left := processes_on(folder):
        assert time.monotonic() < end, [process.cmdline() for process in left]
        time.sleep(0.1)


def test_the_address_is_followed_by_the_demo_sign_ins(demo_folder: Path) -> None:
    with served(demo_folder) as instance:
        lines = instance.stop()
    assert [line.strip() for line in lines if "@" in line] == SIGN_INS
    assert PASSWORD in lines[0]
    assert instance.launcher.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_runs_on_after_the_launcher(demo_folder: Path, number: int) -> None:
    with served(demo_folder) as instance:
        assert httpx.get(f"{instance.origin}/_/health").json()["status"] == "ok"
        assert len(processes_on(demo_folder)) >= 3
        instance.stop(number)
    assert_nothing_runs(demo_folder)


def test_a_killed_server_is_told_and_leaves_no_database(demo_folder: Path) -> None:
    with served(demo_folder) as instance:
        server_process(instance.launcher.pid).kill()
        lines = instance.rest()
    assert "The server ended by itself" in lines[-1]
    assert instance.launcher.returncode == 1
    assert_nothing_runs(demo_folder)


def kill_server(instance: Served) -> None:
    server_process(instance.launcher.pid).kill()


def cut_the_power(instance: Served) -> None:
    """End launcher, server and database at once, none of them asked."""
    victims = [*psutil.Process(instance.launcher.pid).children(recursive=True), *processes_on(instance.folder)]
    instance.launcher.kill()
    for process in victims:
        with suppress(psutil.NoSuchProcess):
            process.kill()


@pytest.mark.parametrize("disaster", [kill_server, cut_the_power])
def test_an_import_goes_on_after_a_disaster_and_doubles_nobody(
    demo_folder: Path, disaster: Callable[[Served], None]
) -> None:
    file = made_files(ROOT / ".mybizz" / "cache", rows=3_000)[0]
    with new_folder() as folder:
        # With the accounts that files belong to, one of which is PostgreSQL's.
        subprocess.run(["cp", "-a", demo_folder, folder], check=True)
        with served(folder) as instance, Visitor(instance.origin) as visitor:
            visitor.sign_in(OWNER, PASSWORD)
            before = visitor.must("get_dashboard")["counts"]["contacts"]
            number = visitor.import_file(file.path)
            while not (found := visitor.must("get_import", number)["import"])["rows_done"]:
                time.sleep(0.02)
            assert found["status"] == "running"
            disaster(instance)
        with served(folder) as instance, Visitor(instance.origin) as visitor:
            visitor.sign_in(OWNER, PASSWORD)
            done = visitor.wait_for_import(number)
            after = visitor.must("get_dashboard")["counts"]["contacts"]
    expected = expected_outcomes([file])[0]
    counted = Outcome(done["created_count"], done["updated_count"], done["skipped_count"])
    assert (done["status"], counted) == ("done", expected)
    assert after - before == expected.created


def test_a_second_launcher_of_the_instance_is_told_where_it_runs(demo_folder: Path) -> None:
    with served(demo_folder) as instance:
        second = run_to_its_end("run", "--data", str(demo_folder), "--port", "42899")
    assert second.returncode == 1
    assert instance.origin in second.stderr
    assert "Traceback" not in second.stderr


def test_a_taken_port_is_one_sentence(demo_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = run_to_its_end("run", "--data", str(demo_folder), "--port", str(taken.getsockname()[1]))
    assert ended.returncode == 1
    assert "is taken" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_keys_are_for_the_owner_only_and_in_no_process_list(demo_folder: Path) -> None:
    keys = demo_folder / "keys.json"
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    with served(demo_folder):
        shown = " ".join(" ".join(process.cmdline()) for process in processes_on(demo_folder))
    assert not [key for key in json.loads(keys.read_text()).values() if key in shown]


def test_a_business_without_demo_data_has_no_demo_sign_ins() -> None:
    with new_folder() as folder, served(folder, "--no-demo") as instance:
        with Visitor(instance.origin) as visitor:
            assert visitor.call("sign_in", OWNER, PASSWORD, False)["success"] is False
        lines = instance.stop()
    assert "first owner" in lines[0]
    assert not [line for line in lines if "@demo.test" in line]


def test_the_first_owner_gets_a_link_to_choose_a_password() -> None:
    with new_folder() as folder, served(folder, "--no-demo") as instance:
        ended = run_to_its_end("owner", "naledi@example.com", "Naledi Mokoena", "--data", str(folder))
        assert ended.returncode == 0, ended.stderr
        (mail,) = httpx.get(f"{instance.mails}/mails.json").json()
        again = run_to_its_end("owner", "naledi@example.com", "Naledi Mokoena", "--data", str(folder))
    assert mail["to"] == "naledi@example.com"
    assert instance.origin in mail["text"]
    assert again.returncode == 1
    assert "At most 1 person can be owner" in again.stderr


def test_an_owner_needs_a_running_business(tmp_path: Path) -> None:
    ended = run_to_its_end("owner", "naledi@example.com", "Naledi Mokoena", "--data", str(tmp_path))
    assert "is not running" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_business_is_saved_while_it_is_served_and_restored_when_it_is_not(demo_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "demo.backup"
    where = (str(file), "--instance", "demo", "--data", str(demo_folder))
    with served(demo_folder):
        saved = run_to_its_end("backup", *where)
        assert (saved.returncode, file.is_file()) == (0, True), saved.stderr
        refused = run_to_its_end("restore", *where, "--yes")
        assert (refused.returncode, "is served at" in refused.stderr) == (1, True)
    assert "add --yes if that is meant" in run_to_its_end("restore", *where).stderr
    restored = run_to_its_end("restore", *where, "--yes")
    assert restored.returncode == 0, restored.stderr
    assert "master_template is as it was at" in restored.stdout

"""The commands: what they print, what they refuse in one sentence, and how they end."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.server_process import ROOT, WIRE_APP, ServerProcess, free_port

RUN_SECONDS = 60


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app_server", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=RUN_SECONDS, check=False)


def in_one_sentence(result: subprocess.CompletedProcess[str]) -> str:
    """What a refused command said. Asserts that it was one line, and the exit code 1."""
    said = [line for line in result.stderr.splitlines() if not line.startswith("{")]
    assert (result.returncode, len(said)) == (1, 1), result.stderr
    return said[0]


@pytest.fixture(scope="module")
def flags(database_url: str) -> list[str]:
    return ["--app", str(WIRE_APP), "--database", database_url]


def test_a_taken_port_is_a_sentence(flags: list[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = in_one_sentence(run("serve", *flags, "--port", port))
    assert said == f"127.0.0.1 port {port} cannot be used (Address already in use): choose another with --port."


def test_a_folder_without_an_app_is_a_sentence(tmp_path: Path) -> None:
    result = run("serve", "--app", str(tmp_path), "--port", str(free_port()))
    assert in_one_sentence(result) == f"There is no Anvil app in {tmp_path}: it has no anvil.yaml."


def test_a_database_out_of_reach_is_a_sentence(flags: list[str]) -> None:
    url = f"postgresql://someone:pass4711@127.0.0.1:{free_port()}/nothing"
    result = run("serve", *flags, "--port", str(free_port()), "--database", url)
    assert in_one_sentence(result).startswith("The database cannot be used:")
    assert "pass4711" not in result.stderr


@pytest.mark.parametrize("flag", ["--secret", "--encryption-key", "--dep-id"])
def test_a_malformed_pair_is_a_sentence_that_keeps_the_value(flags: list[str], flag: str) -> None:
    result = run("serve", *flags, "--port", str(free_port()), flag, "value4711")
    assert in_one_sentence(result) == f"{flag} expects NAME=VALUE."


def test_a_module_that_cannot_be_imported_is_a_sentence_and_its_trace_in_the_log(
    tmp_path: Path, new_database: str
) -> None:
    (tmp_path / "server_code").mkdir()
    (tmp_path / "anvil.yaml").write_text("package_name: broken")
    (tmp_path / "server_code" / "faulty.py").write_text("x = 1\nraise ValueError('no luck')\n")
    result = run("migrate", "--app", str(tmp_path), "--database", new_database)
    assert result.returncode == 0
    result = run("launch", "nothing", "--app", str(tmp_path), "--database", new_database)
    assert in_one_sentence(result) == "The app cannot be loaded: ValueError: no luck (faulty.py, line 2)."


def test_migrate_says_what_it_did(flags: list[str]) -> None:
    assert "Create the table contacts." in run("migrate", *flags).stdout
    assert run("migrate", *flags).stdout == "Nothing to change.\n"


def test_tables_that_are_there_change_only_when_that_is_asked_for(tmp_path: Path, new_database: str) -> None:
    manifest = "package_name: grows\ndb_schema: {things: {title: things, client: none, server: full, columns: [%s]}}"
    flags = ["nothing", "--app", str(tmp_path), "--database", new_database]
    (tmp_path / "anvil.yaml").write_text(manifest % "{name: a, type: string}")
    assert "has no background task" in in_one_sentence(run("launch", *flags))
    (tmp_path / "anvil.yaml").write_text(manifest % "{name: a, type: string}, {name: b, type: number}")
    assert in_one_sentence(run("launch", *flags)).startswith("The tables are not what the app's files say.")
    assert "has no background task" in in_one_sentence(run("launch", *flags, "--auto-migrate"))
    assert "has no background task" in in_one_sentence(run("launch", *flags))
    (tmp_path / "anvil.yaml").write_text(manifest % "{name: b, type: number}")
    assert "data would be lost" in in_one_sentence(run("launch", *flags, "--auto-migrate"))
    planned = run("migrate", *flags[1:], "--plan")
    assert (planned.returncode, planned.stdout) == (0, "Drop the column a of things and its values. (loses data)\n")
    assert run("migrate", *flags[1:]).returncode == 1
    assert run("migrate", *flags[1:], "--yes-drop").returncode == 0


def test_launch_runs_a_task_and_shows_its_progress(flags: list[str]) -> None:
    result = run("launch", "count_to", "3", *flags)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-2:] == ['{"step":3}', "3"]


def test_launch_runs_a_callable_too(flags: list[str]) -> None:
    assert run("launch", "say_hello", '"Ada"', *flags).stdout == '"Hello, Ada!"\n'


def test_launch_tells_of_failure(flags: list[str]) -> None:
    result = run("launch", "fail", '"no luck"', *flags)
    assert (result.returncode, result.stdout) == (1, "")
    assert "fail failed: no luck" in result.stderr


def test_launch_refuses_what_it_cannot_run(flags: list[str]) -> None:
    assert (
        in_one_sentence(run("launch", "no_such", *flags))
        == "Wire has no background task and no callable named 'no_such'."
    )
    assert in_one_sentence(run("launch", "count_to", "{", *flags)).startswith("The task's arguments are JSON")


def test_a_demo_instance_is_served_on_this_machine_only(new_database: str) -> None:
    flags = ["--app", str(WIRE_APP), "--database", new_database]
    assert run("set", "loopback_only", "true", *flags).returncode == 0
    refused = run("serve", *flags, "--port", str(free_port()), "--ip", "0.0.0.0")
    assert in_one_sentence(refused).startswith("This instance holds demo data and is served on this machine only")
    assert run("launch", "say_hello", '"x"', *flags).returncode == 0


def test_set_knows_what_can_be_set(flags: list[str]) -> None:
    said = "What can be set: loopback_only (true or false)."
    assert in_one_sentence(run("set", "signing_key", "x", *flags)) == said
    assert in_one_sentence(run("set", "loopback_only", "perhaps", *flags)) == said


def post(server: ServerProcess, command: str, *args: object, cookies: dict[str, str] | None = None) -> httpx.Response:
    message = {"type": "CALL", "id": "1", "command": command, "args": list(args), "kwargs": {}, "objects": []}
    return httpx.post(f"{server.url}/_/server-call-http", json=message, cookies=cookies, timeout=20)


def test_it_stops_by_a_signal_within_a_moment_and_leaves_nothing_running(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path / "data")
    for number in (signal.SIGTERM, signal.SIGINT):
        started = time.monotonic()
        assert server.stop(number) == 0
        assert time.monotonic() - started < 10
        # The lock file is PostgreSQL's own word for running.
        assert not list(server.data_dir.rglob("postmaster.pid"))
        assert {line["level"] for line in server.logged()} == {"info"}
        if number == signal.SIGTERM:
            server.start()


def test_a_call_that_never_ends_does_not_keep_it_from_stopping(server: ServerProcess) -> None:
    with pytest.raises(httpx.ReadTimeout):
        message = {"type": "CALL", "id": "1", "command": "spin", "args": [60], "kwargs": {}, "objects": []}
        httpx.post(f"{server.url}/_/server-call-http", json=message, timeout=0.3)
    started = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_session_outlives_the_server(server: ServerProcess, number: int) -> None:
    cookies = dict(post(server, "remember", "kept").cookies)
    server.stop(number)
    server.start()
    assert post(server, "recall", cookies=cookies).json()["response"] == "kept"
    post(server, "add_contact", "after the restart")
    assert post(server, "names").json()["response"] == ["after the restart"]

"""Two server processes on one database are one instance: uplinks of either are everybody's."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from app_server.database import create_database
from app_server.embedded_postgres import EmbeddedServer
from tests.server_process import SERVER_KEY, ServerProcess

from .conftest import BrowserSession, GenuineUplink, parts_of, with_file

Connect = Callable[..., GenuineUplink]


@pytest.fixture(scope="module")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = EmbeddedServer(tmp_path_factory.mktemp("shared") / "postgres")
    server.start()
    create_database(server.url("postgres"), "app")
    yield server.url("app")
    server.stop()


@pytest.fixture(scope="module")
def here(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    flags = ("--database", database_url, "--call-timeout", "4")
    running = ServerProcess(tmp_path_factory.mktemp("here") / "data", *flags)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def there(here: ServerProcess, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """The process that uplinks connect to in these tests; calls are made to the other."""
    flags = ("--database", database_url, "--call-timeout", "4")
    running = ServerProcess(tmp_path_factory.mktemp("there") / "data", *flags)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser(here: ServerProcess) -> Iterator[BrowserSession]:
    session = BrowserSession(here.url)
    yield session
    session.http.close()


def offered(browser: BrowserSession, name: str, *args: Any) -> Any:
    """What the function answers as soon as an uplink's offer of it is known."""
    end = time.monotonic() + 10
    while True:
        answer = browser.post(name, *args).json()
        if answer.get("error", {}).get("type") not in (
            "anvil.server.NoServerFunctionError",
            "anvil.server.UplinkDisconnectedError",
            "anvil.server.RuntimeUnavailableError",
        ):
            assert "error" not in answer, answer
            return answer["response"]
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module")
def uplink(there: ServerProcess, browser: BrowserSession) -> Iterator[GenuineUplink]:
    names = ("uplink_greeting", "uplink_context", "uplink_calls_back", "uplink_fails", "uplink_doubles", "uplink_waits")
    connected = GenuineUplink(there.url, SERVER_KEY, *names, "count_contacts_from_uplink")
    offered(browser, "uplink_greeting", "x")
    yield connected
    connected.close()


def test_a_page_calls_an_uplink_of_the_other_process(browser: BrowserSession, uplink: GenuineUplink) -> None:
    assert browser.call("uplink_greeting", "Ada") == "The uplink greets Ada"


def test_a_function_of_a_process_calls_one(browser: BrowserSession, uplink: GenuineUplink) -> None:
    assert browser.call("call_other", "uplink_greeting", "Ada") == "The uplink greets Ada"


def test_who_called_and_whether_to_trust_it_is_told_there(browser: BrowserSession, uplink: GenuineUplink) -> None:
    assert browser.call("uplink_context") == ["browser", "browser", False]
    assert browser.call("call_other", "uplink_context") == ["browser", "server_module", True]


def test_what_it_calls_meanwhile_runs_where_its_caller_waits(browser: BrowserSession, uplink: GenuineUplink) -> None:
    assert browser.call("uplink_calls_back", "Ada") == "Hello, Ada! uplink"


def test_it_sees_what_its_callers_transaction_has_written(browser: BrowserSession, uplink: GenuineUplink) -> None:
    assert browser.call("add_contact_and_ask_uplink", "In an open transaction") == 1


def test_its_errors_reach_the_caller(browser: BrowserSession, uplink: GenuineUplink) -> None:
    error = browser.error("uplink_fails", "not today")
    assert (error["type"], error["message"]) == ("ValueError", "not today")


@pytest.mark.parametrize("size", [0, 1, 300_000])
def test_media_cross_both_ways(browser: BrowserSession, uplink: GenuineUplink, size: int) -> None:
    content = bytes(index % 251 for index in range(size))
    answer = with_file(browser, "uplink_doubles", content)
    [doubled] = [part for name, part in parts_of(answer).items() if name != "json-data"]
    assert doubled == content * 2


def test_the_session_survives_the_way_there_and_back(browser: BrowserSession, uplink: GenuineUplink) -> None:
    browser.call("remember", "by the server")
    browser.call("uplink_greeting", "x")
    assert browser.call("recall") == "by the server"


def test_a_call_that_takes_too_long_is_given_up(browser: BrowserSession, uplink: GenuineUplink) -> None:
    error = browser.error("uplink_waits")
    assert (error["type"], error["message"]) == ("anvil.server.TimeoutError", "Server code took too long")


def test_an_uplink_of_one_process_calls_one_of_the_other(
    here: ServerProcess, there: ServerProcess, browser: BrowserSession, uplink: GenuineUplink
) -> None:
    other = GenuineUplink(here.url, SERVER_KEY)
    try:
        assert other.do("call", "uplink_greeting", "Ada") == "The uplink greets Ada"
    finally:
        other.close()


def test_a_background_task_of_an_uplink_there_is_launched_here(
    here: ServerProcess, there: ServerProcess, uplink: GenuineUplink
) -> None:
    uplink.do("offer_task", "uplink_counts")
    launching = GenuineUplink(here.url, SERVER_KEY)
    try:
        time.sleep(0.5)
        states, last_state, result, task_id = launching.do("watch_task", "uplink_counts", 8)
    finally:
        launching.close()
    assert last_state == {"done": 8}
    assert result == {"counted": 8, "task": task_id}
    assert any(0 < (done or 0) < 8 for done in states)


def test_uplinks_of_both_processes_take_turns(
    here: ServerProcess, there: ServerProcess, browser: BrowserSession
) -> None:
    uplinks = [GenuineUplink(url, SERVER_KEY, url, "who_answers") for url in (here.url, there.url)]
    try:
        offered(browser, "who_answers")
        end = time.monotonic() + 5
        while len({browser.call("who_answers") for _ in range(2)}) < 2:
            assert time.monotonic() < end
        answers = [browser.call("who_answers") for _ in range(6)]
    finally:
        for uplink in uplinks:
            uplink.close()
    assert answers[0] != answers[1]
    assert answers[:2] * 3 == answers


def test_when_its_uplink_goes_the_call_fails_and_then_the_function_is_gone(
    here: ServerProcess, there: ServerProcess, browser: BrowserSession
) -> None:
    going = GenuineUplink(there.url, SERVER_KEY, "uplink_sleeps")
    offered(browser, "uplink_sleeps", 0)
    failed = in_background(lambda: browser.error("uplink_sleeps", 30))
    time.sleep(0.5)
    going.close()
    error = failed()
    assert (error["type"], error["message"]) == ("anvil.server.UplinkDisconnectedError", "Uplink disconnected")
    assert gone(browser, "uplink_sleeps") == 'The uplink server for "uplink_sleeps" has been disconnected'


def test_the_uplinks_of_a_process_that_dies_are_forgotten_at_once(
    here: ServerProcess, database_url: str, browser: BrowserSession, tmp_path_factory: pytest.TempPathFactory
) -> None:
    dying = ServerProcess(tmp_path_factory.mktemp("dying") / "data", "--database", database_url)
    going = GenuineUplink(dying.url, SERVER_KEY, "uplink_sleeps")
    try:
        offered(browser, "uplink_sleeps", 0)
        failed = in_background(lambda: browser.error("uplink_sleeps", 30))
        time.sleep(0.5)
        started = time.monotonic()
        dying.stop(signal.SIGKILL)
        assert failed()["type"] == "anvil.server.UplinkDisconnectedError"
        assert time.monotonic() - started < 3
        assert gone(browser, "uplink_sleeps") == 'The uplink server for "uplink_sleeps" has been disconnected'
    finally:
        going.close()


def test_uplinks_are_found_again_after_every_connection_to_the_database_was_lost(
    database_url: str, browser: BrowserSession, uplink: GenuineUplink
) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()")
    assert offered(browser, "uplink_greeting", "Ada") == "The uplink greets Ada"


def in_background(run: Callable[[], Any]) -> Callable[[], Any]:
    """Begin something, and have the returned function wait for its result."""
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(run()))
    thread.start()

    def wait() -> Any:
        thread.join(20)
        [result] = results
        return result

    return wait


def gone(browser: BrowserSession, name: str) -> str:
    """The message, as soon as the function's uplink is known to have gone."""
    end = time.monotonic() + 5
    while (error := browser.error(name, 0))["message"] == "Uplink disconnected":
        assert time.monotonic() < end
        time.sleep(0.05)
    return str(error["message"])

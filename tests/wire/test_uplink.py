"""The genuine anvil-uplink connects, calls, is called, and uses the tables."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable

import httpx
import pytest

from tests.server_process import CLIENT_KEY, SERVER_KEY, ServerProcess

from .conftest import BrowserSession, GenuineUplink, UplinkError

Connect = Callable[..., GenuineUplink]


def registered(browser: BrowserSession, name: str, *args: object) -> None:
    """Wait until the server knows the uplink's function: registrations are not answered."""
    end = time.monotonic() + 5
    while browser.post(name, *args).json().get("error", {}).get("type") == "anvil.server.NoServerFunctionError":
        assert time.monotonic() < end
        time.sleep(0.02)


def test_it_calls_a_function_of_the_server(connect: Connect) -> None:
    uplink = connect(SERVER_KEY)
    assert uplink.do("call", "say_hello", "Ada") == "Hello, Ada!"
    assert uplink.environment_name == "Default environment"


def test_it_is_trusted_by_the_server_key_and_not_by_the_clients(connect: Connect) -> None:
    assert connect(SERVER_KEY).do("call", "context")["caller"] == ["uplink", True]
    assert connect(CLIENT_KEY).do("call", "context")["caller"] == ["client-uplink", False]


def test_it_reads_and_writes_the_tables(connect: Connect) -> None:
    uplink = connect(SERVER_KEY)
    photo = base64.b64encode(b"\x89PNG" + bytes(100_000)).decode()
    uplink.do("add_contact", "Grace", photo)
    assert ["Grace", 7] in uplink.do("read_contacts")
    assert uplink.do("read_photo", "Grace") == [100_004, "image/png", "photo.png", photo]


def test_its_transactions_are_undone_or_kept_as_a_whole(connect: Connect) -> None:
    uplink = connect(SERVER_KEY)
    with pytest.raises(UplinkError, match="undo"):
        uplink.do("add_two_and_fail", "Never")
    uplink.do("add_two", "Always")
    names = [name for name, _ in uplink.do("read_contacts")]
    assert (names.count("Never"), names.count("Always")) == (0, 2)


def test_a_client_uplink_may_neither_read_tables_nor_offer_functions(connect: Connect, server: ServerProcess) -> None:
    uplink = connect(CLIENT_KEY)
    with pytest.raises(UplinkError) as caught:
        uplink.do("read_contacts")
    assert caught.value.kind == "PermissionDenied"
    with pytest.raises(UplinkError) as caught:
        uplink.do("call", "task:count_to", 3)
    assert caught.value.kind == "PermissionDenied"
    connect(CLIENT_KEY, "uplink_greeting")
    assert BrowserSession(server.url).error("uplink_greeting", "x")["type"] == "anvil.server.NoServerFunctionError"


def test_no_uplink_reads_secrets_but_what_it_calls_may(connect: Connect) -> None:
    uplink = connect(SERVER_KEY)
    with pytest.raises(UplinkError, match="Uplink code cannot access secrets for this app"):
        uplink.do("call", "anvil.private.secrets.get_secret", "TOKEN")
    assert uplink.do("call", "read_secret", "TOKEN") == "s3cret"


def test_a_browser_calls_its_functions(connect: Connect, browser: BrowserSession) -> None:
    connect(SERVER_KEY, "uplink_greeting", "uplink_context", "uplink_calls_back")
    registered(browser, "uplink_greeting", "x")
    assert browser.call("uplink_greeting", "Ada") == "The uplink greets Ada"
    assert browser.call("uplink_context") == ["browser", "browser", False]
    assert browser.call("uplink_calls_back", "Ada") == "Hello, Ada! uplink"
    assert browser.call("call_other", "uplink_context") == ["browser", "server_module", True]


def test_the_browsers_session_outlives_a_call_to_an_uplink(connect: Connect, browser: BrowserSession) -> None:
    connect(SERVER_KEY, "uplink_greeting")
    registered(browser, "uplink_greeting", "x")
    browser.call("remember", "by the server")
    browser.call("uplink_greeting", "x")
    assert browser.call("recall") == "by the server"


def test_its_errors_reach_the_caller(connect: Connect, browser: BrowserSession) -> None:
    connect(SERVER_KEY, "uplink_fails")
    registered(browser, "uplink_fails", "x")
    error = browser.error("uplink_fails", "not today")
    assert (error["type"], error["message"], error["trace"]) == ("ValueError", "not today", [])


def test_errors_of_the_server_reach_it(connect: Connect) -> None:
    uplink = connect(SERVER_KEY)
    with pytest.raises(UplinkError) as caught:
        uplink.do("call", "fail", "not today")
    assert (caught.value.kind, caught.value.message) == ("AnvilWrappedError", "not today")
    with pytest.raises(UplinkError) as caught:
        uplink.do("call", "fail_with_key_error")
    assert caught.value.kind == "KeyError"
    with pytest.raises(UplinkError) as caught:
        uplink.do("call", "no_such_function")
    assert caught.value.kind == "NoServerFunctionError"


@pytest.mark.parametrize("size", [0, 1, 256, 257, 5000])
def test_media_cross_in_both_directions(connect: Connect, size: int) -> None:
    uplink = connect(SERVER_KEY, "uplink_doubles")
    expected = [2 * 256 * size, True, "application/octet-stream", "bytes"]
    assert uplink.do("send_media", "double", size) == expected
    assert uplink.do("send_media", "uplink_doubles", size) == expected


def test_it_runs_background_tasks_and_tells_their_state(connect: Connect) -> None:
    uplink = connect(SERVER_KEY)
    uplink.do("offer_task", "uplink_counts")
    states, last_state, result, task_id = uplink.do("watch_task", "uplink_counts", 12)
    assert any(0 < (done or 0) < 12 for done in states)
    assert last_state == {"done": 12}
    assert result == {"counted": 12, "task": task_id}


def test_a_tasks_start_compares_with_the_clock_of_its_machine(connect: Connect) -> None:
    uplink = connect(SERVER_KEY)
    uplink.do("offer_task", "uplink_counts")
    assert 0 <= uplink.do("seconds_since_launch", "uplink_counts", 1) < 60


def test_a_task_that_it_runs_cannot_be_killed(connect: Connect) -> None:
    uplink = connect(SERVER_KEY)
    uplink.do("offer_task", "uplink_counts")
    assert uplink.do("kill_task", "uplink_counts", 5) == ["completed", 5]


def test_three_hundred_threads_call_at_once(connect: Connect) -> None:
    assert connect(SERVER_KEY).do("call_from_threads", "say_hello", 300) == 300


def test_it_prepares_a_connection_and_changes_to_another_key(connect: Connect) -> None:
    uplink = connect(CLIENT_KEY)
    assert uplink.do("connect_again", SERVER_KEY, "Ada") == ["Hello, Ada!", ["uplink", True]]
    assert uplink.do("connect_again", CLIENT_KEY) == [["client-uplink", False]]


def test_a_wrong_key_is_told_to_whoever_calls(connect: Connect) -> None:
    with pytest.raises(UplinkError) as caught:
        connect(SERVER_KEY).do("connect_again", "wrong")
    assert caught.value.message == "Anvil fatal error: Incorrect uplink key"


def test_its_function_wins_over_the_servers(connect: Connect, browser: BrowserSession) -> None:
    uplink = connect(SERVER_KEY, "say_hello", "uplink_greeting")
    registered(browser, "uplink_greeting", "x")
    assert browser.call("say_hello", "Ada") == "The uplink, instead of the server, greets Ada"
    uplink.close()
    end = time.monotonic() + 5
    while browser.call("say_hello", "Ada") != "Hello, Ada!":
        assert time.monotonic() < end
        time.sleep(0.02)


def test_several_uplinks_of_one_function_take_turns(connect: Connect, browser: BrowserSession) -> None:
    for number in range(3):
        connect(SERVER_KEY, f"number {number}", "who_answers", f"offered_{number}")
    registered(browser, "who_answers")
    end = time.monotonic() + 5
    while len({browser.call("who_answers") for _ in range(3)}) < 3:
        assert time.monotonic() < end
    answers = [browser.call("who_answers") for _ in range(9)]
    assert sorted(answers) == sorted([f"number {number}" for number in range(3)] * 3)


def test_a_call_to_an_uplink_that_goes_away_ends_with_an_error(connect: Connect, browser: BrowserSession) -> None:
    uplink = connect(SERVER_KEY, "uplink_waits", "uplink_greeting")
    registered(browser, "uplink_greeting", "x")
    threading.Timer(0.3, uplink.close).start()
    assert browser.error("uplink_waits")["type"] == "anvil.server.UplinkDisconnectedError"
    assert browser.error("uplink_greeting", "x")["type"] == "anvil.server.UplinkDisconnectedError"


def test_a_call_to_an_uplink_that_does_not_answer_is_given_up(connect: Connect, browser: BrowserSession) -> None:
    connect(SERVER_KEY, "uplink_waits", "uplink_greeting")
    registered(browser, "uplink_greeting", "x")
    assert browser.error("uplink_waits")["type"] == "anvil.server.TimeoutError"


def test_inside_a_transaction_its_function_sees_what_the_server_wrote(
    connect: Connect, browser: BrowserSession
) -> None:
    connect(SERVER_KEY, "count_contacts_from_uplink")
    registered(browser, "count_contacts_from_uplink", "x")
    assert browser.call("add_contact_and_ask_uplink", "Inside") == 1


def test_a_wrong_key_is_refused_and_logged(server: ServerProcess, connect: Connect) -> None:
    with pytest.raises(UplinkError, match="Incorrect uplink key"):
        connect("a wrong key").do("call", "say_hello", "x")
    assert any("refused an uplink" in line["message"] for line in server.logged())
    assert "a wrong key" not in server.log.read_text()


def test_it_connects_again_when_the_server_was_away(tmp_path_factory: pytest.TempPathFactory) -> None:
    running = ServerProcess(tmp_path_factory.mktemp("again") / "data")
    uplink = GenuineUplink(running.url, SERVER_KEY, "uplink_greeting")
    try:
        running.stop()
        running.start()
        end = time.monotonic() + 40
        while httpx.post(f"{running.url}/_/server-call-http", json=CALL).json().get("response") != ANSWER:
            assert time.monotonic() < end, running.log.read_text()
            time.sleep(0.2)
    finally:
        uplink.close()
        running.stop()


CALL = {"type": "CALL", "id": "1", "command": "uplink_greeting", "args": ["Ada"], "kwargs": {}, "objects": []}
ANSWER = "The uplink greets Ada"

"""A page's calls over HTTP: values, errors, context, and the time they may take."""

from __future__ import annotations

import concurrent.futures
import time

import pytest

from tests.server_process import ServerProcess

from .conftest import BrowserSession


def test_a_call_is_answered_under_its_id(browser: BrowserSession) -> None:
    answer = browser.post("say_hello", "Ada", id="call-17").json()
    assert answer == {"id": "call-17", "response": "Hello, Ada!", "objects": []}


def test_dates_and_large_numbers_are_described_by_path(browser: BrowserSession) -> None:
    moment = {"type": ["DateTime"], "path": ["args", 0, "when"], "value": "2026-01-31 10:00:00.000000+0200"}
    large = {"type": ["Long"], "path": ["args", 0, "many"], "value": "12345678901234567890"}
    answer = browser.post("echo", {"when": None, "many": None}, objects=[dict(moment), dict(large)]).json()
    assert answer["response"] == {"when": None, "many": None}
    paths = [{**item, "path": ["args", 0, *item["path"][1:]]} for item in answer["objects"]]
    assert sorted(paths, key=str) == sorted([moment, large], key=str)


def test_long_answers_are_compressed_for_pages_that_can_read_them(browser: BrowserSession) -> None:
    message = browser.message("echo", ["a contact"] * 2000)
    plain = browser.http.post("/_/server-call-http", json=message, headers={"Accept-Encoding": "gzip"})
    packed = browser.http.post("/_/server-call-http", json=message, headers={"Accept-Encoding": "gzip, br"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "br"
    assert int(packed.headers["content-length"]) < len(plain.content) / 50
    assert packed.json() == plain.json()


def test_the_function_knows_who_calls(browser: BrowserSession) -> None:
    seen = browser.call("context")
    assert seen["client"] == ["browser", "127.0.0.1"]
    assert seen["caller"] == ["browser", False]
    assert seen["type"] == "server_module"
    assert seen["app"] == ["wire_app", "Default environment"]


def test_a_nested_call_knows_that_server_code_calls(browser: BrowserSession) -> None:
    nested = browser.call("context_of_nested_call")
    assert nested["caller"] == ["server_module", True]
    assert nested["callers"] == ["server_module", "browser"]
    assert browser.call("context_after_nested_call")["caller"] == ["browser", False]


def test_nested_arguments_are_copies(browser: BrowserSession) -> None:
    assert browser.call("is_argument_shared") is False


def test_threads_that_the_app_starts_may_call(browser: BrowserSession) -> None:
    assert browser.call("call_from_a_thread", "Ada") == ["Hello, Ada!"]


def test_calls_nest_ten_deep_and_no_deeper(browser: BrowserSession) -> None:
    assert browser.call("call_again", 9) == 0
    assert browser.error("call_again", 30)["message"] == "Too many nested anvil.server.call()s"


def test_the_unexpected_is_told_without_a_trace_and_logged_with_one(
    browser: BrowserSession, server: ServerProcess
) -> None:
    response = browser.post("fail", "not today")
    error = response.json()["error"]
    assert (error["type"], error["message"], error["trace"]) == ("ValueError", "not today", [])
    assert "greetings.py" not in response.text
    [line] = [line for line in server.logged() if error["reference"] in line["message"]]
    assert "greetings.py" in line["trace"]
    assert line["request"] == response.headers["x-request-id"]


def test_a_callers_except_gets_what_anvil_gives_it(browser: BrowserSession) -> None:
    assert browser.call("what_a_caller_catches") == ["AnvilWrappedError", "inside", "ValueError"]


def test_a_value_that_cannot_cross_is_a_serialization_error(browser: BrowserSession) -> None:
    error = browser.error("unserialisable")
    assert error["type"] == "anvil.server.SerializationError"
    assert error["message"].startswith("Cannot serialize return value from function.")


def test_wrong_arguments_are_a_type_error(browser: BrowserSession) -> None:
    assert browser.error("say_hello")["type"] == "TypeError"


def test_a_transaction_that_fails_leaves_nothing(browser: BrowserSession) -> None:
    browser.error("add_contact_and_fail", "Undone")
    assert "Undone" not in browser.call("names")


@pytest.mark.parametrize("function", ["sleep", "spin"])
def test_a_call_that_takes_too_long_is_given_up(browser: BrowserSession, function: str) -> None:
    started = time.monotonic()
    assert browser.error(function, 6)["type"] == "anvil.server.TimeoutError"
    assert time.monotonic() - started < 4


def test_a_call_that_is_given_up_writes_nothing_any_more(browser: BrowserSession) -> None:
    assert browser.error("write_again_and_again")["type"] == "anvil.server.TimeoutError"
    time.sleep(0.3)
    written = browser.call("names")
    time.sleep(0.5)
    assert browser.call("names") == written


def test_slow_calls_do_not_hold_up_quick_ones(browser: BrowserSession, server: ServerProcess) -> None:
    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        slow = [threads.submit(BrowserSession(server.url).call, "sleep", 1) for _ in range(8)]
        time.sleep(0.1)
        started = time.monotonic()
        browser.call("say_hello", "x")
        assert time.monotonic() - started < 0.5
        for call in slow:
            call.result()

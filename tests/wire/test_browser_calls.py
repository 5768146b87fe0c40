"""A page's calls over HTTP: values, errors, sessions, media, and what is refused."""

from __future__ import annotations

import concurrent.futures
import json
import time
from typing import Any

import httpx
import pytest

from tests.server_process import ServerProcess

from .conftest import BrowserSession

FILE = {"type": ["DataMedia"], "id": "m0", "mime-type": "text/plain", "name": "a.txt"}


def parts_of(response: httpx.Response) -> dict[str, bytes]:
    """The parts of a multipart answer by name."""
    boundary = response.headers["content-type"].partition("boundary=")[2].encode()
    parts = {}
    for part in response.content.split(b"--" + boundary)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
        parts[head.split(b'name="')[1].split(b'"')[0].decode()] = content
    return parts


def with_file(browser: BrowserSession, command: str, content: bytes, *args: Any) -> httpx.Response:
    """A call whose last argument is a file."""
    message = browser.message(command, *args, None, objects=[{**FILE, "path": ["args", len(args)]}])
    files = {"m0": ("blob", content, "application/octet-stream")}
    return browser.http.post("/_/server-call-http", data={"json-data": json.dumps(message)}, files=files)


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


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("no_such_function", "anvil.server.NoServerFunctionError"),
        ("anvil.private.no_such_thing", "anvil.server.NoServerFunctionError"),
        ("task:count_to", "anvil.server.PermissionDenied"),
        ("anvil.private.secrets.get_secret", "anvil.server.PermissionDenied"),
        ("anvil.private.set_cookie", "anvil.server.PermissionDenied"),
        ("anvil.private.get_server_config", "anvil.server.PermissionDenied"),
        ("anvil.private.list_sessions", "anvil.server.PermissionDenied"),
    ],
)
def test_a_page_may_call_only_what_is_for_pages(browser: BrowserSession, command: str, kind: str) -> None:
    assert browser.error(command, "x")["type"] == kind


def test_a_session_begins_with_the_first_value_and_is_kept(browser: BrowserSession) -> None:
    browser.call("recall")
    assert "anvil-session" not in browser.http.cookies
    browser.call("remember", {"basket": [1, 2]})
    assert browser.call("recall") == {"basket": [1, 2]}
    assert browser.call("session_id") == browser.call("session_id")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: BrowserSession) -> None:
    cookie = browser.post("remember", 1).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_sessions_are_apart(browser: BrowserSession, server: ServerProcess) -> None:
    browser.call("remember", "mine")
    assert BrowserSession(server.url).call("recall") is None


@pytest.mark.parametrize("spoil", [lambda c: c[:-1] + ("0" if c[-1] != "0" else "1"), lambda c: "x" + c, lambda c: ""])
def test_a_forged_cookie_is_a_new_session(browser: BrowserSession, server: ServerProcess, spoil: Any) -> None:
    browser.call("remember", "mine")
    forged = spoil(browser.http.cookies["anvil-session"])
    other = BrowserSession(server.url)
    other.http.cookies.set("anvil-session", forged)
    assert other.call("recall") is None


def test_nested_calls_share_the_session_and_a_failed_call_keeps_nothing(browser: BrowserSession) -> None:
    assert browser.call("remember_in_nested_call", 5) == 5
    assert browser.call("recall") == 5
    browser.error("remember_and_fail", 6)
    assert browser.call("recall") == 5


def test_rows_searches_and_capabilities_can_be_kept_in_a_session(browser: BrowserSession) -> None:
    browser.call("add_contact", "Kept in a session")
    browser.call("remember_contact", "Kept in a session")
    expected = ["Kept in a session", ["Kept in a session"], ["shop", 5], "2026-01-31T12:00:00+00:00"]
    assert browser.call("recall_contact") == expected


def test_media_cannot_be_kept_in_a_session(browser: BrowserSession) -> None:
    error = browser.error("remember_media")
    assert error["type"] == "anvil.server.SerializationError"
    assert "anvil.server.session" in error["message"]


def test_a_row_that_a_page_was_given_can_be_handed_back(browser: BrowserSession, server: ServerProcess) -> None:
    browser.call("add_contact", "Handed out")
    answer = browser.post("contact", "Handed out").json()
    back = {
        "args": [answer["response"], "Renamed"],
        "objects": [
            {**item, "path": ["args", 0, *item["path"][1:]]}
            for item in answer["objects"]
            if item["path"][0] != "vt_global"
        ]
        + [item for item in answer["objects"] if item["path"][0] == "vt_global"],
        "vt_global": answer.get("vt_global", {}),
    }
    assert browser.call("rename", **back) == "Renamed"
    assert "Renamed" in browser.call("names")
    thief = BrowserSession(server.url)
    assert thief.error("rename", **back)["type"] == "anvil.server.InvalidObjectError"


def test_rows_searches_and_media_go_into_tasks_and_come_back(browser: BrowserSession) -> None:
    browser.call("add_contact", "In a task")
    assert browser.call("describe_in_background", "In a task") == [
        "In a task",
        ["In a task"],
        "note",
        "In a task",
        "In a task",
    ]


def test_secrets_are_for_server_code(browser: BrowserSession, server: ServerProcess) -> None:
    assert browser.call("read_secret", "TOKEN") == "s3cret"
    assert browser.error("read_secret", "OTHER")["type"] == "anvil.secrets.SecretError"
    assert "s3cret" not in server.log.read_text()


def test_cookies_of_the_app_are_sealed_and_come_back(browser: BrowserSession) -> None:
    assert browser.call("read_cookie", "colour") == "nothing"
    browser.call("keep_cookie", "colour", "green")
    assert "green" not in browser.http.cookies["anvil-local"]
    assert browser.call("read_cookie", "colour") == "green"


def test_media_come_and_go(browser: BrowserSession) -> None:
    content = bytes(range(256)) * 1000
    response = with_file(browser, "double", content)
    parts = parts_of(response)
    [described] = json.loads(parts["json-data"])["objects"]
    assert (described["mime-type"], described["name"], described["path"]) == ("text/plain", "a.txt", ["response"])
    assert parts[described["id"]] == content * 2


def test_media_of_a_table_are_fetched_and_downloaded(browser: BrowserSession, server: ServerProcess) -> None:
    content = b"\x89PNG" + bytes(600_000)
    assert "error" not in with_file(browser, "add_contact", content, "With photo").json()
    answer = browser.post("photo_of", "With photo").json()
    [lazy] = answer["objects"]
    assert (lazy["type"], lazy["length"], lazy["name"]) == (["LazyMedia"], len(content), "a.txt")
    spec = {key: value for key, value in lazy.items() if key != "path"}
    fetched = parts_of(browser.post("anvil.private.fetch_lazy_media", spec))
    assert fetched["m0"] == content
    url = browser.call("anvil.private.get_lazy_media_url", None, True, objects=[{**lazy, "path": ["args", 0]}])
    downloaded = httpx.get(url)
    assert downloaded.content == content
    assert downloaded.headers["content-disposition"] == "attachment; filename*=UTF-8''a.txt"
    assert httpx.get(url.replace("/lm/5b", "/lm/5c")).status_code == 404


def test_lazy_media_of_one_session_are_worth_nothing_in_another(browser: BrowserSession, server: ServerProcess) -> None:
    with_file(browser, "add_contact", b"secret photo", "Private photo")
    [lazy] = browser.post("photo_of", "Private photo").json()["objects"]
    thief = BrowserSession(server.url)
    thief.call("remember", 1)
    spec = {key: value for key, value in lazy.items() if key != "path"}
    assert thief.error("anvil.private.fetch_lazy_media", spec)["type"] == "anvil.server.InvalidObjectError"
    assert (
        thief.error("anvil.private.fetch_lazy_media", {**spec, "key": "local"})["type"]
        == "anvil.server.InvalidObjectError"
    )
    assert (
        thief.error("echo", None, objects=[{**lazy, "path": ["args", 0]}])["type"] == "anvil.server.InvalidObjectError"
    )


def test_media_that_a_function_makes_when_asked(browser: BrowserSession) -> None:
    [lazy] = browser.post("lazy_greeting", "Ada").json()["objects"]
    spec = {key: value for key, value in lazy.items() if key != "path"}
    assert parts_of(browser.post("anvil.private.fetch_lazy_media", spec))["m0"] == b"Dear Ada"
    url = browser.call("anvil.private.get_lazy_media_url", None, False, objects=[{**lazy, "path": ["args", 0]}])
    assert httpx.get(url).content == b"Dear Ada"


def test_a_transaction_that_fails_leaves_nothing(browser: BrowserSession) -> None:
    browser.error("add_contact_and_fail", "Undone")
    assert "Undone" not in browser.call("names")


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]
)
def test_pages_of_other_origins_are_refused(browser: BrowserSession, headers: dict[str, str]) -> None:
    response = browser.http.post("/_/server-call-http", json=browser.message("remember", 1), headers=headers)
    assert response.status_code == 403
    assert response.json()["error"]["type"] == "anvil.server.PermissionDenied"
    assert browser.http.post("/_/log", json={"error": {}}, headers=headers).status_code == 403


def test_the_own_origin_is_taken(browser: BrowserSession, server: ServerProcess) -> None:
    headers = {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}
    response = browser.http.post("/_/server-call-http", json=browser.message("say_hello", "x"), headers=headers)
    assert response.json()["response"] == "Hello, x!"


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'{"command": "say_hello"}', b"\xff\xfe"])
def test_what_is_no_message_is_a_400(browser: BrowserSession, body: bytes) -> None:
    response = browser.http.post("/_/server-call-http", content=body)
    assert response.status_code == 400
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    "parts",
    [
        {"command": 5},
        {"command": None},
        {"args": {"a": 1}},
        {"args": 7},
        {"kwargs": [1]},
        {"objects": 5},
        {"objects": [5]},
        {"objects": [{"path": []}]},
        {"objects": [{"type": ["Date"], "path": ["x", "y"], "value": "z"}]},
        {"objects": [{"type": ["Unknown"], "path": ["args", 0]}]},
        {"objects": [{"type": ["Capability"], "path": ["args", 0], "scope": "x", "mac": 5}]},
        {"liveObjectCall": {"id": 1}},
        {"vt_global": 5, "objects": [{"type": ["ValueType"], "path": ["args", 0], "typeName": "os.path"}]},
    ],
)
def test_messages_made_to_confuse_are_answered_with_an_error(browser: BrowserSession, parts: dict[str, Any]) -> None:
    response = browser.post("echo", "x", **parts)
    assert response.status_code in (200, 400)
    assert response.json().get("error"), response.text
    assert "Traceback" not in response.text


def test_too_large_a_body_is_a_sentence(browser: BrowserSession) -> None:
    response = with_file(browser, "add_contact", bytes(5 * 1024 * 1024), "Too large")
    assert response.status_code == 413
    assert response.json()["error"]["message"] == "That is more than this server takes at once (2 MB)."
    assert "Too large" not in browser.call("names")


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


def test_errors_of_the_page_are_kept_in_the_log(browser: BrowserSession, server: ServerProcess) -> None:
    report = {"error": {"type": "ValueError", "message": "in the page 4711"}}
    assert browser.http.post("/_/log", json=report).status_code == 204
    assert any("in the page 4711" in line["message"] for line in server.logged())
    assert browser.http.post("/_/log", content=b"x" * 20_000).status_code == 400


def test_requests_are_logged_by_id(browser: BrowserSession, server: ServerProcess) -> None:
    request_id = browser.post("say_hello", "x").headers["x-request-id"]
    [line] = [line for line in server.logged() if line.get("request") == request_id]
    assert (line["path"], line["status"]) == ("/_/server-call-http", 200)

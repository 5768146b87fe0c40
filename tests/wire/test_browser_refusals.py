"""What the server refuses a page, or anybody who pretends to be one."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server_process import ServerProcess

from .conftest import BrowserSession, with_file


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("no_such_function", "anvil.server.NoServerFunctionError"),
        ("anvil.private.no_such_thing", "anvil.server.NoServerFunctionError"),
        ("task:count_to", "anvil.server.PermissionDenied"),
        ("anvil.private.secrets.get_secret", "anvil.secrets.SecretError"),
        ("anvil.private.force_login", "anvil.server.NoServerFunctionError"),
        ("anvil.private.get_server_config", "anvil.server.PermissionDenied"),
        ("anvil.private.get_session_data", "anvil.server.InternalError"),
    ],
)
def test_a_page_may_call_only_what_is_for_pages(browser: BrowserSession, command: str, kind: str) -> None:
    assert browser.error(command, "x")["type"] == kind


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
        {"objects": [{"path": ["args", 0], "type": 5}]},
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


def test_errors_of_the_page_are_kept_in_the_log(browser: BrowserSession, server: ServerProcess) -> None:
    report = {"error": {"type": "ValueError", "message": "in the page 4711"}}
    assert browser.http.post("/_/log", json=report).status_code == 204
    assert any("in the page 4711" in line["message"] for line in server.logged())
    assert browser.http.post("/_/log", content=b"x" * 20_000).status_code == 400


def test_requests_are_logged_by_id(browser: BrowserSession, server: ServerProcess) -> None:
    request_id = browser.post("say_hello", "x").headers["x-request-id"]
    lines: list[dict[str, Any]] = []
    end = time.monotonic() + 10
    while not lines and time.monotonic() < end:  # the line is written once the answer is on its way
        lines = [line for line in server.logged() if line.get("request") == request_id]
    [line] = lines
    assert (line["path"], line["status"]) == ("/_/server-call-http", 200)


names = st.sampled_from(
    ["type", "path", "args", "kwargs", "id", "scope", "mac", "value", "typeName", "vt_global", "objects"]
)
kinds = st.sampled_from(
    [
        "DataMedia",
        "LazyMedia",
        "Capability",
        "LiveObject",
        "Date",
        "DateTime",
        "Long",
        "Float",
        "ValueType",
        "Primitive",
        "?",
    ]
)
junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names | st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
described = st.fixed_dictionaries(
    {"type": st.lists(kinds, min_size=1, max_size=2)},
    optional={
        "path": st.lists(names | st.integers(0, 2), max_size=3),
        "value": junk,
        "scope": junk,
        "mac": junk,
        "typeName": st.sampled_from(["os.path", "anvil.tables.v2._Row", "anvil.server._LoadAppResponse", "x"]) | junk,
        "id": junk,
        "manager": junk,
        "key": junk,
        "backend": junk,
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "args": st.lists(junk, max_size=2) | junk,
            "kwargs": junk,
            "objects": st.lists(described, max_size=3) | junk,
            "vt_global": junk,
            "liveObjectCall": junk,
        },
    )
)
def test_no_message_brings_more_than_an_error(browser: BrowserSession, parts: dict[str, Any]) -> None:
    response = browser.post("echo", **parts)
    assert response.status_code in (200, 400), response.text
    assert {"response", "error"} & response.json().keys()
    assert "Traceback" not in response.text
    assert browser.call("say_hello", "x") == "Hello, x!"

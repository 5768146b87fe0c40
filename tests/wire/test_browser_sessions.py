"""What is kept between a page's calls: the session, cookies of the app, and what only server code may read."""

from __future__ import annotations

from typing import Any

import pytest

from tests.server_process import ServerProcess

from .conftest import BrowserSession


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
    assert error["type"] == "Exception"
    assert error["message"] == "Cannot save DataMedia objects in anvil.server.session"


def test_secrets_are_for_server_code(browser: BrowserSession, server: ServerProcess) -> None:
    assert browser.call("read_secret", "TOKEN") == "s3cret"
    assert browser.error("read_secret", "OTHER")["type"] == "anvil.secrets.SecretError"
    assert "s3cret" not in server.log.read_text()


def test_cookies_of_the_app_are_sealed_and_come_back(browser: BrowserSession) -> None:
    assert browser.call("read_cookie", "colour") == "nothing"
    browser.call("keep_cookie", "colour", "green")
    assert "green" not in browser.http.cookies["anvil-local"]
    assert browser.call("read_cookie", "colour") == "green"

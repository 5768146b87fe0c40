"""``anvil.users`` over the page's own wire: cookies, sessions and rows as a browser gets them."""

from collections import defaultdict

import pytest
from starlette.testclient import TestClient

from app_server import page
from app_server.web import make_web_app

PASSWORD = "right horse"


@pytest.fixture(scope="module")
def app(instance):
    patch = pytest.MonkeyPatch()
    patch.setattr(page, "read_build", lambda: defaultdict(lambda: "built.js"))
    yield make_web_app(instance)
    patch.undo()


@pytest.fixture
def open_browser(app):
    """A browser with no cookies; ``browser(name, *args, **kwargs)`` is the answer's message."""

    def new():
        client = TestClient(app, base_url="http://127.0.0.1:42300")

        def call(name, *args, **kwargs):
            message = {"id": "1", "type": "CALL", "command": name, "args": list(args), "kwargs": kwargs, "objects": []}
            return client.post("/_/server-call-http", json=message).json()

        call.cookies = client.cookies
        return call

    return new


def test_a_sign_up_lasts_in_the_session_and_gives_the_page_no_secret(open_browser):
    browser = open_browser()
    answer = browser("anvil.private.users.signup_with_email", "page@shop.test", PASSWORD)
    assert "error" not in answer
    assert "page@shop.test" in str(answer)
    assert "$2a$" not in str(answer)
    assert browser("who_am_i")["response"] == "page@shop.test"
    assert open_browser()("who_am_i")["response"] is None


def test_the_session_cookie_changes_with_the_log_in(open_browser):
    browser = open_browser()
    browser("remember_in_session")
    before = browser.cookies["anvil-session"]
    browser("anvil.private.users.login_with_email", "page@shop.test", PASSWORD)
    assert browser.cookies["anvil-session"] != before
    assert browser("who_am_i")["response"] == "page@shop.test"


def test_a_remembered_browser_is_known_in_its_next_session(open_browser):
    browser = open_browser()
    browser("anvil.private.users.login_with_email", "page@shop.test", PASSWORD, remember=True)
    del browser.cookies["anvil-session"]
    assert browser("who_am_i")["response"] == "page@shop.test"
    browser("anvil.private.users.logout")
    assert browser("who_am_i")["response"] is None
    assert "anvil-remember-me" not in browser.cookies


def test_refusals_carry_the_librarys_type(open_browser):
    error = open_browser()("anvil.private.users.login_with_email", "page@shop.test", "wrong")["error"]
    assert (error["type"], error["trace"]) == ("anvil.users.AuthenticationFailed", [])


@pytest.mark.parametrize("name", ["login_with_google", "begin_fido_assertion"])
def test_what_only_the_stock_server_can_do_is_said(open_browser, name):
    assert "does not support" in open_browser()(f"anvil.private.users.{name}")["error"]["message"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["page@shop.test"],
        [5, 5],
        [None, None],
        [{"a": 1}, ["b"]],
        ["page@shop.test", {}],
        ["a" * 100_000, "b" * 100_000],
    ],
)
def test_odd_arguments_are_an_error_and_sign_nobody_in(open_browser, arguments):
    browser = open_browser()
    assert "error" in browser("anvil.private.users.login_with_email", *arguments)
    assert browser("who_am_i")["response"] is None

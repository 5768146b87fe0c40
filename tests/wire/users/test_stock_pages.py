"""Log-ins of a program that calls as the stock server's page does."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.server_process import ServerProcess
from tests.wire.office import PASSWORD

from ..stock.stock_page import StockPage, StockSocket

_numbers = itertools.count(1)


@pytest.fixture(params=[StockPage, StockSocket], ids=["form", "websocket"])
def page(office: ServerProcess, request: pytest.FixtureRequest) -> Iterator[StockPage]:
    opened = request.param(office.url)
    yield opened
    opened.close()


@pytest.fixture
def address(page: StockPage) -> str:
    """The address of somebody who has an account and is signed in."""
    chosen = f"stock{next(_numbers)}@office.test"
    assert page.call("users", "signup_with_email", chosen, PASSWORD) == chosen
    return chosen


def test_a_log_in_lasts_until_the_log_out(page: StockPage, address: str) -> None:
    assert page.call("users", "get_user") == address
    assert page.call("members_only") == "welcome"
    page.call("users", "logout")
    assert page.call("users", "get_user") is None
    assert page.call("users", "login_with_email", address, PASSWORD) == address
    assert page.call("users", "get_user") == address


def test_who_is_not_signed_in_is_told_so(page: StockPage) -> None:
    assert page.error("members_only")["type"] == "anvil.users.AuthenticationFailed"


def test_a_wrong_password_is_told(page: StockPage, address: str) -> None:
    error = page.error("anvil.private.users.login_with_email", address, "wrong horse")
    assert (error["type"], error["message"]) == (
        "anvil.users.AuthenticationFailed",
        "Incorrect email address or password",
    )


def test_the_page_reads_its_users_row(page: StockPage, address: str) -> None:
    objects = page.ask("anvil.private.users.get_current_user").objects
    assert any(item["type"] == ["ValueType"] for item in objects)


def test_a_log_in_with_forms_is_known_on_a_websocket_as_long_as_its_cookie_is_worth_something(
    office: ServerProcess,
) -> None:
    form = StockPage(office.url)
    form.call("users", "signup_with_email", "both@office.test", PASSWORD)
    socket = StockSocket(office.url, form.http.cookies["anvil-session"])
    assert socket.call("users", "get_user") == "both@office.test"
    form.call("users", "logout")
    assert socket.error("users", "get_user")["type"] == "anvil.server.SessionExpiredError"
    socket.close()
    form.close()

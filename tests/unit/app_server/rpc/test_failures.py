"""What callers are told of exceptions, and what they are not."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from anvil import _server

from app_server.errors import AnvilError
from app_server.rpc import failures


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except type(error) as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (ValueError("no luck"), "ValueError", "no luck"),
        (
            AnvilError("anvil.users.AuthenticationFailed", "Wrong password"),
            "anvil.users.AuthenticationFailed",
            "Wrong password",
        ),
        (_server.PermissionDenied("Not you"), "anvil.server.PermissionDenied", "Not you"),
        (_server.AnvilWrappedError({"type": "shop.SoldOut", "message": "None left"}), "shop.SoldOut", "None left"),
        (_server.NoServerFunctionError("Which?"), "anvil.server.NoServerFunctionError", "Which?"),
        (KeyError("a"), "KeyError", "'a'"),
    ],
)
def test_errors_are_named_as_anvil_names_them(error: BaseException, kind: str, message: str) -> None:
    told = failures.describe(raised(error))
    assert (told["type"], told["message"]) == (kind, message)
    assert told["trace"][0][0] == __file__


def test_a_page_gets_no_trace_and_a_trusted_uplink_does() -> None:
    error = raised(_server.PermissionDenied("Not you"))
    assert failures.report(error, "f", with_trace=False)["trace"] == []
    assert failures.report(error, "f", with_trace=True)["trace"]


def test_the_unexpected_is_logged_under_the_reference_that_the_caller_gets(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        told = failures.report(raised(ValueError("no luck")), "buy", with_trace=False)
    [record] = caplog.records
    assert record.getMessage() == f"buy failed, reference {told['reference']}"
    assert record.exc_info is not None


def test_the_expected_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert "reference" not in failures.report(raised(_server.PermissionDenied("Not you")), "f", with_trace=False)
    assert caplog.records == []


def test_a_fault_of_the_server_says_nothing_of_its_inside(caplog: pytest.LogCaptureFixture) -> None:
    error = failures.internal_error(raised(RuntimeError("password=4711")), "anvil.private.x")
    assert error.type_name == "anvil.server.InternalError"
    assert "4711" not in error.message
    assert error.message.rpartition(" ")[2] in caplog.text


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ValueError("x"), _server.AnvilWrappedError),
        (KeyError("x"), KeyError),
        (AnvilError("anvil.server.PermissionDenied", "x"), _server.PermissionDenied),
        (_server.TimeoutError("x"), _server.TimeoutError),
    ],
)
def test_server_code_catches_what_anvil_would_give_it(error: Exception, kind: type[Exception]) -> None:
    assert type(failures.as_library_exception(raised(error))) is kind


def test_a_wrapped_error_keeps_the_type_it_was() -> None:
    wrapped: Any = failures.as_library_exception(raised(ValueError("x")))
    assert wrapped.error_obj["type"] == "ValueError"

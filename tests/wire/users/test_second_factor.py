"""The second factor of ``anvil.users``: what a page sets up with a one-time code."""

from __future__ import annotations

import json
import time
from typing import Any

import anvil_downlink_worker  # noqa: F401 (brings Anvil's library)
import pytest

from app_server.services.users import totp
from tests.wire.conftest import parts_of
from tests.wire.office import PASSWORD, Visitor


def made(visitor: Visitor) -> dict[str, Any]:
    """A method of the signed-in user and its secret; the picture beside it is left alone."""
    answer = visitor.post("anvil.private.users.totp.generate_secret", None)
    made_now: dict[str, Any] = json.loads(parts_of(answer)["json-data"])["response"]
    return made_now


def code_of(secret: str, seconds: int = 0) -> str:
    return totp._generator(secret).generate(int(time.time()) + seconds).decode()


def test_a_method_is_added_with_the_password(visitor: Visitor) -> None:
    email = visitor.sign_up()
    method = made(visitor)["mfa_method"]
    add = "anvil.private.users.add_mfa_method"
    assert visitor.error(add, "wrong", method)["message"] == "Incorrect password"
    assert visitor.error(add, PASSWORD, {"type": "smoke"})["message"] == "MFA method not supported"
    assert [added["id"] for added in visitor.call(add, PASSWORD, method)] == [method["id"]]
    assert visitor.error(add, PASSWORD, method)["message"] == "MFA method already exists"
    assert visitor.call(add, PASSWORD, method | {"id": "other"}, True)[0]["id"] == "other"
    assert visitor.call("anvil.private.users.get_available_mfa_types", email, PASSWORD) == ["totp"]
    assert visitor.call("anvil.private.users.get_available_mfa_types", email, "wrong") == []


@pytest.mark.parametrize(("seconds", "answer"), [(0, True), (-30, True), (30, True), (-90, None), (90, None)])
def test_a_code_is_taken_one_step_early_or_late(visitor: Visitor, seconds: int, answer: bool | None) -> None:
    visitor.sign_up()
    method = made(visitor)
    code = code_of(method["secret"], seconds)
    assert visitor.call("anvil.private.users.totp.validate_code", method["mfa_method"], code) is answer


@pytest.mark.parametrize("code", ["000000x", "", None, 5, "abcdef"])
def test_what_is_no_code_is_refused(visitor: Visitor, code: Any) -> None:
    visitor.sign_up()
    method = made(visitor)["mfa_method"]
    assert visitor.call("anvil.private.users.totp.validate_code", method, code) is None


@pytest.mark.parametrize("method", [None, {}, "x", {"type": "totp", "secret": "forged"}])
def test_what_is_no_method_takes_no_code(visitor: Visitor, method: Any) -> None:
    assert visitor.call("anvil.private.users.totp.validate_code", method, "123456") is None


def test_nobody_has_no_second_factor(visitor: Visitor) -> None:
    error = visitor.error("anvil.private.users.totp.generate_secret", None)
    assert error["message"] == "Email address not provided and could not be inferred"
    assert visitor.call("anvil.private.users.get_enabled_mfa_types") == ["totp"]
    for name in ("begin_fido_attestation", "twilio.send_verification_token"):
        assert visitor.error(f"anvil.private.users.{name}")["message"] == f"This server does not support {name}."

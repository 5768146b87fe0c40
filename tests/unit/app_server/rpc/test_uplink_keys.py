"""Keys of uplinks: right ones get their privilege, wrong ones a reason, and guessing is slowed down."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from app_server.rpc import uplink

KEYS = SimpleNamespace(settings=SimpleNamespace(uplink_key="server key", client_uplink_key="client key"))
NO_KEYS = SimpleNamespace(settings=SimpleNamespace(uplink_key=None, client_uplink_key=None))


def judge(key: Any, *, version: Any = 8, instance: Any = KEYS, address: str = "192.0.2.1") -> tuple[str, str | None]:
    return uplink._judge({"key": key, "v": version}, instance, address)


@pytest.fixture(autouse=True)
def _nobody_has_guessed() -> None:
    uplink._wrong_keys.clear()


def test_each_key_gets_its_privilege() -> None:
    assert judge("server key") == ("", "uplink")
    assert judge("client key") == ("", "client_uplink")


@pytest.mark.parametrize("key", ["", "server keys", None, 5, ["server key"]])
def test_a_wrong_key_gets_none(key: Any) -> None:
    assert judge(key) == ("Incorrect uplink key", None)


@pytest.mark.parametrize("key", ["", None, "x"])
def test_an_instance_without_keys_takes_no_uplink(key: Any) -> None:
    assert judge(key, instance=NO_KEYS)[1] is None


@pytest.mark.parametrize(
    "frame",
    [{"bytes": b"x"}, {"text": ""}, {"text": "{"}, {"text": "[1]"}, {"text": "5"}, {"type": "websocket.disconnect"}],
)
def test_what_is_no_greeting_is_a_wrong_key(frame: dict[str, Any]) -> None:
    assert uplink._judge(uplink._greeting_of(frame), KEYS, "192.0.2.1") == ("Incorrect uplink key", None)


@pytest.mark.parametrize("version", [None, "8", 5])
def test_an_old_library_is_told_to_be_upgraded(version: Any) -> None:
    assert "pip install --upgrade anvil-uplink" in judge("server key", version=version)[0]


def test_guessing_is_stopped_for_its_address_only() -> None:
    for _ in range(uplink.WRONG_KEYS_PER_MINUTE):
        judge("guess", address="192.0.2.66")
    assert "Too many wrong uplink keys" in judge("server key", address="192.0.2.66")[0]
    assert judge("server key", address="192.0.2.1")[1] == "uplink"

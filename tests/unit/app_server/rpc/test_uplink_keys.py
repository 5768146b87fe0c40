"""Keys of uplinks: right ones get their privilege, wrong ones a reason, and guessing is slowed down."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from app_server.rpc import uplink, uplink_keys

KEYS = SimpleNamespace(uplink_key="server key", client_uplink_key="client key")
NO_KEYS = SimpleNamespace(uplink_key=None, client_uplink_key=None)


def judge(key: Any, *, version: Any = 8, settings: Any = KEYS, address: str = "192.0.2.1") -> tuple[str, str | None]:
    return uplink_keys.judge({"key": key, "v": version}, settings, address)


@pytest.fixture(autouse=True)
def _nobody_has_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uplink_keys, "brake", uplink_keys.Brake())


def test_each_key_gets_its_privilege() -> None:
    assert judge("server key") == ("", "uplink")
    assert judge("client key") == ("", "client_uplink")


@pytest.mark.parametrize("key", ["", "server keys", None, 5, ["server key"], "\ud800"])
def test_a_wrong_key_gets_none(key: Any) -> None:
    assert judge(key) == ("Incorrect uplink key", None)


@pytest.mark.parametrize("key", ["", None, "x"])
def test_an_instance_without_keys_takes_no_uplink(key: Any) -> None:
    assert judge(key, settings=NO_KEYS)[1] is None


@pytest.mark.parametrize(
    "frame",
    [{"bytes": b"x"}, {"text": ""}, {"text": "{"}, {"text": "[1]"}, {"text": "5"}, {"type": "websocket.disconnect"}],
)
def test_what_is_no_greeting_is_refused(frame: dict[str, Any]) -> None:
    assert uplink_keys.judge(uplink._greeting_of(frame), KEYS, "192.0.2.1")[1] is None  # type: ignore[arg-type]


@pytest.mark.parametrize("version", [None, "8", 4])
def test_an_old_library_is_told_to_be_upgraded(version: Any) -> None:
    assert "pip install --upgrade anvil-uplink" in judge("server key", version=version)[0]


def test_guessing_is_stopped_for_its_address_only() -> None:
    for _ in range(uplink_keys.FREE_GUESSES):
        judge("guess", address="192.0.2.66")
    assert "Too many wrong uplink keys" in judge("server key", address="192.0.2.66")[0]
    assert judge("server key", address="192.0.2.1")[1] == "uplink"


def test_who_guesses_on_waits_longer_each_time() -> None:
    brake, now = uplink_keys.Brake(), 0.0
    for _ in range(uplink_keys.FREE_GUESSES):
        brake.wrong("192.0.2.66", now)
    for wait in (60, 120, 240, 480, 600, 600):
        assert brake.refuses("192.0.2.66", now + wait - 1)
        assert not brake.refuses("192.0.2.66", now + wait)
        now += wait
        brake.wrong("192.0.2.66", now)


def test_the_right_key_makes_up_for_wrong_ones() -> None:
    for _ in range(3):
        for _ in range(uplink_keys.FREE_GUESSES - 1):
            judge("guess")
        assert judge("server key")[1] == "uplink"

"""The worker between the outbox behind the line and Twilio: what it asks, and what does not stop it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from server_code.server_messaging.driver_service import Message, Outcome
from uplink import twilio_worker
from uplink.line import Refused
from uplink.twilio_worker import Worker, main

MESSAGE = {
    "send_key": "k",
    "channel": "sms",
    "to": "+27821234567",
    "text": "Hi",
    "sender": "+1",
    "template": "",
    "variables": {},
}


class Driver:
    at_once = 40
    status_url = ""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def deliver(self, messages: Sequence[Message]) -> list[Outcome]:
        self.messages += messages
        return [Outcome(message.send_key, "sent", provider_id="SM1") for message in messages]

    def send_message(self, message: Message) -> Outcome:
        return self.deliver([message])[0]

    def look_for(self, doubt: dict[str, Any]) -> Outcome | None:
        return Outcome(doubt["send_key"], "sent", provider_id="SM2") if doubt["send_key"] == "found" else None

    def erase(self, provider_id: str) -> str:
        return "" if provider_id == "SM3" else "20009 in progress"

    def templates(self) -> list[dict[str, Any]]:
        return [{"name": "a"}]


class Line:
    """A server with one SMS, one errand and two doubts; it says no to the first question of each kind."""

    def __init__(self, errand: dict[str, Any] | None = None) -> None:
        self.asked: dict[str, list[tuple[Any, ...]]] = {}
        self.errand = errand
        self.worker: Worker | None = None

    def ask(self, name: str, *args: Any) -> dict[str, Any]:
        told = self.asked.setdefault(name, [])
        told.append(args)
        if len(told) == 1 and name in ("claim_messages", "list_doubtful_messages"):
            raise Refused("Something went wrong on our side.", "unexpected")
        return getattr(self, name)(*args)

    def claim_messages(self, stream: str, worker: str, wanted: int) -> dict[str, Any]:
        fresh = stream == "sms" and "turn_messages" not in self.asked
        messages = [MESSAGE] if fresh else []
        usual = {"unfit": [], "seen": len(messages), "free_in_seconds": 0.0, "status_url": "https://k.test/?send="}
        return {**usual, "messages": messages, "has_errand": self.errand is not None and not fresh}

    def turn_messages(self, stream: str, worker: str, outcomes: list[Any], begin: list[str]) -> dict[str, Any]:
        return {"may_go": begin}

    def list_doubtful_messages(self, provider: str) -> dict[str, Any]:
        return {"messages": [{"send_key": "found"}, {"send_key": "not yet"}]}

    def settle_messages(self, outcomes: list[dict[str, Any]]) -> dict[str, Any]:
        self.end_when_done()
        return {"count": len(outcomes)}

    def take_messages_to_erase(self) -> dict[str, Any]:
        return {"provider_ids": [] if "settle_erased_messages" in self.asked else ["SM3", "SM4"]}

    def settle_erased_messages(self, outcomes: list[dict[str, Any]]) -> dict[str, Any]:
        self.end_when_done()
        return {}

    def take_errand(self) -> dict[str, Any]:
        errand, self.errand = self.errand, None
        return {"errand": errand}

    def store_whatsapp_templates(self, templates: list[Any]) -> dict[str, Any]:
        return {"counts": {"new": len(templates)}}

    def finish_errand(self, errand_key: str, outcome: dict[str, Any]) -> dict[str, Any]:
        self.end_when_done()
        return {}

    def end_when_done(self) -> None:
        done = {"turn_messages", "settle_messages", "finish_errand", "settle_erased_messages"} <= self.asked.keys()
        if done and self.worker:
            self.worker.ended.set()


@pytest.mark.parametrize(
    ("kind", "details", "outcome"),
    [
        ("test", {name: MESSAGE[name] for name in MESSAGE if name != "send_key"}, {"status": "sent"}),
        ("templates", {}, {"counts": {"new": 1}}),
    ],
)
def test_a_worker_sends_settles_and_runs_errands_though_the_server_says_no_at_first(
    monkeypatch, kind, details, outcome
):
    monkeypatch.setattr(twilio_worker, "REFUSED_SECONDS", 0.01)
    monkeypatch.setattr(twilio_worker, "SHORTEST_NAP", 0.01)
    driver, line = Driver(), Line({"errand_key": "e", "kind": kind, "details": details})
    line.worker = Worker(line, driver, 1, 0.01)  # type: ignore[arg-type]
    line.worker.run()
    recorded = [outcome["send_key"] for _, _, outcomes, _ in line.asked["turn_messages"] for outcome in outcomes]
    assert recorded == ["k"]
    assert driver.status_url == "https://k.test/?send="
    [settled] = line.asked["settle_messages"][0]
    assert [each["send_key"] for each in settled] == ["found"]
    assert line.asked["settle_erased_messages"] == [
        ([{"provider_id": "SM3", "error": ""}, {"provider_id": "SM4", "error": "20009 in progress"}],)
    ]
    [(key, told)] = line.asked["finish_errand"]
    assert (key, {name: told[name] for name in outcome}) == ("e", outcome)


def test_what_cannot_be_mended_ends_the_program(capsys):
    line = Line()
    line.claim_messages = lambda *args: 1 / 0  # type: ignore[assignment,return-value]
    worker = Worker(line, Driver(), 1, 0.01)  # type: ignore[arg-type]
    line.asked = {"claim_messages": [()], "list_doubtful_messages": [()], "settle_erased_messages": [()]}
    worker.run()
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_missing_key_is_named(monkeypatch, capsys):
    for name in ("MYBIZZ_UPLINK_KEY", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert main(["--url", "ws://127.0.0.1:1/_/uplink"]) == 2
    assert "TWILIO_ACCOUNT_SID" in capsys.readouterr().err

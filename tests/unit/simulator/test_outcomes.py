"""What becomes of a message, by its address and by the switches."""

from __future__ import annotations

from random import Random

import pytest

from simulator.core.journal import Message
from simulator.core.outcomes import mark_of, plan_for
from simulator.core.switches import Switches


def events(to: str, channel: str = "email", **switches: float) -> list[str]:
    message = Message(1, 0.0, "brevo", channel, "sent", "shop@example.com", to, "Hi", "id")
    return [step.event for step in plan_for(message, Switches(**switches), Random(1))]


@pytest.mark.parametrize(
    ("address", "mark"),
    [
        ("ann+bounce@example.com", "hard_bounce"),
        ("Ann+Soft@example.com", "soft_bounce"),
        ("ann+refused@example.com", "refused"),
        ("ann+news@example.com", ""),
        ("bounce@example.com", ""),
        ("bounce@simulator.amazonses.com", "hard_bounce"),
        ("success@simulator.amazonses.com", ""),
    ],
)
def test_a_mark_in_an_address_decides(address: str, mark: str) -> None:
    assert mark_of(address) == mark


def test_a_mail_is_taken_and_delivered() -> None:
    assert events("ann@example.com") == ["request", "delivered"]


def test_a_complaint_comes_after_the_delivery() -> None:
    assert events("ann@example.com", complaint=100) == ["request", "delivered", "complaint"]


def test_a_mail_may_be_blocked_or_come_late() -> None:
    assert events("ann+blocked@example.com") == ["request", "blocked"]
    assert events("ann+deferred@example.com") == ["request", "deferred", "delivered"]


def test_an_address_is_stronger_than_the_shares() -> None:
    assert events("ann+soft@example.com", hard_bounce=100)[-1] == "soft_bounce"


def test_people_open_click_and_write_stop() -> None:
    assert events("ann@example.com", opened=100, clicked=100)[-2:] == ["act:open", "act:click"]
    assert events("+27821234567", "sms", stop=100)[-1] == "act:reply"


def test_twilio_may_find_out_later_that_there_were_too_many() -> None:
    assert events("+27821234567", "whatsapp", busy=100) == ["queued", "failed"]
    assert events("ann@example.com", busy=100) == ["request", "delivered"]


def test_only_whatsapp_tells_that_it_was_read() -> None:
    assert events("+27821234567", "whatsapp", opened=100)[-1] == "read"
    assert events("+27821234567", "sms", opened=100)[-1] == "delivered"


def test_a_switch_is_refused_by_name_kind_and_size() -> None:
    switches = Switches()
    for chosen in ({"unknown": 1}, {"down": 1}, {"lost": 101}, {"lost": -1}, {"lost": True}, {"lost": "x"}):
        with pytest.raises(ValueError, match=r"switch|on or off|number"):
            switches.set(chosen)
    assert switches == Switches()

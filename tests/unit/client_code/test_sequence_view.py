"""How sequences and their steps read."""

from __future__ import annotations

import pytest

from client_code.marketing import sequence_rules_view, sequence_step_view, sequence_view

STEP = {
    **sequence_step_view.FRESH,
    "step_number": 2,
    "is_active": True,
    "wrong": [],
    "figures": dict.fromkeys(("next", "sent"), 0),
}


@pytest.mark.parametrize(
    ("days", "hours", "at", "text"),
    [
        (0, 0, None, "At once"),
        (1, 0, None, "1 day later"),
        (2, 3, "09:00", "2 days and 3 hours later, at 09:00"),
        (0, 0, "18:30", "At once, at 18:30"),
    ],
)
def test_when_a_step_comes_reads_as_words(days: int, hours: int, at: str | None, text: str) -> None:
    step = {"delay_days": days, "delay_hours": hours, "send_time": at}
    assert sequence_view.delay(step) == text


@pytest.mark.parametrize(
    ("subject", "text", "shown"),
    [
        ("Welcome, {{first_name|friend}}", "", "Welcome, friend"),
        ("Hello {{ first_name }}", "", "Hello first_name"),
        ("", "See you\nsoon", "See you"),
        ("", "", "No words yet"),
    ],
)
def test_a_step_is_known_by_its_words(subject: str, text: str, shown: str) -> None:
    assert sequence_view.words_of({"subject": subject, "text": text}) == shown


def test_rates_are_told_once_something_went() -> None:
    figures = {"sent": 0, "delivered": 0, "opened": 0, "bounced": 0}
    assert sequence_view.rates(figures, "en") == ""
    assert sequence_view.rates({**figures, "sent": 1200, "delivered": 1000, "opened": 410}, "en") == (
        "1,200 sent, 41% opened"
    )


def test_the_rules_of_a_sequence_come_back_from_its_editor_as_they_went_in() -> None:
    sequence = {
        "campaign_name": "Spring",
        "purpose": "newsletter",
        "trigger_type": "birthday",
        "trigger_conditions": {"field": "born", "days": 3, "when": "after", "min_purchases": 2},
        "settings": {
            "reentry": "always",
            "reentry_days": 30,
            "goal": {"kind": "tag", "value": "VIP"},
            "exits": {"status_change": True, "leaves_segment": "S-1"},
        },
    }
    nested = sequence_rules_view.nested(sequence_rules_view.flat(sequence))
    conditions = nested.pop("trigger_conditions")
    assert {name: value for name, value in conditions.items() if value} == sequence.pop("trigger_conditions")
    assert nested == sequence


def test_only_triggers_of_features_in_use_are_offered_besides_the_chosen_one() -> None:
    offered = [value for _, value in sequence_rules_view.triggers(lambda feature: False, "appointment")]
    assert "appointment" in offered
    assert "booking_created" not in offered
    assert {"abandoned_cart", "custom"} <= set(offered), "programs tell of these, whatever the business uses here"


@pytest.mark.parametrize("channel", ["email", "whatsapp", "sms"])
def test_a_step_goes_to_the_server_with_what_its_channel_has(channel: str) -> None:
    item = sequence_step_view.edited({**STEP, "channel": channel, "text": "Hello", "send_time": "09:00"}, [STEP])
    given = sequence_step_view.given({**item, "has_appointment": True})
    assert (given["send_time"], given["skip_if"]) == ("09:00", {"has_appointment": True})
    assert ("subject" in given, given.get("text")) == ((True, None) if channel == "email" else (False, "Hello"))


def test_a_new_first_step_comes_at_once_and_others_a_day_later() -> None:
    first = sequence_step_view.edited(sequence_step_view.FRESH, [])
    second = sequence_step_view.edited(sequence_step_view.FRESH, [STEP])
    assert (first["delay_days"], second["delay_days"]) == (0, 1)

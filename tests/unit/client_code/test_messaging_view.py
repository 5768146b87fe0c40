"""Choosing customers by steps, what is missing from a wizard's step, and what things cost in words."""

from __future__ import annotations

import copy

import pytest

from client_code.marketing import messaging_view as view

ALL = view.EVERYBODY
FOUND = {"currency": "ZAR", "channels": {"sms": {"cost": 12.5}, "email": {"cost": None}}}


def filled():
    item = copy.deepcopy(view.FRESH)
    item.update(campaign_name="Autumn", channels=["sms"], messages={"sms": {"text": "Hello"}})
    item["audience"] = {"everywhere": True, "places": [], "selection": [ALL]}
    return item


def test_ticks_gather_in_one_step_and_the_last_word_on_a_person_holds():
    steps = view.toggled([dict(ALL)], "C-1", False)
    steps = view.toggled(steps, "C-2", False)
    assert steps == [ALL, dict(ALL, select=False, ids=["C-1", "C-2"])]
    assert view.toggled(steps, "C-1", True)[1:] == [
        dict(ALL, select=False, ids=["C-2"]),
        dict(ALL, ids=["C-1"]),
    ]
    assert view.toggled(view.toggled([], "C-1", True), "C-1", False) == [dict(ALL, select=False, ids=["C-1"])]


def test_selecting_all_forgets_what_was_before_and_a_search_adds_to_it():
    some = view.toggled([], "C-1", True)
    assert view.swept(some, True) == [ALL]
    assert view.swept(some, False) == []
    assert view.swept(some, True, "all", "ann") == [*some, dict(ALL, search="ann")]
    assert view.swept(some, False, "has_phone") == [*some, dict(ALL, select=False, who="has_phone")]
    assert view.only("has_email") == [dict(ALL, who="has_email")]


@pytest.mark.parametrize(
    ("change", "step"),
    [
        ({"campaign_name": " "}, "basics"),
        ({"campaign_type": "free_service"}, "basics"),
        ({"audience": {"everywhere": False, "places": [], "selection": [ALL]}}, "places"),
        ({"audience": {"everywhere": True, "places": [], "selection": []}}, "customers"),
        ({"messages": {"sms": {"text": " "}}}, "content"),
        ({"channels": ["email"], "subject": "Hello"}, "content"),
        ({"channels": ["whatsapp"], "messages": {"whatsapp": {"text": ""}}}, "content"),
    ],
)
def test_a_step_says_what_is_missing(change, step):
    assert view.missing(filled()) == {}
    assert list(view.missing({**filled(), **change})) == [step]


def test_the_steps_tell_how_they_stand():
    states = [step["state"] for step in view.step_states(copy.deepcopy(view.FRESH), "places", {"basics"})]
    assert states == ["wrong", "now", "todo", "todo", "todo", "todo"]
    assert {step["state"] for step in view.step_states(filled(), "schedule", set())} == {"done", "now"}


def test_a_campaign_of_the_server_opens_as_it_was_left():
    given = {**filled(), "budget": None, "offer_id": None, "version": 3}
    assert view.of_campaign(given) == filled()


@pytest.mark.parametrize(
    ("budget", "words"),
    [
        (None, "All together about R 12.50."),
        (50, "All together about R 12.50 of a budget of R 50.00."),
        ("10", "All together about R 12.50: more than the budget of R 10.00."),
    ],
)
def test_the_cost_is_said_beside_the_budget(budget, words):
    assert view.cost_text(FOUND, budget, "en").replace("\u00a0", " ") == words
    assert view.cost_text({"channels": {"sms": {"cost": None}}}, budget, "en") == ""


def test_an_sms_tells_its_parts_and_what_makes_it_longer():
    assert view.parts_text({"segments": 1, "left": 1, "unusual": ""}, "en") == "1 part · 1 letter left in the last one"
    segments = {"segments": 2, "left": 30, "unusual": "🌊"}
    assert view.parts_text(segments, "en") == (
        "2 parts · 30 letters left in the last one “🌊” makes each part hold only 70 letters."
    )

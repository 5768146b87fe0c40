"""Whom a campaign of messages is for, as it is stored; how a recipient stands in words; what an offer refuses."""

from __future__ import annotations

from datetime import date

import pytest

from server_code.server_marketing import offer_rules, recipient_rules
from server_code.server_marketing.selection_rules import MAX_STEPS, clean_selection, names_somebody, with_customers
from server_code.server_shared.errors import Invalid

STEP = {"select": True, "who": "all", "search": "", "ids": []}
TODAY = date(2026, 5, 10)
OFFER = {"archived_at": None, "valid_from": None, "valid_until": None, "uses_each": 1}


def test_a_choice_is_kept_as_clean_steps():
    raw = {"everywhere": "yes", "places": ["L-1", "L-1"], "selection": [{"select": True, "search": " Ann "}]}
    assert clean_selection(raw) == {"everywhere": False, "places": ["L-1"], "selection": [{**STEP, "search": "Ann"}]}


@pytest.mark.parametrize(
    "raw",
    [
        {"selection": "all"},
        {"selection": [STEP] * (MAX_STEPS + 1)},
        {"selection": [{**STEP, "who": "rich"}]},
        {"selection": [{**STEP, "ids": ["S-1"]}]},
        {"selection": [{**STEP, "ids": "C-1"}]},
        {"selection": [{**STEP, "ids": [f"C-{n}" for n in range(1, 1500)]}] * 2},
        {"places": ["Main house"]},
    ],
)
def test_nonsense_is_refused(raw):
    with pytest.raises(Invalid):
        clean_selection(raw)


def test_an_audience_names_somebody_or_nobody():
    assert names_somebody({"selection": [STEP], "places": ["L-1"]})
    assert names_somebody({"everyone": True})
    assert not names_somebody({"selection": [STEP], "places": []})
    assert not names_somebody({"everywhere": True, "selection": []})


def test_customers_are_added_and_taken_out_by_a_step_each():
    audience = with_customers({"everywhere": True, "places": [], "selection": []}, ["C-1"], chosen=True)
    audience = with_customers(audience, ["C-1"], chosen=False)
    assert [(step["select"], step["ids"]) for step in audience["selection"]] == [(True, ["C-1"]), (False, ["C-1"])]


@pytest.mark.parametrize(("sent", "failed", "rate"), [(0, 0, None), (0, 2, 0.0), (2, 1, 66.7), (3, 0, 100.0)])
def test_the_delivery_rate_is_of_what_was_tried(sent, failed, rate):
    assert recipient_rules.delivery_rate({"sent": sent, "failed": failed}) == rate


@pytest.mark.parametrize("status", [each for group in recipient_rules.GROUPS.values() for each in group])
def test_every_status_is_in_one_group_and_has_a_word(status):
    assert status in recipient_rules.GROUPS[recipient_rules.group_of(status)]
    told = recipient_rules.describe({"status": status, "reason": None, "error": None}, "")
    assert told == {"state": recipient_rules.STATES[status], "text": ""}


def test_the_error_of_a_provider_says_more_than_the_reason():
    send = {"status": "failed", "reason": "x", "error": "No such number"}
    assert recipient_rules.describe(send, "A reason")["text"] == "No such number"
    removed = {"status": "cancelled", "reason": recipient_rules.REMOVED, "error": None}
    assert recipient_rules.describe(removed, "")["state"] == "Removed"


@pytest.mark.parametrize(
    ("change", "uses", "is_others", "reason"),
    [
        ({}, 0, False, None),
        ({}, 1, False, "used"),
        ({"uses_each": None}, 99, False, None),
        ({}, 0, True, "others"),
        ({"valid_until": TODAY}, 0, False, None),
        ({"valid_until": date(2026, 5, 9)}, 0, False, "expired"),
        ({"valid_from": TODAY}, 0, False, None),
        ({"valid_from": date(2026, 5, 11)}, 0, False, "not_yet"),
        ({"archived_at": TODAY}, 0, False, "withdrawn"),
    ],
)
def test_a_code_is_refused_for_one_reason(change, uses, is_others, reason):
    assert offer_rules.refusal({**OFFER, **change}, TODAY, uses, is_others=is_others) == reason


def test_a_code_is_read_however_it_is_typed():
    code = offer_rules.new_code()
    assert len(code) == offer_rules.CODE_LENGTH
    assert not set(code) & set("01ILOU")
    assert offer_rules.clean_code(f" {code[:4].lower()}-{code[4:]} ") == code

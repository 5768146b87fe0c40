"""Offers and recipients in words."""

from __future__ import annotations

from datetime import date

import pytest

from client_code.marketing import offer_view, recipient_view

OFFER = {"kind": "price_reduction", "percent": None, "amount": None, "points": None, "service": "", "currency": "ZAR"}


class Clock:
    @staticmethod
    def calendar_day(day):
        return day.isoformat() if day else ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"percent": 10}, "10% less"),
        ({"amount": 50}, "R 50.00 less"),
        ({"kind": "rewards_increase", "points": 1}, "1 point more"),
        ({"kind": "rewards_increase", "points": 1200}, "1,200 points more"),
        ({"kind": "free_service", "service": "Coffee"}, "Free: Coffee"),
    ],
)
def test_what_an_offer_gives(change, words):
    assert offer_view.worth({**OFFER, **change}, "en").replace("\u00a0", " ") == words


def test_when_and_how_often_an_offer_is_good():
    first, last = date(2026, 5, 1), date(2026, 5, 31)
    days = [(None, None), (first, None), (None, last), (first, last)]
    assert [offer_view.valid({"valid_from": a, "valid_until": b}, Clock) for a, b in days] == [
        "Always valid",
        "From 2026-05-01",
        "Until 2026-05-31",
        "2026-05-01 to 2026-05-31",
    ]
    assert [offer_view.uses({"uses_each": each}) for each in (None, 1, 3)] == [
        "as often as they like",
        "once each",
        "3 times each",
    ]


def test_only_the_chosen_way_to_lower_a_price_is_saved():
    item = offer_view.of_offer({"name": "X", "kind": "price_reduction", "percent": None, "amount": 5})
    assert (item["measure"], offer_view.to_save(item)["percent"]) == ("amount", None)
    assert offer_view.to_save(offer_view.of_offer(None))["amount"] is None


def test_shares_are_never_rounded_to_all_or_nothing():
    assert [recipient_view.share(*pair, "en") for pair in ((0, 0), (0, 9), (9, 9), (1, 1000), (999, 1000))] == [
        "0%",
        "0%",
        "100%",
        "1%",
        "99%",
    ]


def test_the_cards_are_split_where_there_are_several_channels():
    counts = {"total": 4, "sent": 2, "failed": 1, "pending": 1, "left_out": 0, "unknown": 0}
    one = recipient_view.cards({**counts, "channels": {"sms": counts}}, "en")
    assert [(card["label"], card["figure"], card["split"]) for card in one][:3] == [
        ("Total", "4", ""),
        ("Sent", "2 (50%)", ""),
        ("Failed", "1 (25%)", ""),
    ]
    two = recipient_view.cards({**counts, "channels": {"sms": counts, "email": counts}}, "en")
    assert two[1]["split"] == "SMS: 2 (50%)\nE-mail: 2 (50%)"

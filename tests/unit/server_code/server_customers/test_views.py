from __future__ import annotations

import pytest

from server_code.server_customers.rules import EVENT_TYPES
from server_code.server_customers.views import describe_event


@pytest.mark.parametrize(
    ("event_type", "event_data", "sentence"),
    [
        ("order", {"amount": 2350.0, "currency": "ZAR"}, "Ordered ZAR 2,350.00"),
        ("refund", {"amount": 500, "currency": "JPY"}, "Was refunded JPY 500"),
        ("booking", {}, "Booked"),
        ("booking", {"amount": "much", "currency": 5}, "Booked"),
        ("created", {"source": "Website"}, "Added (Website)"),
        ("note", {"note": "Rang.\nWill come."}, "Rang.\nWill come."),
        ("email_sent", {"subject": "Spring"}, "Was sent an e-mail: Spring"),
    ],
)
def test_an_event_says_in_words_what_happened(event_type: str, event_data: dict, sentence: str) -> None:
    assert describe_event(event_type, event_data) == sentence


@pytest.mark.parametrize("event_type", [kind for kind in EVENT_TYPES if kind != "note"])
def test_every_kind_of_event_has_words_even_without_particulars(event_type: str) -> None:
    assert describe_event(event_type, {}).strip()

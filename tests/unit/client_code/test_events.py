"""How what happened to a contact is told on the screen."""

import pytest


@pytest.fixture
def events(client):
    client("shared.app_context").remember({"config": {"locale": "en_ZA", "system_currency": "ZAR"}})
    return client("shared.events")


def test_a_sale_names_its_amount_as_the_screens_write_money(events):
    order = {
        "event_type": "order",
        "description": "Ordered ZAR 2,350.00",
        "event_data": {"amount": 2350, "currency": "ZAR"},
    }
    assert events.as_item(order)["title"] == "Ordered R\u00a02,350.00"


def test_a_sale_without_an_amount_is_told_in_the_servers_words(events):
    assert events.as_item({"event_type": "booking", "description": "Booked", "event_data": {}})["title"] == "Booked"


def test_a_note_is_shown_under_a_title(events):
    item = events.as_item({"event_type": "note", "description": "Likes tea", "event_data": {"amount": 5}})
    assert (item["title"], item["text"]) == ("Note", "Likes tea")

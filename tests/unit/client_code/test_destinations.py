"""The drawer shows what exists, is switched on, and may be opened."""

import pytest


@pytest.fixture
def destinations(client):
    return client("shared.Layouts.destinations")


def names(groups):
    return [link[0] for _, links in groups for link in links]


def test_every_destination_is_listed(destinations):
    assert len(names(destinations.STAFF)) == 24


def test_what_has_no_form_yet_is_not_shown(destinations):
    shown = destinations.shown(destinations.STAFF, lambda name: True, lambda name: True)
    sending = ["inbox", "campaigns", "broadcasts", "sequences", "lead_forms"]
    assert names(shown) == ["dashboard", "marketing", "contacts", *sending, "segments", "tasks", "settings"]


def test_what_may_not_be_opened_is_not_shown(destinations):
    shown = destinations.shown(destinations.STAFF, lambda name: name == "dashboard", lambda name: True)
    assert names(shown) == ["dashboard"]


def test_what_is_switched_off_is_not_shown(destinations):
    groups = (("Shop", (("orders", "Orders", "mi:shopping_bag", "orders.OrderListForm", "ecommerce_enabled"),)),)
    assert destinations.shown(groups, lambda name: True, lambda name: False) == []
    assert names(destinations.shown(groups, lambda name: True, lambda name: True)) == ["orders"]


def test_each_shown_form_exists(destinations):
    from .conftest import CLIENT_CODE

    for _, links in destinations.STAFF + destinations.CUSTOMER:
        for link in links:
            assert link[3] is None or (CLIENT_CODE / link[3].replace(".", "/") / "form_template.html").exists()

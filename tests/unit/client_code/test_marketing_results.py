"""Figures of campaigns and of marketing in words."""

from __future__ import annotations

import json

import pytest

NOTHING = {"now": 0, "before": 0, "change": None}


@pytest.mark.parametrize(("value", "words"), [(0.421, "42.1%"), (0.0004, "0.040%"), (0, "0.0%"), (None, "–")])
def test_a_share_is_told_so_that_small_ones_can_be_seen(client, value, words):
    assert client("marketing.results_view").percent(value, "en_ZA") == words


def test_a_figure_leads_to_the_people_behind_it_where_there_are_any(client):
    params = client("marketing.results_view").people_params("clicked", "E-5")
    assert json.loads(params["conditions"]) == [{"field": "campaigns_clicked", "op": "has_any", "value": ["E-5"]}]
    assert client("marketing.results_view").people_params("bounced", "E-5") is None


def results(**figures: int) -> dict:
    names = ("delivered", "opened", "clicked", "responses", "conversions", "machine_opened", "machine_clicks")
    counted = {**dict.fromkeys(names, 0), **figures}
    rates = {"delivery": 0.9, "open": 0.5, "click": 0.1, "conversion": 0.0}
    return {"figures": counted, "rates": rates, "is_counted": True, "attribution_days": 7}


def test_figures_of_nothing_are_left_out_but_for_those_one_looks_for(client):
    names = ("sent", "waiting", "skipped", "failed", "bounced", "complained", "unsubscribed", "unknown", "cancelled")
    stats = {**dict.fromkeys(names, 0), "sent": 10}
    shown = client("marketing.results_view").figures(stats, results(delivered=9, opened=5), "E-1", "en_ZA")
    assert [each["label"] for each in shown] == ["Sent", "Delivered", "Opened", "Clicked", "Left out"]
    assert shown[1]["note"] == "90.0% of those sent"
    assert (shown[3]["figure"], shown[3]["params"]) == ("0", None)


def test_what_machines_did_is_told_and_what_is_not_counted_too(client):
    view = client("marketing.results_view")
    assert "1 mail that only a machine opened, 4 clicks" in view.honesty(
        results(machine_opened=1, machine_clicks=4), "en"
    )
    assert "machine" not in view.honesty(results(), "en")
    assert "switched off" in view.honesty({**results(), "is_counted": False}, "en")


def test_links_are_drawn_as_long_as_they_are_liked(client):
    link = {"url": "https://a.test/menu/", "variant": "", "place": 0, "people": 4, "clicks": 5, "machine_clicks": 1}
    first, second = client("marketing.results_view").link_rows([link, {**link, "people": 1, "machine_clicks": 0}], "en")
    assert (first["address"], first["text"], first["note"], first["width"]) == (
        "a.test/menu",
        "4 people",
        "1 click by machines",
        100,
    )
    assert (second["text"], second["note"], second["width"]) == ("1 person", "", 25)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"now": 30, "before": 20, "change": 0.5}, "50% more than before"),
        ({"now": 10, "before": 20, "change": -0.5}, "50% less than before"),
        ({"now": 20, "before": 20, "change": 0.0}, "as before"),
        ({"now": 44, "before": 1, "change": 43.0}, "1 before"),
        ({"now": 5, "before": 0, "change": None}, "nothing before"),
        (NOTHING, ""),
    ],
)
def test_a_change_is_told_where_it_means_something(client, found, words):
    assert client("marketing.performance_view").change(found, "1", "en_ZA") == words


def test_shares_change_by_points_and_only_after_enough_messages(client):
    view = client("marketing.performance_view")
    names = ("sent", "delivered", "opened", "clicked", "unsubscribed", "bounced", "complained", "revenue")
    rates = ("delivery_rate", "open_rate", "click_rate", "unsubscribe_rate", "bounce_rate", "complaint_rate")
    key = {name: dict(NOTHING) for name in names + rates}
    key["open_rate"] = {"now": 0.45, "before": 0.4, "change": 0.125}
    key["opened"]["now"] = 9
    key["delivered"].update(now=20, before=100)
    assert view.cards(key, "ZAR", "en_ZA")[2]["note"] == "9, 5.0 points more than before"
    key["delivered"]["before"] = 3
    assert view.cards(key, "ZAR", "en_ZA")[2]["note"] == "9"


@pytest.mark.parametrize(
    ("goes", "total", "title"),
    [
        (0, 5, "Nobody gets it"),
        (1, 1, "1 of 1 person gets it"),
        (1, 1200, "1 of 1,200 people gets it"),
        (8, 12, "8 of 12 people get it"),
    ],
)
def test_who_gets_a_campaign_is_told_in_words_that_fit_the_number(client, goes, total, title):
    found = {"goes": goes, "waits": 0, "total": total, "finished_at": None, "left_out": []}
    assert client("marketing.campaign_view").audience_lines(found, None, "en_ZA")["title"] == title


@pytest.mark.parametrize(
    ("status", "channels", "page"),
    [
        ("draft", None, "campaign-edit"),
        ("scheduled", ["sms"], "messaging-edit"),
        ("sending", None, "campaign"),
        ("sent", ["sms"], "campaign"),
    ],
)
def test_a_campaign_that_somebody_else_changed_is_shown_where_it_can_still_be_changed(client, status, channels, page):
    campaign = {"status": status, "channels": channels}
    assert client("marketing.campaign_view").open_in(campaign) == page

"""What messages, clicks and sales come to."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server_code.server_analytics import figure_rules
from server_code.server_analytics.attribution_rules import Entry, attribute
from server_code.server_analytics.click_map import with_shares
from server_code.server_analytics.figure_rules import Click, Sale, Sent
from server_code.server_messaging.event_rules import RANKS

NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def sent(status: str = "delivered", **facts) -> Sent:
    return Sent(status, facts.pop("channel", "email"), facts.pop("variant", ""), NOON, **facts)


def test_every_status_that_a_message_can_have_is_counted_once() -> None:
    assert sorted(figure_rules.USUAL_FIRST) == sorted(RANKS)


def test_what_was_clicked_was_opened_delivered_and_sent() -> None:
    clicked = sent("clicked", delivered_at=NOON, opened_at=NOON, clicked_at=NOON)
    found = figure_rules.figures([clicked, sent("bounced"), sent("skipped"), sent("pending")], [], [])
    counted = {name: count for name, count in found.items() if count}
    assert counted == {
        "total": 4,
        "sent": 2,
        "delivered": 1,
        "opened": 1,
        "clicked": 1,
        "bounced": 1,
        "skipped": 1,
        "waiting": 1,
    }


def test_a_machine_that_opened_what_a_person_opened_too_counts_nowhere() -> None:
    both = sent("opened", opened_at=NOON, machine_opened_at=NOON)
    only = sent("delivered", machine_opened_at=NOON)
    found = figure_rules.figures([both, only], [], [], raw_opens=7)
    assert (found["opened"], found["machine_opened"], found["raw_opens"]) == (1, 1, 7)


def test_a_channel_without_reports_counts_what_did_not_come_back_as_delivered() -> None:
    silent = [sent("sent"), sent("sent"), sent("bounced")]
    assert figure_rules.figures(silent, [], [])["delivered"] == 2
    reporting = [sent("sent"), sent("delivered", delivered_at=NOON)]
    assert figure_rules.figures(reporting, [], [])["delivered"] == 1


def test_a21_15_rates_are_unique_people_of_those_delivered_and_none_without_any() -> None:
    counts = {**figure_rules.nothing(), "sent": 110, "delivered": 100, "opened": 40, "clicked": 10}
    rates = figure_rules.rates(counts)
    assert (rates["open"], rates["click"], rates["delivery"]) == (0.4, 0.1, 100 / 110)
    assert set(figure_rules.rates(figure_rules.nothing()).values()) == {None}


def test_links_count_people_once_and_machines_apart() -> None:
    clicks = [
        Click("one", "email", "", "https://a/", 0, False),
        Click("one", "email", "", "https://a/", 0, False),
        Click("two", "email", "", "https://a/", 0, True),
        Click("two", "email", "", "https://b/", 3, False),
        Click("two", "email", "", "", -1, True),
    ]
    found = figure_rules.by_link(clicks)
    assert [(link["place"], link["people"], link["clicks"], link["machine_clicks"]) for link in found] == [
        (0, 1, 2, 1),
        (3, 1, 1, 0),
    ]


def test_somebody_in_two_segments_counts_in_both() -> None:
    found = figure_rules.by_segment([sent("clicked", clicked_at=NOON, segments=["S-1", "S-2"]), sent("sent")])
    assert {segment: counts["clicked"] for segment, counts in found.items()} == {"S-1": 1, "S-2": 1}


@pytest.mark.parametrize("days", [0, 3, 9])
def test_no_hour_or_day_is_left_out_and_each_event_is_in_one(days: int) -> None:
    # The clocks of Berlin go forward in the night to 29 March 2026.
    sends = [sent(opened_at=NOON + timedelta(days=days, minutes=50 * number)) for number in range(9)]
    times = figure_rules.over_time(sends, BERLIN)
    starts = [datetime.fromisoformat(point[0]) for point in times["points"]]
    assert sum(point[1] for point in times["points"]) == sum(point[2] for point in times["points"]) == 9
    local = [start.astimezone(BERLIN) for start in starts]
    if times["unit"] == "day":
        assert {each.hour for each in local} == {0}
        assert [each.date() for each in local] == [local[0].date() + timedelta(n) for n in range(len(local))]
    else:
        assert {each - one for one, each in itertools.pairwise(starts)} == {timedelta(hours=1)}


def test_channels_are_counted_apart_with_their_sales() -> None:
    sends = [sent("delivered"), sent("delivered", channel="sms")]
    sales = [Sale(5000, "sms", ""), Sale(-1000, "sms", "")]
    found = figure_rules.by(lambda each: each.channel, sends, [], sales)
    assert (found["sms"]["conversions"], found["sms"]["revenue_minor"]) == (1, 4000)
    assert found["email"]["revenue_minor"] == 0


def test_what_came_back_for_what_was_spent() -> None:
    assert figure_rules.roi(300, 100) == 2
    assert figure_rules.roi(300, 0) is None


def test_m15_the_last_click_before_a_sale_brought_it_about_unless_it_is_too_old() -> None:
    clicks = [(NOON, "first"), (NOON + timedelta(days=2), "second")]
    entries = [
        Entry("before", NOON - timedelta(hours=1), 100),
        Entry("soon", NOON + timedelta(days=1), 100),
        Entry("late", NOON + timedelta(days=9), 100),
        Entry("refund", NOON + timedelta(days=9, hours=1), -50),
        Entry("too late", NOON + timedelta(days=9, hours=2), 100),
    ]
    found = attribute(entries, clicks, timedelta(days=7))
    assert found == {"before": None, "soon": "first", "late": "second", "refund": "second", "too late": None}


def test_the_map_of_clicks_stands_on_the_links_and_on_no_other() -> None:
    html = '<a href="https://a/">One</a> <a href="#">Two</a> <a style="x" href=\'https://b/\'><b>Three</b></a>'
    mapped = with_shares(html, {0: 5, 2: 1}, 50)
    assert mapped.count("<span") == 2
    assert mapped.index("10.0%") < mapped.index("Two") < mapped.index("2.0%")

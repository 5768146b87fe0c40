"""What periods of marketing come to, and what is recommended when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server_code.server_analytics import performance_rules
from server_code.server_analytics.figure_rules import nothing, rates
from server_code.server_analytics.recommendation_rules import Facts, recommendations
from server_code.server_shared.periods import period_of

TODAY = date(2026, 11, 21)
DAYS = {
    "email": {"2026-11-20": [10, 9, 4, 2, 1, 0, 0], "2026-10-01": [5, 5, 1, 0, 0, 0, 0]},
    "sms": {"2026-11-21": [3, 3, 0, 0, 0, 0, 0]},
}


def test_days_are_summed_up_by_channel_and_what_lies_outside_is_not() -> None:
    found = performance_rules.totals([DAYS, DAYS], period_of("week", TODAY))
    assert {name: counts["sent"] for name, counts in found.items()} == {"": 26, "email": 20, "sms": 6}


@pytest.mark.parametrize(("name", "points"), [("week", 7), ("month", 30), ("quarter", 13), ("year", 53)])
def test_a_chart_has_every_day_or_week_and_loses_nothing(name: str, points: int) -> None:
    period = period_of(name, TODAY)
    found = performance_rules.over_time([DAYS], period)
    assert len(found) == points
    assert sum(point["sent"] for point in found) == performance_rules.totals([DAYS], period)[""]["sent"]


@pytest.mark.parametrize(("now", "before", "change"), [(15, 10, 0.5), (0, 10, -1.0), (5, 0, None), (None, 2, None)])
def test_a_change_is_a_share_of_what_was_before(now, before, change) -> None:
    assert performance_rules.change(now, before) == change


def facts(**counts: int) -> Facts:
    found = {**nothing(), "sent": 1000, "delivered": 990, "opened": 400, "clicked": 60, **counts}
    return Facts(counts=found, rates=rates(found), reachable=500, quiet_days=3)


def kinds(known: Facts) -> list[str]:
    return [each["kind"] for each in recommendations(known)]


def test_where_all_is_well_nothing_is_recommended() -> None:
    assert kinds(facts()) == []


@pytest.mark.parametrize(
    ("known", "kind"),
    [
        (facts(bounced=30), "bounces"),
        (facts(complained=2), "complaints"),
        (facts(unsubscribed=20), "unsubscribes"),
        (facts(opened=50), "subjects"),
        (replace(facts(), quiet_days=31), "quiet"),
        (replace(facts(), quiet_days=None), "quiet"),
        (replace(facts(), waits_for_approval=1), "approval"),
        (replace(facts(), is_counted=False), "tracking"),
        (replace(facts(), has_sequence=False), "welcome"),
        (replace(facts(), drafts=[{"campaign_id": "E-1", "name": "Spring", "days": 20}]), "draft"),
        (replace(facts(), hours=[0] * 9 + [200] + [0] * 14), "hour"),
        (
            replace(
                facts(), segments=[{"segment_id": "S-1", "name": "VIP", "figures": {"delivered": 100, "clicked": 30}}]
            ),
            "segment",
        ),
    ],
)
def test_m19_each_recommendation_has_its_reason_and_what_to_press(known: Facts, kind: str) -> None:
    [found] = recommendations(known)
    assert found["kind"] == kind
    assert found["reason"].endswith(".")
    assert found["action"]
    assert found["page"]


def test_m19_a_few_messages_are_too_few_to_judge_by() -> None:
    few = facts(sent=20, delivered=18, bounced=2, complained=1, opened=1, clicked=0)
    assert kinds(few) == []


def test_m19_what_does_harm_comes_first() -> None:
    assert kinds(replace(facts(bounced=30), has_sequence=False)) == ["bounces", "welcome"]

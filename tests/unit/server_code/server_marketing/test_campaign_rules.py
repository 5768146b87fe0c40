"""What a campaign may be, and what may be done with it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from server_code.server_marketing.campaign_rules import LABELS, NEXT, check_step, clean_campaign, harm
from server_code.server_shared.errors import Invalid

ZONE = ZoneInfo("Africa/Johannesburg")
USUAL = (0.05, 0.001)


@pytest.mark.parametrize("status", LABELS)
def test_only_the_steps_that_follow_are_allowed(status):
    for wanted in LABELS:
        if wanted in NEXT[status]:
            check_step(status, wanted)
        else:
            with pytest.raises(Invalid):
                check_step(status, wanted)


def test_what_has_ended_or_begun_does_not_begin_again():
    assert all("sending" not in NEXT[status] for status in ("sending", "sent", "cancelled", "failed"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"campaign_name": " "},
        {"campaign_name": "x" * 121},
        {"campaign_name": 5},
        {"purpose": "spam"},
        {"campaign_type": "bomb"},
        {"audience": {"segments": "S-1"}},
        {"audience": {"segments": ["S-1"] * 51}},
        {"audience": {"segments": [5]}},
        {"scheduled_at": "soon"},
    ],
)
def test_what_is_wrong_is_refused(wrong):
    with pytest.raises(Invalid):
        clean_campaign(wrong, ZONE)


def test_wall_time_is_the_business_s():
    moment = clean_campaign({"scheduled_at": "2026-03-02T09:00"}, ZONE)["scheduled_at"]
    assert moment == datetime(2026, 3, 2, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("went", "bounced", "complained", "limits", "stops"),
    [
        (199, 100, 0, USUAL, False),
        (200, 10, 0, USUAL, False),
        (200, 11, 0, USUAL, True),
        (200, 11, 0, (0.1, 0.001), False),
        (200, 0, 1, USUAL, False),
        (2000, 0, 3, USUAL, True),
        (2000, 0, 3, (0.05, 0.002), False),
        (4000, 0, 3, USUAL, False),
    ],
)
def test_c14_what_does_harm_stops(went, bounced, complained, limits, stops):
    assert (harm(went, bounced, complained, limits) is not None) is stops

"""The weeks and months of charts, on the clocks of the business."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from server_code.server_dashboard.rules import beginnings
from server_code.server_shared.errors import Invalid

JOHANNESBURG, NEW_YORK = ZoneInfo("Africa/Johannesburg"), ZoneInfo("America/New_York")


def test_weeks_begin_on_monday_at_the_businesss_midnight() -> None:
    late_on_sunday = datetime(2026, 11, 22, 21, 59, tzinfo=UTC)
    starts = beginnings("weeks", late_on_sunday, JOHANNESBURG)
    assert len(starts) == 13
    assert starts[-2] == datetime(2026, 11, 15, 22, 0, tzinfo=UTC)
    assert beginnings("weeks", late_on_sunday + timedelta(minutes=1), JOHANNESBURG)[-2] == starts[-1]


def test_a_change_of_clocks_makes_no_week_begin_at_another_hour() -> None:
    starts = beginnings("weeks", datetime(2026, 11, 20, tzinfo=UTC), NEW_YORK)
    assert {start.astimezone(NEW_YORK).hour for start in starts} == {0}
    assert {start.hour for start in starts} == {4, 5}


@pytest.mark.parametrize("day", [datetime(2026, 1, 31, tzinfo=UTC), datetime(2024, 2, 29, tzinfo=UTC)])
def test_months_begin_on_their_first_day_through_ends_of_years(day: datetime) -> None:
    starts = [start.astimezone(JOHANNESBURG) for start in beginnings("months", day, JOHANNESBURG)]
    assert len(starts) == 13
    assert {(start.day, start.hour) for start in starts} == {(1, 0)}
    assert (starts[-2].year, starts[-2].month) == (day.year, day.month)
    assert [(b.year - a.year) * 12 + b.month - a.month for a, b in pairwise(starts)] == [1] * 12


def test_no_other_period_is_known() -> None:
    with pytest.raises(Invalid, match="weeks or months"):
        beginnings("centuries", datetime(2026, 1, 1, tzinfo=UTC), JOHANNESBURG)

"""Spans of whole days of the business."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from server_code.server_shared.errors import Invalid
from server_code.server_shared.periods import period_of

TODAY = date(2026, 11, 21)


def test_a_period_ends_today_and_the_one_before_is_as_long() -> None:
    period = period_of("week", TODAY)
    assert (period.first, period.last, period.days) == (date(2026, 11, 15), TODAY, 7)
    assert (period.before().first, period.before().last) == (date(2026, 11, 8), date(2026, 11, 14))
    with pytest.raises(Invalid):
        period_of("decade", TODAY)


def test_a_period_begins_and_ends_at_midnight_of_the_business() -> None:
    begins, ends = period_of("week", TODAY).moments(ZoneInfo("Africa/Johannesburg"))
    assert (begins, ends) == (datetime(2026, 11, 14, 22, tzinfo=UTC), datetime(2026, 11, 21, 22, tzinfo=UTC))

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from server_code.server_marketing.task_rules import (
    REPEATS,
    arrival_task,
    clean_task,
    next_due,
    repeat_of_edit,
    series,
)
from server_code.server_shared.errors import Invalid

BERLIN = ZoneInfo("Europe/Berlin")
MOMENTS = st.floats(1.5e9, 2e9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("due", "repeat", "now", "expected"),
    [
        (berlin(2026, 3, 28, 9), ("day", 1), berlin(2026, 3, 28, 10), berlin(2026, 3, 29, 9)),  # clocks go forward
        (berlin(2026, 10, 24, 9), ("day", 1), berlin(2026, 10, 24, 10), berlin(2026, 10, 25, 9)),  # and back
        (berlin(2026, 1, 31, 9), ("month", 1), berlin(2026, 1, 31, 10), berlin(2026, 2, 28, 9)),
        (berlin(2026, 1, 31, 9), ("month", 1), berlin(2026, 3, 1), berlin(2026, 3, 31, 9)),
        (berlin(2024, 2, 29, 9), ("year", 1), berlin(2024, 3, 1), berlin(2025, 2, 28, 9)),
        (berlin(2026, 5, 1, 9), ("week", 2), berlin(2026, 4, 1), berlin(2026, 5, 15, 9)),  # done before it was due
    ],
)
def test_a_repeating_task_keeps_its_hour_and_its_day(
    due: datetime, repeat: tuple, now: datetime, expected: datetime
) -> None:
    assert next_due(due, dict(zip(("every", "n"), repeat, strict=True)), now, BERLIN) == expected


@pytest.mark.parametrize(
    ("begins", "every", "days"),
    [
        (berlin(2026, 1, 31, 9), "month", [(2, 28), (3, 31), (4, 30), (5, 31)]),
        (berlin(2024, 2, 29, 9), "year", [(2, 28), (2, 28), (2, 28), (2, 29)]),
        (berlin(2026, 3, 28, 2, 30), "day", [(3, 29), (3, 30), (3, 31), (4, 1)]),  # the night that has no half past two
    ],
)
def test_one_task_after_the_other_keeps_the_day_and_the_hour_of_the_first(
    begins: datetime, every: str, days: list[tuple[int, int]]
) -> None:
    due, seen = begins, []
    for _ in days:
        due = next_due(due, series({"every": every, "n": 1, "from": begins.isoformat()}, due), due, BERLIN)
        seen.append(due.astimezone(BERLIN))
    assert [(each.month, each.day) for each in seen] == days
    assert seen[-1].hour == begins.astimezone(BERLIN).hour


def test_an_edit_of_the_time_or_the_rule_begins_a_series_anew_and_others_do_not() -> None:
    weekly = {"every": "week", "n": 1}
    known = {"repeat": {**weekly, "from": "2026-01-05T08:00:00+00:00"}, "due_date": berlin(2026, 1, 14, 9)}
    assert repeat_of_edit(known, {"repeat": weekly, "due_date": known["due_date"]}) == known["repeat"]
    assert repeat_of_edit(known, {"title": "Ring back"}) == known["repeat"]
    assert repeat_of_edit(known, {"repeat": weekly, "due_date": berlin(2026, 1, 15, 9)}) == weekly
    assert repeat_of_edit(known, {"repeat": {"every": "month", "n": 1}}) == {"every": "month", "n": 1}
    assert repeat_of_edit(known, {"repeat": None}) is None


@given(
    due=MOMENTS,
    now=MOMENTS,
    every=st.sampled_from(sorted(REPEATS)),
    n=st.integers(1, 99),
)
def test_the_next_time_is_the_first_to_come(due: datetime, now: datetime, every: str, n: int) -> None:
    found = next_due(due, {"every": every, "n": n}, now, BERLIN)
    assert found > max(due, now)
    before = found.astimezone(BERLIN).replace(tzinfo=None) - relativedelta(**{REPEATS[every]: n})
    assert before.replace(tzinfo=BERLIN) <= max(due, now) + timedelta(days=3, hours=1)  # months end on other days


@pytest.mark.parametrize(
    ("hours", "status", "due_in"),
    [
        (8 * 24, "confirmed", 24),
        (7 * 24 + 1, "pending", 1),
        (24, "confirmed", 0),
        (8 * 24 + 1, "confirmed", None),
        (0, "confirmed", None),
        (24, "cancelled", None),
    ],
)
def test_a_booking_of_the_next_eight_days_calls_for_a_task(hours: int, status: str, due_in: int | None) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    booking = {"booking_number": "BK-1", "status": status, "start_datetime": now + timedelta(hours=hours)}
    task = arrival_task(booking, now)
    assert (task and task["due_date"] - now) == (None if due_in is None else timedelta(hours=due_in))


def test_a_time_without_a_zone_is_the_business_s() -> None:
    assert clean_task({"due_date": "2026-07-01T09:00"}, BERLIN)["due_date"] == datetime(2026, 7, 1, 7, tzinfo=UTC)


def test_all_that_is_wrong_is_named_at_once() -> None:
    wrong = {"title": " ", "priority": "urgent", "due_date": "soon", "repeat": {"every": "week", "n": 0}}
    with pytest.raises(Invalid) as refused:
        clean_task(wrong, BERLIN)
    assert set(refused.value.fields) == set(wrong)

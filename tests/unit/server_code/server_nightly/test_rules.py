"""Nightly work begins by the clocks of the business: once a date, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server_code.server_nightly.rules import NIGHTLY, due_tasks

EVERY = timedelta(minutes=10)
LIFECYCLE = "update_lifecycle_stages"


def runs(start: datetime, end: datetime, *zones: str) -> list[tuple[str, datetime]]:
    """What runs when, looking every ten minutes from ``start``; the zone changes to the next one midway."""
    last: dict[str, date] = {}
    found = []
    now, half = start, start + (end - start) / 2
    while now < end:
        zone = ZoneInfo(zones[0] if now < half else zones[-1])
        for name in due_tasks(now, zone, last):
            local = now.astimezone(zone)
            last[name] = local.date()
            found.append((name, local))
        now += EVERY
    return found


@pytest.mark.parametrize(
    ("zone", "night", "hour"),
    [
        ("Africa/Johannesburg", "2026-06-10", "02:00"),
        ("Europe/Berlin", "2026-03-29", "03:00"),  # two o'clock is skipped
        ("Europe/Berlin", "2026-10-25", "02:00"),  # and comes twice
        ("America/New_York", "2026-03-08", "03:00"),
        ("America/New_York", "2026-11-01", "02:00"),
        ("Asia/Kathmandu", "2026-02-28", "02:00"),
        ("Pacific/Auckland", "2026-12-31", "02:00"),
        ("Pacific/Apia", "2024-02-29", "02:00"),
    ],
)
def test_each_night_has_one_run_at_its_hour(zone: str, night: str, hour: str) -> None:
    noon = datetime.fromisoformat(f"{night}T12:00").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    ran = runs(noon - timedelta(days=1), noon, zone)
    [moment] = [local for name, local in ran[len(NIGHTLY) :] if name == LIFECYCLE]
    assert moment.strftime("%Y-%m-%d %H:%M") == f"{night} {hour}"
    assert [name for name, _ in ran] == [*NIGHTLY] * 2


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Johannesburg"])
def test_a_year_has_a_run_for_every_date_and_no_date_has_two(zone: str) -> None:
    start = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    dates = [local.date() for name, local in runs(start, start + timedelta(days=365), zone) if name == LIFECYCLE]
    assert dates == [date(2026, 1, 1) + timedelta(days=day) for day in range(365)]


@pytest.mark.parametrize("zones", [("Pacific/Auckland", "America/Los_Angeles"), ("America/Los_Angeles", "Asia/Tokyo")])
def test_another_zone_repeats_no_date(zones: tuple[str, str]) -> None:
    start = datetime(2026, 5, 1, tzinfo=UTC)
    dates = [local.date() for name, local in runs(start, start + timedelta(days=6), *zones) if name == LIFECYCLE]
    assert dates == sorted(set(dates))
    assert len(dates) >= 5


def test_a_server_that_was_down_makes_up_for_last_night_only() -> None:
    zone = ZoneInfo("Africa/Johannesburg")
    last = dict.fromkeys(NIGHTLY, date(2026, 5, 1))
    assert due_tasks(datetime(2026, 5, 9, 13, tzinfo=UTC), zone, last) == list(NIGHTLY)
    assert due_tasks(datetime(2026, 5, 8, 23, 59, tzinfo=UTC), zone, last) == []

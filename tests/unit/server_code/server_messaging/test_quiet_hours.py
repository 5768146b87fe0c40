"""When people may be written to, in their own time."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_code.server_messaging.quiet_hours import SendingHours, zone_of

ZA = ZoneInfo("Africa/Johannesburg")
NEW_YORK = ZoneInfo("America/New_York")


def local(text, zone=ZA):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        ("2026-03-02T19:59:59", "2026-03-02T19:59:59"),  # Monday
        ("2026-03-02T20:00:00", "2026-03-03T08:00:00"),
        ("2026-03-02T03:00:00", "2026-03-02T08:00:00"),
        ("2026-03-07T08:59:00", "2026-03-07T09:00:00"),  # Saturday
        ("2026-03-07T13:00:00", "2026-03-09T08:00:00"),
        ("2026-03-08T11:00:00", "2026-03-09T08:00:00"),  # Sunday
        ("2026-04-27T11:00:00", "2026-04-28T08:00:00"),  # Freedom Day
        ("2026-12-24T20:00:00", "2026-12-28T08:00:00"),  # Christmas, Day of Goodwill, Sunday
    ],
)
def test_c23_default_hours_of_south_africa(asked, allowed):
    assert SendingHours().allowed_at(local(asked), ZA) == local(allowed)


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_c23_hours_hold_on_the_days_the_clock_changes(day):
    hours = SendingHours({day: ((time(8), time(20)),) for day in range(7)}, country=None)
    asked = local(f"{day}T00:30", NEW_YORK)
    assert hours.allowed_at(asked, NEW_YORK).astimezone(NEW_YORK).replace(tzinfo=None) == datetime.fromisoformat(
        f"{day}T08:00"
    )


@given(
    st.integers(1_704_067_200, 1_830_000_000),
    st.sampled_from(["Africa/Johannesburg", "America/New_York", "Asia/Kathmandu"]),
)
def test_c23_what_is_allowed_is_open_and_not_before_what_was_asked(seconds, name):
    zone, asked = ZoneInfo(name), datetime.fromtimestamp(seconds, UTC)
    allowed = SendingHours().allowed_at(asked, zone)
    wall = allowed.astimezone(zone)
    assert allowed >= asked
    assert wall.weekday() != 6
    assert time(8) <= wall.time() < time(20)
    assert SendingHours().allowed_at(allowed, zone) == allowed


def test_c23_an_unknown_zone_is_the_business_s():
    assert zone_of("Mars/Olympus", ZA) is ZA
    assert zone_of(None, ZA) is ZA
    assert zone_of("Europe/Berlin", ZA) == ZoneInfo("Europe/Berlin")


def test_a_business_that_is_never_open_is_told_so():
    with pytest.raises(ValueError, match="no hour"):
        SendingHours({}, None).allowed_at(local("2026-03-02T12:00"), ZA)


def test_a_day_may_have_a_pause():
    hours = SendingHours({0: ((time(9), time(12)), (time(14), time(17)))}, country=None)
    assert hours.allowed_at(local("2026-03-02T12:30"), ZA) == local("2026-03-02T14:00")
    assert hours.allowed_at(local("2026-03-02T17:00"), ZA) == local("2026-03-09T09:00")

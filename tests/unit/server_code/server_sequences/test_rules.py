"""Sequences: when steps are due, which comes next, and what may be said of triggers, steps and rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_code.server_sequences import rules
from server_code.server_sequences.moves import Known, exit_reason, went_at
from server_code.server_sequences.times import due_at
from server_code.server_shared.errors import Invalid

ZONES = ("Africa/Johannesburg", "America/New_York", "Australia/Lord_Howe", "Europe/London")
NOW = datetime(2026, 3, 7, 20, tzinfo=UTC)


@given(
    since=st.integers(0, 3_000_000).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    days=st.integers(0, 60),
    at=st.times().map(lambda value: value.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
)
def test_c42_a_step_never_comes_early_and_at_its_time_by_the_local_clock(
    since: datetime, days: int, at: time, zone: ZoneInfo
) -> None:
    due = due_at(since, days, 0, at, zone)
    assert due >= since or due.astimezone(zone).date() == since.astimezone(zone).date()
    local = due.astimezone(zone)
    # A time that the clocks skip comes as much later as they skip.
    skipped = datetime.combine(local.date(), at, zone).astimezone(UTC).astimezone(zone)
    assert local.time() == skipped.time()
    assert days <= (local.date() - since.astimezone(zone).date()).days <= days + 1


@pytest.mark.parametrize(
    ("days", "hours", "at", "due"),
    [
        (0, 0, None, "2026-03-07T20:00"),
        (1, 0, None, "2026-03-08T19:00"),
        (0, 5, None, "2026-03-08T01:00"),
        (1, 0, "09:00", "2026-03-08T13:00"),
        (0, 0, "09:00", "2026-03-08T13:00"),
        (0, 0, "16:00", "2026-03-07T21:00"),
    ],
)
def test_c42_days_are_calendar_days_where_the_clocks_change(days: int, hours: int, at: str | None, due: str) -> None:
    send_time = time.fromisoformat(at) if at else None
    found = due_at(NOW, days, hours, send_time, ZoneInfo("America/New_York"))
    assert found.isoformat()[:16] == due


def steps(*keys: str, off: str = "") -> list[dict]:
    return [{"step_key": key, "step_number": place, "is_active": key != off} for place, key in enumerate(keys, 1)]


@pytest.mark.parametrize(
    ("order", "off", "done", "position", "following"),
    [
        ("abc", "", "", 0, "a"),
        ("abc", "b", "a", 1, "c"),
        ("abc", "c", "ab", 2, None),
        ("cab", "", "a", 1, "b"),
        ("cab", "", "ab", 2, None),
        ("acb", "", "ab", 2, None),
        ("bc", "", "a", 1, "c"),
        ("abd", "", "abc", 2, "d"),
    ],
)
def test_c41_the_next_step_is_the_first_active_one_behind_that_was_not_had(
    order: str, off: str, done: str, position: int, following: str | None
) -> None:
    found = rules.next_step(steps(*order, off=off), list(done), position)
    assert (found and found["step_key"]) == following


@pytest.mark.parametrize(
    "raw",
    [
        {"campaign_name": ""},
        {"trigger_type": "whatever"},
        {"trigger_type": "inactivity", "trigger_conditions": {"days_inactive": -1}},
        {"settings": {"goal": {"kind": "tag"}}},
        {"settings": {"reentry": "sometimes"}},
        {"settings": {"reentry": "after", "reentry_days": 0.5}},
    ],
)
def test_what_a_sequence_cannot_be_is_refused(raw: dict) -> None:
    with pytest.raises(Invalid):
        rules.clean_sequence(raw)


@pytest.mark.parametrize(
    "raw",
    [{"delay_days": -1}, {"delay_hours": 24}, {"send_time": "25:00"}, {"channel": "pigeon"}, {"delay_days": True}],
)
def test_what_a_step_cannot_be_is_refused(raw: dict) -> None:
    with pytest.raises(Invalid):
        rules.clean_step_columns(raw)


def test_conditions_of_other_triggers_are_left_out() -> None:
    given = {"tag": "VIP", "days_inactive": 90, "min_purchases": 1, "when": "after"}
    assert rules.clean_conditions("inactivity", given) == {"days_inactive": 90, "min_purchases": 1}
    assert rules.missing_conditions("tag_added", {}) == ["tag"]


@pytest.mark.parametrize(
    ("settings", "days", "enters"),
    [({}, 999, False), ({"reentry": "always"}, 0, True), ({"reentry": "after", "reentry_days": 10}, 9, False)],
)
def test_c41_who_left_enters_again_by_the_rule(settings: dict, days: int, enters: bool) -> None:
    assert rules.may_enter(settings, NOW - timedelta(days=days), NOW) is enters
    assert rules.may_enter(settings, None, NOW)


def test_leap_days_are_kept_on_the_last_of_february() -> None:
    days = (date(2027, 2, 28), date(2027, 3, 1), date(2028, 2, 28), date(2028, 2, 29))
    assert [day for day in days if rules.falls_on(date(1992, 2, 29), day)] == [days[0], days[3]]


def test_c41_a_goal_is_reached_by_a_tag_or_segment_of_the_contact() -> None:
    contact = {"archived_at": None, "segments": ["S-1"], "tags": ["VIP"], "status": "lead"}
    for kind, value in (("tag", "VIP"), ("segment", "S-1")):
        assert exit_reason(contact, Known(), {"goal": {"kind": kind, "value": value}}) == "goal"
        assert exit_reason(contact, Known(), {"goal": {"kind": kind, "value": "other"}}) is None
    assert exit_reason(contact, Known(), {"exits": {"leaves_segment": "S-2"}}) == "left_segment"


@pytest.mark.parametrize(
    ("status", "sent", "since"),
    [("pending", None, None), ("held", None, None), ("failed", None, NOW), ("opened", NOW + timedelta(days=2), 2)],
)
def test_the_next_step_counts_from_when_the_last_message_went(
    status: str, sent: datetime | None, since: object
) -> None:
    expected = NOW + timedelta(days=since) if isinstance(since, int) else since
    assert went_at({"status": status, "sent_at": sent}, NOW) == expected

"""When schedules are due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app_server.services.schedule.time_spec import latest_run, missed_runs, next_run, parse_time_spec

NOON = datetime(2026, 11, 21, 12, 0, 30, tzinfo=UTC)  # a Saturday


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("spec", "due"),
    [
        ({"every": "minute"}, at(2026, 11, 21, 12, 1)),
        ({"every": "minute", "n": 5}, at(2026, 11, 21, 12, 5)),
        ({"every": "hour", "at": {"minute": 15}}, at(2026, 11, 21, 12, 15)),
        ({"every": "hour", "n": 2, "at": {"minute": 0}}, at(2026, 11, 21, 14, 0)),
        ({"every": "day", "n": 1, "at": {"hour": 2, "minute": 0}}, at(2026, 11, 22, 2, 0)),
        ({"every": "day", "at": {"hour": 23, "minute": 30}}, at(2026, 11, 21, 23, 30)),
        ({"every": "week", "at": {"day": 1, "hour": 9}}, at(2026, 11, 22, 9, 0)),
        ({"every": "week", "at": {"day": 7, "hour": 13}}, at(2026, 11, 21, 13, 0)),
        ({"every": "week", "at": {"day": 7, "hour": 9}}, at(2026, 11, 28, 9, 0)),
        ({"every": "month", "at": {"day": 1, "hour": 3}}, at(2026, 12, 1, 3, 0)),
        ({"every": "month", "at": {"day": 31}}, at(2026, 11, 30, 12, 0)),
        ({"every": "hour"}, at(2026, 11, 21, 13, 0)),
        ({"every": "day"}, at(2026, 11, 22, 12, 0)),
        ({"every": "day", "at": {"minute": 40}}, at(2026, 11, 21, 12, 40)),
        ({"every": "day", "n": 3, "at": {"hour": 0, "minute": 0}}, at(2026, 11, 24, 0, 0)),
        ({"every": "week", "at": {"hour": 18}}, at(2026, 11, 21, 18, 0)),
        ({"every": "week", "n": 2}, at(2026, 12, 5, 12, 0)),
        ({"every": "month"}, at(2026, 12, 1, 12, 0)),
        ({"every": "month", "n": 2, "at": {"day": 21, "hour": 9, "minute": 5}}, at(2027, 1, 21, 9, 5)),
    ],
)
def test_first_run_is_the_next_place_in_its_period(spec, due):
    assert next_run(parse_time_spec(spec), NOON) == due


def test_later_runs_keep_their_distance_from_the_last():
    spec = parse_time_spec({"every": "hour", "n": 5, "at": {"minute": 10}})
    assert next_run(spec, at(2026, 11, 21, 10, 10), last=at(2026, 11, 21, 10, 10)) == at(2026, 11, 21, 15, 10)


def test_a_month_end_returns_after_february():
    spec = parse_time_spec({"every": "month", "at": {"day": 31}})
    assert next_run(spec, at(2026, 2, 28, 1), last=at(2026, 2, 28)) == at(2026, 3, 31)


def test_after_a_long_pause_there_is_one_run_in_the_old_rhythm():
    spec = parse_time_spec({"every": "minute", "n": 7})
    assert next_run(spec, at(2026, 11, 21), last=at(2025, 11, 21)) > at(2026, 11, 21)
    assert missed_runs(parse_time_spec({"every": "day"}), at(2026, 11, 18, 2), at(2026, 11, 21, 2)) == 3
    assert missed_runs(parse_time_spec({"every": "month"}), at(2026, 8, 1), at(2026, 11, 21)) == 3


@pytest.mark.parametrize(
    "spec",
    [
        {"every": "year"},
        {},
        {"every": "day", "at": {"hour": 24}},
        {"every": "week", "at": {"day": 8}},
        {"every": "day", "n": -1},
    ],
)
def test_a_schedule_that_means_nothing_is_refused(spec):
    with pytest.raises(ValueError, match="a schedule"):
        parse_time_spec(spec)


@given(
    every=st.sampled_from(["minute", "hour", "day", "week", "month"]),
    n=st.integers(1, 40),
    minutes=st.integers(0, 60 * 24 * 365 * 20),
    ago=st.timedeltas(timedelta(0), timedelta(days=800)),
)
def test_the_next_run_is_after_now_and_at_most_n_units_away(every, n, minutes, ago):
    now = at(2020, 1, 1) + timedelta(minutes=minutes)
    spec = parse_time_spec({"every": every, "n": n, "at": {"minute": 7, "hour": 5, "day": 3}})
    last = next_run(spec, now - ago - timedelta(days=40 * n))
    last = last if last <= now else None
    due = next_run(spec, now, last)
    assert due > now
    longest = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 31}[every] * n
    assert due - now <= timedelta(days=longest + 31 * (every == "month"))


@given(
    st.sampled_from(["minute", "hour", "day", "week", "month"]),
    st.integers(1, 13),
    st.timedeltas(timedelta(0), timedelta(days=7000)).map(lambda passed: NOON + passed),
    st.fixed_dictionaries(
        {}, optional={"minute": st.integers(0, 59), "hour": st.integers(0, 23), "day": st.integers(1, 7)}
    ),
)
def test_what_is_planned_is_never_taken_for_a_clock_set_back(every, n, now, places):
    spec = parse_time_spec({"every": every, "n": n, "at": places})
    due = next_run(spec, now)
    assert due <= latest_run(spec, now)
    assert next_run(spec, due + timedelta(seconds=1), last=due) <= latest_run(spec, due + timedelta(seconds=1))


def test_summer_time_moves_nothing():
    spec = parse_time_spec({"every": "day", "at": {"hour": 2, "minute": 0}})
    assert next_run(spec, at(2026, 3, 28, 2, 0), last=at(2026, 3, 28, 2, 0)) == at(2026, 3, 29, 2, 0)
    assert next_run(spec, at(2026, 3, 29, 2, 0), last=at(2026, 3, 29, 2, 0)) == at(2026, 3, 30, 2, 0)

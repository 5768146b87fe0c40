"""How fast a stream may send."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server_code.server_messaging.pace import HOUR, Pace, day_limit

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@settings(deadline=None)
@given(st.lists(st.integers(0, 5_000), max_size=200), st.integers(1, 40), st.integers(1, 120))
def test_c21_no_sliding_hour_holds_more_than_the_limit(pauses, wanted, per_hour):
    pace, now, next_at, sent = Pace(per_hour), NOW, None, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        granted, next_at = pace.take(next_at, now, wanted)
        sent += [now] * granted
    for moment in sent:
        assert sum(moment <= other < moment + HOUR for other in sent) <= per_hour


def test_c21_the_default_of_fifty_an_hour_goes_one_by_one():
    granted, next_at = Pace(50).take(None, NOW, 10)
    assert (granted, next_at) == (1, NOW + timedelta(seconds=72))
    assert Pace(50).take(next_at, NOW + timedelta(seconds=71), 10)[0] == 0
    assert Pace(50).take(next_at, NOW + timedelta(seconds=72), 10)[0] == 1


def test_c21_a_clock_that_is_put_back_stops_no_stream_for_long():
    _, next_at = Pace(50).take(None, NOW + timedelta(days=1), 10)
    assert Pace(50).free_at(next_at, NOW) == NOW
    assert Pace(50).take(next_at, NOW, 10) == (1, NOW + timedelta(seconds=72))


def test_a_quick_stream_may_send_a_second_at_once():
    assert Pace(80 * 3600).take(None, NOW, 500)[0] == 80


@settings(deadline=None)
@given(st.integers(1, 300_000), st.integers(1, 300))
def test_the_finish_that_is_foretold_is_when_the_last_one_goes(per_hour, count):
    pace, next_at, now, left = Pace(per_hour), None, NOW, count
    foretold = pace.finish(None, NOW, count)
    while left and now <= foretold:
        granted, next_at = pace.take(next_at, now, left)
        left -= granted
        now = pace.free_at(next_at, now) if left else now
    assert left == 0
    assert foretold - timedelta(seconds=1.1) <= now <= foretold


@pytest.mark.parametrize(("day", "limit"), [(0, 50), (1, 100), (2, 200), (8, 12_800), (9, None), (None, None)])
def test_c22_a_new_domain_sends_more_each_day(day, limit):
    assert day_limit(day) == limit

"""Trying two versions: who gets which, and when one of them is better."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_code.server_marketing.ab_rules import A, B, Tally, clean_test, decide, split
from server_code.server_shared.errors import Invalid


def test_c40_of_a_thousand_people_at_20_percent_a_hundred_try_each_version():
    tried = split("E-1", range(1000), 20)
    assert Counter(tried.values()) == {A: 100, B: 100}
    assert tried == split("E-1", list(reversed(range(1000))), 20)
    assert tried != split("E-2", range(1000), 20)


@given(st.sets(st.integers(1, 10_000), max_size=60), st.integers(2, 100))
def test_c40_both_versions_have_as_many_and_nobody_gets_two(numbers, percent):
    counts = Counter(split("E-1", sorted(numbers), percent).values())
    assert counts[A] == counts[B] == len(numbers) * percent // 200


@pytest.mark.parametrize(
    ("a", "b", "winner", "words"),
    [
        (Tally(100, 4), Tally(100, 20), B, "B went to the rest."),
        (Tally(100, 20), Tally(100, 4), A, "A went to the rest."),
        (Tally(100, 4), Tally(100, 5), B, "may be chance"),
        (Tally(100, 6), Tally(100, 6), A, "did alike"),
        (Tally(100, 0), Tally(100, 2), A, "Too few"),
        (Tally(5, 0), Tally(5, 5), A, "Too few"),
        (Tally(0, 0), Tally(0, 0), A, "Too few"),
    ],
)
def test_c40_a_goes_on_where_nothing_can_be_told(a, b, winner, words):
    found, reason = decide(a, b, "clicks")
    assert (found, words in reason) == (winner, True)
    assert f"{b.hits} of {b.went} clicked in B" in reason


@pytest.mark.parametrize("wrong", [{"percent": 1}, {"percent": "x"}, {"wait_hours": 0}, {"by": "luck"}, {"what": ""}])
def test_what_is_no_test_is_refused(wrong):
    with pytest.raises(Invalid):
        clean_test(wrong)
    assert clean_test(None)["percent"] == 20

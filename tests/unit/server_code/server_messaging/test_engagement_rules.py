"""Traces of real kinds of visitors: who of them is a person (B10-7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_code.server_messaging.engagement_rules import BURST, TOO_SOON, Sign, machines
from server_code.server_messaging.event_rules import CLICK, OPEN

SENT = datetime(2026, 11, 20, 8, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"

# Name → links of the mail, and the trace: seconds after sending, kind, agent, place, only a look.
SCANNERS = {
    "follows every link at once": (4, [(40, CLICK, CHROME, place, False) for place in range(4)]),
    "follows them one by one, quickly": (6, [(60 + 2 * place, CLICK, CHROME, place, False) for place in range(5)]),
    "both links of a mail that has two": (2, [(90, CLICK, CHROME, 0, False), (91, CLICK, CHROME, 1, False)]),
    "the link nobody sees": (5, [(300, CLICK, CHROME, -1, False), (420, CLICK, CHROME, 2, False)]),
    "only the heads": (5, [(600, CLICK, CHROME, 1, True)]),
    "seconds after sending": (5, [(2, OPEN, CHROME, None, False), (3, CLICK, CHROME, 0, False)]),
    "says who it is": (5, [(900, CLICK, "Barracuda Sentinel (EE)", 0, False), (950, OPEN, "curl/8.9", None, False)]),
    "a mail program that fetches ahead": (5, [(30, OPEN, "Mozilla/5.0", None, False)]),
}
PEOPLE = {
    "opens and clicks": (5, [(1800, OPEN, GMAIL, None, False), (1815, CLICK, FIREFOX, 1, False)]),
    "clicks without pictures": (5, [(7200, CLICK, PHONE, 0, False)]),
    "comes back the next day": (3, [(3600, CLICK, PHONE, 1, False), (90_000, CLICK, FIREFOX, 1, False)]),
    "clicks twice by mistake": (2, [(500, CLICK, PHONE, 0, False), (501, CLICK, PHONE, 0, False)]),
    "reads on and follows two": (5, [(500, CLICK, PHONE, 0, False), (530, CLICK, PHONE, 3, False)]),
}


def signs(trace: list) -> list[Sign]:
    return [
        Sign(kind, SENT + timedelta(seconds=after), agent, place, look) for after, kind, agent, place, look in trace
    ]


@pytest.mark.parametrize("name", SCANNERS)
def test_b10_7_of_a_scanner_nothing_is_a_persons(name: str) -> None:
    links, trace = SCANNERS[name]
    assert all(machines(signs(trace), SENT, links))


@pytest.mark.parametrize("name", PEOPLE)
def test_b10_7_of_a_person_nothing_is_a_machines(name: str) -> None:
    links, trace = PEOPLE[name]
    assert not any(machines(signs(trace), SENT, links))


def test_c39_a_person_after_a_scanner_counts_and_the_scanner_does_not() -> None:
    links, scanner = SCANNERS["follows every link at once"]
    trace = signs([*scanner, (5000, CLICK, PHONE, 0, False)])
    assert machines(trace, SENT, links) == [True] * 4 + [False]


@given(st.lists(st.sampled_from([*SCANNERS, *PEOPLE]), min_size=1, max_size=3, unique=True), st.randoms())
def test_c36_the_order_in_which_a_trace_comes_does_not_matter(names: list[str], chance: Random) -> None:
    trace = signs([each for name in names for each in {**SCANNERS, **PEOPLE}[name][1]])
    shuffled = chance.sample(trace, len(trace))
    verdicts = dict(zip(trace, machines(trace, SENT, 5), strict=True))
    assert dict(zip(shuffled, machines(shuffled, SENT, 5), strict=True)) == verdicts


@pytest.mark.parametrize(
    ("seconds", "is_machine"), [(TOO_SOON.total_seconds() - 1, True), (TOO_SOON.total_seconds(), False)]
)
def test_c39_a_click_is_too_soon_for_a_person_or_not(seconds: float, is_machine: bool) -> None:
    assert machines(signs([(seconds, CLICK, PHONE, 0, False)]), SENT, 5) == [is_machine]


def test_c39_three_links_just_beyond_a_burst_are_a_persons() -> None:
    apart = BURST.total_seconds() / 2 + 1
    assert not any(machines(signs([(100 + n * apart, CLICK, PHONE, n, False) for n in range(3)]), SENT, 6))

"""Dates as people write them into files."""

from __future__ import annotations

from datetime import date

import pytest
from dateutil import parser
from hypothesis import given, settings
from hypothesis import strategies as st

from server_code.server_shared.errors import Invalid
from server_code.server_shared.written_dates import read_written


@pytest.mark.parametrize(
    ("text", "country", "moment"),
    [
        ("2026-03-04", "ZA", "2026-03-04 00:00:00"),
        ("2026-03-04 05:06", "US", "2026-03-04 05:06:00"),
        ("2026-03-04T05:06:07", "ZA", "2026-03-04 05:06:07"),
        ("2026-03-04T05:06:07Z", "ZA", "2026-03-04 05:06:07+00:00"),
        ("03/04/2026", "ZA", "2026-04-03 00:00:00"),
        ("03/04/2026", "US", "2026-03-04 00:00:00"),
        ("13.04.2026 14:30", "ZA", "2026-04-13 14:30:00"),
        ("4/3/26", "ZA", "2026-03-04 00:00:00"),
        ("4/3/99", "ZA", "1999-03-04 00:00:00"),
        ("4-3-2026 2:30 PM", "ZA", "2026-03-04 14:30:00"),
        ("4 March 2026", "ZA", "2026-03-04 00:00:00"),
        ("20260304", "ZA", "2026-03-04 00:00:00"),
    ],
)
def test_a_date_is_read_as_the_country_writes_it(text: str, country: str, moment: str) -> None:
    assert str(read_written(text, country)) == moment


TWO = st.integers(0, 62).map("{:02}".format)


@settings(max_examples=200)
@given(st.integers(1000, 2999), TWO, TWO, st.sampled_from(["", " ", "T"]), st.lists(TWO, min_size=2, max_size=3))
def test_what_systems_write_is_read_as_the_parser_reads_it_but_never_the_other_way_round(
    year: int, month: str, day: str, mark: str, clock: list[str]
) -> None:
    text = f"{year}-{month}-{day}" + (mark and mark + ":".join(clock))
    try:
        expected = parser.parse(text)
        assert int(month) == expected.month
    except (ValueError, AssertionError):
        with pytest.raises(Invalid, match="is no date"):
            read_written(text, "ZA")
    else:
        assert read_written(text, "ZA") == expected


@pytest.mark.parametrize(
    "text",
    ["soon", "2026-02-30", "2026-13-32", "99999999999999999999", "04/13/2026", "04/13/2026 2:30 PM", "31/02/2026",
     "10:30", "12", "May", "4 March", "Mar-24", "1,5", "45000", "########"],
)  # fmt: skip
def test_what_is_no_whole_date_is_refused_with_what_was_read(text: str) -> None:
    with pytest.raises(Invalid, match=r"is no date: write it as 31/12/2026") as refusal:
        read_written(text, "ZA")
    assert text[:40] in refusal.value.message


def test_the_united_states_write_the_month_first() -> None:
    with pytest.raises(Invalid, match="12/31/2026"):
        read_written("13/04/2026", "US")


def test_who_asks_may_do_without_a_part() -> None:
    assert read_written("2024", "ZA", needs=("year",)).date() == date(2024, 1, 1)
    assert read_written("4 March", "ZA", needs=("month", "day")).date() == date(2000, 3, 4)
    with pytest.raises(Invalid):
        read_written("March 2024", "ZA", needs=("month", "day"))

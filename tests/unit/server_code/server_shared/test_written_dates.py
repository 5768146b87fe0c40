"""Dates as people write them into files."""

from __future__ import annotations

import pytest
from dateutil import parser
from hypothesis import given, settings
from hypothesis import strategies as st

from server_code.server_shared.written_dates import NEW_YEAR, read_written


@pytest.mark.parametrize(
    ("text", "country", "moment"),
    [
        ("2026-03-04", "ZA", "2026-03-04 00:00:00"),
        ("2026-03-04 05:06", "US", "2026-03-04 05:06:00"),
        ("2026-03-04T05:06:07", "ZA", "2026-03-04 05:06:07"),
        ("2026-03-04T05:06:07Z", "ZA", "2026-03-04 05:06:07+00:00"),
        ("03/04/2026", "ZA", "2026-04-03 00:00:00"),
        ("03/04/2026", "US", "2026-03-04 00:00:00"),
        ("4 March", "ZA", "2000-03-04 00:00:00"),
    ],
)
def test_a_date_is_read_as_the_country_writes_it(text: str, country: str, moment: str) -> None:
    assert str(read_written(text, country)) == moment


TWO = st.integers(0, 62).map("{:02}".format)


@settings(max_examples=200)
@given(st.integers(1000, 2999), TWO, TWO, st.sampled_from(["", " ", "T"]), st.lists(TWO, min_size=2, max_size=3))
def test_what_systems_write_is_read_as_the_parser_reads_it(
    year: int, month: str, day: str, mark: str, clock: list[str]
) -> None:
    text = f"{year}-{month}-{day}" + (mark and mark + ":".join(clock))
    try:
        expected = parser.parse(text, default=NEW_YEAR)
    except ValueError:
        with pytest.raises(ValueError):
            read_written(text, "ZA")
    else:
        assert read_written(text, "ZA") == expected


@pytest.mark.parametrize("text", ["soon", "2026-02-30", "2026-13-32", "99999999999999999999"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        read_written(text, "ZA")

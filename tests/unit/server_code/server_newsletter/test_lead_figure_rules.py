"""Where the visitors of a form came from, and its days summed up."""

from __future__ import annotations

from datetime import date

import pytest

from server_code.server_newsletter.lead_figure_rules import by_source, over_time, source_of
from server_code.server_shared.periods import Period

HERE = "https://www.kestrel.test/rooms"


@pytest.mark.parametrize(
    ("page", "came_from", "source"),
    [
        (HERE, "", ""),
        (HERE, "https://kestrel.test/", ""),
        (HERE, "https://www.google.com/search?q=ann@example.com", "google.com"),
        (f"{HERE}?utm_source=News%20letter&utm_campaign=x", "https://google.com", "news letter"),
        (f"{HERE}?utm_source=<script>alert(1)</script>", "", "script alert 1 script"),
        (f"{HERE}?utm_source={'x' * 300}", "", "x" * 40),
        ("not an address", "http://[broken", ""),
        ("", "android-app://com.google.android.gm/", "com.google.android.gm"),
    ],
)
def test_a_source_is_what_the_address_says_else_the_other_site(page: str, came_from: str, source: str) -> None:
    assert source_of(page, came_from) == source


def test_a_long_period_is_summed_up_by_week_and_rows_of_before_have_no_source() -> None:
    period = Period(date(2026, 1, 1), date(2026, 3, 31))
    days = [
        {"day": date(2026, 1, 7), "source": None, "views": 4, "begun": None, "submits": 1},
        {"day": date(2026, 1, 8), "source": "google.com", "views": 9, "begun": 2, "submits": 1},
    ]
    times = over_time(days, period)
    assert [(each["start"], each["views"]) for each in times[:2]] == [(date(2026, 1, 1), 4), (date(2026, 1, 8), 9)]
    assert [each["source"] for each in by_source(days)] == ["google.com", ""]

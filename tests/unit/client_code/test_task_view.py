"""When a task is due, in words."""

from datetime import datetime, timedelta

import pytest

NOW = datetime(2026, 3, 4, 12, 0)  # noqa: DTZ001 - a clock on the wall has no zone


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, "Today"),
        (-1, "Late today"),
        (13, "Tomorrow"),
        (-13, "Since yesterday"),
        (-61, "3 days late"),
        (72, "7 Mar 2026"),
    ],
)
def test_a_time_is_told_from_today(client, hours, words):
    assert client("marketing.task_view").due_words(NOW + timedelta(hours=hours), NOW, "7 Mar 2026") == words


def test_putting_off_keeps_to_the_morning_unless_by_hours(client):
    later = client("marketing.task_view").later
    assert later(NOW, 1, 0) == datetime(2026, 3, 5, 9, 0)  # noqa: DTZ001
    assert later(NOW, 0, 1) == NOW + timedelta(hours=1)

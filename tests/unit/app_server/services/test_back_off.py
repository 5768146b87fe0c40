"""How long a locked account waits."""

from datetime import timedelta

import pytest

from app_server.services.users.back_off import wait_after


@pytest.mark.parametrize(
    ("failures", "wait"),
    [
        (10, timedelta(minutes=15)),
        (11, timedelta(minutes=30)),
        (13, timedelta(hours=2)),
        (17, timedelta(days=1)),
        (10_000, timedelta(days=1)),
    ],
)
def test_the_wait_doubles_up_to_a_day(failures, wait):
    assert wait_after(failures, 10) == wait

"""What the log tells of requests."""

import pytest

from app_server.request_log import path_for_log

TOKEN = "WzQsImVtYWlsIiwibWFya2V0aW5nIl0." + "a" * 40


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/_/api/v1/campaigns/E-5/launch", "/_/api/v1/campaigns/E-5/launch"),
        (f"/email/unsubscribe/{TOKEN}", "/email/unsubscribe/…"),
        (f"route:/email/preferences/{TOKEN}", "route:/email/preferences/…"),
        ("/_/login/short", "/_/login/…"),
    ],
)
def test_the_log_holds_no_link_that_lets_somebody_in(path, logged):
    assert path_for_log(path) == logged

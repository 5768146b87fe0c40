"""How often a token of the API may be used."""

import pytest

from server_code.server_api.rates import USES_A_MINUTE, TooMany, count_use


def test_no_minute_whichever_holds_more_uses_than_are_allowed():
    for _ in range(USES_A_MINUTE - 1):
        count_use("busy", 59.0)
    count_use("busy", 61.5)
    with pytest.raises(TooMany) as refused:
        count_use("busy", 62.0)
    assert refused.value.retry_after_seconds == 57
    count_use("another", 62.0)
    for _ in range(USES_A_MINUTE - 1):
        count_use("busy", 119.0)
    with pytest.raises(TooMany):
        count_use("busy", 119.0)
    count_use("busy", 121.5)

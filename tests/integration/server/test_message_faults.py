"""A few of the kills that ``python -m bench.message_faults`` makes while a campaign goes out."""

import pytest

from bench.message_faults import figures


@pytest.mark.slow
def test_c20_everybody_gets_a_campaign_once_whatever_is_killed():
    seen = list(figures(people=200, times=3))
    assert [str(figure) for figure in seen if figure.misses] == []
    assert len(seen) == 3

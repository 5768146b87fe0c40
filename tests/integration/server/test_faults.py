"""A few of the faults that ``python -m bench.faults`` makes by the dozen."""

import pytest

from bench.faults import figures


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_done_twice_whatever_is_killed():
    seen = list(figures(times=5))
    assert [str(figure) for figure in seen if figure.misses] == []
    assert len(seen) == 4

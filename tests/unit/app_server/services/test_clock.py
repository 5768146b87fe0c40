"""A clock that is set back is noticed."""

from __future__ import annotations

import time

import pytest

from app_server.services.clock import Clock


@pytest.mark.parametrize(("step", "noticed"), [(-7200, 7200), (-59, 0), (0, 0), (7200, 0)])
def test_it_tells_by_how_much_it_was_set_back_once(monkeypatch: pytest.MonkeyPatch, step: int, noticed: int) -> None:
    clock = Clock()
    before = time.time
    monkeypatch.setattr(time, "time", lambda: before() + step)
    assert clock.seconds_set_back() == pytest.approx(noticed, abs=0.5)
    assert clock.seconds_set_back() == 0

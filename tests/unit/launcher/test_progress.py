"""Each step prints a line, in place on a terminal and line by line elsewhere."""

from __future__ import annotations

import io

import pytest

from launcher import progress
from launcher.progress import Steps


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_steps_are_numbered_and_say_when_they_are_done() -> None:
    out = io.StringIO()
    steps = Steps(2, out)
    steps.skip("Python packages")
    with steps.step("Server"):
        pass
    lines = out.getvalue().splitlines()
    assert lines[:2] == ["[1/2] Python packages: ready", "[2/2] Server …"]
    assert lines[2].startswith("[2/2] Server: done in 0.")


def test_a_step_that_fails_says_that_it_stopped() -> None:
    out = io.StringIO()
    with pytest.raises(ValueError, match="broken"), Steps(1, out).step("Server"):
        raise ValueError("broken")
    assert out.getvalue().endswith("[1/1] Server: stopped\n")


def test_a_log_file_is_not_flooded_with_details(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    with Steps(1, out).step("Packages") as report:
        for number in range(100):
            report(f"{number} packages")
    assert len(out.getvalue().splitlines()) == 2


def test_a_log_file_gets_a_detail_every_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_DETAILS", 0.0)
    out = io.StringIO()
    with Steps(1, out).step("Packages") as report:
        report("7 packages")
    assert "[1/1] Packages: 7 packages" in out.getvalue().splitlines()


def test_a_terminal_shows_one_line_a_step() -> None:
    out = Terminal()
    with Steps(1, out).step("Packages") as report:
        report("7 packages")
    assert out.getvalue().count("\n") == 1
    assert "\r\x1b[K[1/1] Packages: 7 packages" in out.getvalue()

"""A step is repeated exactly when what it was made from has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from launcher import fingerprints
from launcher.fingerprints import fingerprint, is_done, mark_done


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "STATE", tmp_path / "state")


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.txt"
    path.write_text("starlette==1.0\n")
    return path


def test_a_step_never_done_is_not_done(requirements: Path) -> None:
    assert not is_done("python", fingerprint([requirements]))


def test_a_finished_step_is_done(requirements: Path) -> None:
    mark_done("python", fingerprint([requirements]))
    assert is_done("python", fingerprint([requirements]))


def test_a_changed_file_asks_for_the_step_again(requirements: Path) -> None:
    mark_done("python", fingerprint([requirements]))
    requirements.write_text("starlette==2.0\n")
    assert not is_done("python", fingerprint([requirements]))


def test_another_python_asks_for_the_step_again(requirements: Path) -> None:
    mark_done("python", fingerprint([requirements], "3.11"))
    assert not is_done("python", fingerprint([requirements], "3.12"))

"""Which steps are done already: a step is repeated when what it was made from has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from .places import STATE


def fingerprint(files: Iterable[Path], *also: str) -> str:
    """A hash over the content of files and further facts, such as the version of Python."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for fact in also:
        digest.update(fact.encode() + b"\0")
    return digest.hexdigest()


def is_done(step: str, print_now: str) -> bool:
    """Whether `step` was finished with this very fingerprint."""
    try:
        return _file(step).read_text() == print_now
    except FileNotFoundError:
        return False


def mark_done(step: str, print_now: str) -> None:
    """Remember that `step` is finished."""
    _file(step).parent.mkdir(parents=True, exist_ok=True)
    _file(step).write_text(print_now)


def _file(step: str) -> Path:
    return STATE / "done" / step

"""Small trees of source files to check the checks with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from launcher.lint.sources import Source

MakeSource = Callable[[str, str], Source]


@pytest.fixture
def source(tmp_path: Path) -> MakeSource:
    def make(path: str, text: str) -> Source:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
        return Source(tmp_path, Path(path))

    return make

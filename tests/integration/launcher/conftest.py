"""One demo instance, filled once; each test serves it anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import new_folder, served


@pytest.fixture(scope="module")
def demo_folder() -> Iterator[Path]:
    with new_folder() as folder:
        with served(folder):
            pass
        yield folder

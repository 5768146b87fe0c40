"""The gallery of components, served for itself."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def app_folder() -> Path:
    return Path(__file__).parents[2] / "apps/gallery"

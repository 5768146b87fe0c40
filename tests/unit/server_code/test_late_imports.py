"""Large libraries that few days need are imported where they are used: every server would hold them otherwise."""

from __future__ import annotations

import re

import pytest

from tests.served import ROOT

# Together they are 25 MB and a quarter of a second of every start.
LARGE = ("PIL", "botocore", "dkim", "dns", "holidays", "openpyxl", "rapidfuzz")


@pytest.mark.parametrize("library", LARGE)
def test_a_large_library_is_imported_where_it_is_used(library: str) -> None:
    at_start = re.compile(rf"^(?:import|from) {library}\b", re.MULTILINE)
    files = [path for path in (ROOT / "server_code").rglob("*.py") if at_start.search(path.read_text(encoding="utf-8"))]
    assert files == []

"""Large libraries that few days need are imported where they are used: every server would hold them otherwise."""

from __future__ import annotations

import re

import pytest

from tests.served import ROOT

# Together they are 30 MB and a quarter of a second of every start.
LARGE = ("PIL", "botocore", "dkim", "dns", "holidays", "openpyxl", "rapidfuzz", "requests")


@pytest.mark.parametrize("library", LARGE)
def test_a_large_library_is_imported_where_it_is_used(library: str) -> None:
    at_start = re.compile(rf"^(?:import|from) {library}\b", re.MULTILINE)
    files = [path for folder in ("app_server", "server_code") for path in (ROOT / folder).rglob("*.py")]
    assert [path for path in files if at_start.search(path.read_text(encoding="utf-8"))] == []

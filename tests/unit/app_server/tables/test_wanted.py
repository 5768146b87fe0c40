"""``db_schema`` of ``anvil.yaml`` is checked before anything is done with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app_server.errors import StartError
from app_server.services.tables.wanted import WantedColumn, read_wanted


def test_tables_columns_and_links_are_read(tmp_path: Path) -> None:
    wanted = read_wanted(
        {
            "people": {"title": "People", "columns": [{"name": "boss", "type": "link_single", "target": "people"}]},
            "notes": {"client": "search", "server": "full", "columns": None},
        },
        tmp_path,
    )
    people, notes = wanted.tables
    assert (people.title, people.client, people.server) == ("People", "none", "full")
    assert people.columns == (WantedColumn("boss", "link_single", "people", client_hidden=False),)
    assert (notes.title, notes.client, notes.columns) == ("notes", "search", ())


@pytest.mark.parametrize(
    ("column", "says"),
    [
        ({"name": "a"}, "needs a name and a type"),
        ({"type": "string"}, "needs a name and a type"),
        ({"name": "a", "type": "text"}, "needs a name and a type"),
        ({"name": "a", "type": "link_single"}, "needs a target"),
        ({"name": "a", "type": "link_multiple", "target": "nobody"}, "needs a target"),
        ({"name": "_id", "type": "string"}, "cannot be a name"),
        ({"name": "", "type": "string"}, "cannot be a name"),
        ({"name": "é" * 32, "type": "string"}, "cannot be a name"),
    ],
)
def test_a_faulty_column_is_a_sentence(tmp_path: Path, column: dict[str, Any], says: str) -> None:
    with pytest.raises(StartError, match=says):
        read_wanted({"people": {"columns": [column]}}, tmp_path)


def test_a_column_may_be_there_once(tmp_path: Path) -> None:
    column = {"name": "a", "type": "string"}
    with pytest.raises(StartError, match="twice"):
        read_wanted({"people": {"columns": [column, column]}}, tmp_path)


def test_access_is_one_of_three(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="one of none, search, full"):
        read_wanted({"people": {"client": "write", "columns": []}}, tmp_path)

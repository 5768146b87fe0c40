"""The file of rows that could not be taken."""

from __future__ import annotations

import io
from collections.abc import Sequence

from server_code.server_customers.import_reader import SURPLUS, SourceTable, read_table
from server_code.server_customers.import_refusals import write_refusals


def written(columns: Sequence[str], told: Sequence[tuple[Sequence[str], int, str]]) -> SourceTable:
    """The file, read again as an import would read it."""
    file = io.StringIO(newline="")
    write_refusals(file, columns, told)
    return read_table(file.getvalue().encode("utf-8-sig"))


def test_rows_come_back_as_they_were_with_line_and_reason() -> None:
    cells = ["=1+1", "+27821234567", 'two\nlines, "quoted"']
    table = written(["Name", "Phone", "Note"], [(cells, 7, "Not this one.")])
    assert table.columns == ["Name", "Phone", "Note", "Line", "Reason"]
    assert [row.cells for row in table.rows] == [[*cells, "7", "Not this one."]]


def test_what_was_said_of_a_row_the_first_time_is_not_said_again() -> None:
    first = written(["Name", "Mail", "Place"], [(["Ann", "nobody", "Shore"], 7, "No.")])
    again = written(first.columns, [(row.cells, row.line, "Still not.") for row in first.rows])
    assert again.columns == first.columns
    assert [row.cells for row in again.rows] == [["Ann", "nobody", "Shore", "2", "Still not."]]


def test_cells_beyond_the_columns_are_kept_and_refused_until_they_are_put_right() -> None:
    told = [(["Smith", "John", "j@example.com"], 2, SURPLUS), (["Ann", "nobody"], 3, "This is not an e-mail address.")]
    row, other = written(["Name", "Mail"], told).rows
    assert other.cells[:2] == ["Ann", "nobody"]
    assert (row.cells[:3], row.fault) == (["Smith", "John", "j@example.com"], SURPLUS)

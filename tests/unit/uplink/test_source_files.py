"""Files of rows, as the bulk import reads them."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import openpyxl
import pytest

from server_code.server_customers.import_reader import read_table
from uplink.source_files import BadFile, SourceFile


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_any_usual_encoding_and_dialect(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = tmp_path / "people.csv"
    lines = [["Name", "Note"], ["Zoë", '"Two\nlines"'], ["", ""], ["Max", ""]]
    file.write_text("\r\n".join(delimiter.join(line) for line in lines), encoding=encoding, newline="")
    source = SourceFile(file)
    assert source.columns == ["Name", "Note"]
    assert list(source.rows()) == [(2, ["Zoë", "Two\nlines"]), (5, ["Max", ""])]
    assert (source.rows_total, list(source.rows(1))) == (2, [(5, ["Max", ""])])


def test_constants_are_columns_of_their_own_and_part_of_what_the_file_is(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Name,City\nAnn,NULL\nBen,Ulm,too much\n")
    source = SourceFile(file, {"location": "Beach"}, ["NULL"])
    assert source.columns == ["Name", "City", "location"]
    assert [cells for _, cells in source.rows()] == [["Ann", "", "Beach"], ["Ben", "Ulm", "Beach", "too much"]]
    assert source.sha256 != SourceFile(file).sha256
    with pytest.raises(BadFile, match="has a column “City” already"):
        SourceFile(file, {"City": "Ulm"})


def test_json_lines_have_the_columns_of_all_their_rows(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"a": 1, "b": ["x", "y"]}\n\n{"c": true, "a": 2.0}\n')
    source = SourceFile(file, {"d": "z"})
    assert source.columns == ["a", "b", "c", "d"]
    assert list(source.rows()) == [(1, ["1", "x, y", "", "z"]), (3, ["2", "", "yes", "z"])]
    file.write_text('{"a": 1}\n[2]\n')
    with pytest.raises(BadFile, match="line 2"):
        SourceFile(file)


@pytest.mark.parametrize(
    ("name", "content"), [("a.csv", b""), ("a.pdf", b"x"), ("a.xlsx", b"PK\x03\x04"), ("a.jsonl", b"{")]
)
def test_what_is_no_such_file_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadFile):
        SourceFile(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("letter.csv", b"%PDF-1.7 ....", "PDF"),
        ("old.xlsx", b"\xd0\xcf\x11\xe0....", "no Excel workbook|not an Excel workbook"),
        ("old.csv", b"\xd0\xcf\x11\xe0....", "password-protected Excel"),
        ("page.csv", b"<!DOCTYPE html><html>", "web page"),
        ("arabic.csv", "Name,Mail\nأحمد,a@example.com\n".encode("cp1256"), "cannot be read"),
        ("damaged.csv", b"Name,Mail\nAnn\x81,a@example.com\n", "cannot be read"),
        ("open.csv", b'Name,Mail\nAnn,"a@example.com\nBen,b@example.com\n', "Line 2 .* never closed"),
        ("wide.csv", b",".join(b"Field %d" % number for number in range(300)), "300 columns"),
        ("data.csv", b"ann@example.com,Ann\n", "no column names"),
    ],
)
def test_what_the_screens_refuse_is_refused_here_too(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadFile, match=reason):
        SourceFile(tmp_path / name)


def test_what_the_screens_read_is_read_the_same_here(tmp_path: Path) -> None:
    text = "sep=;\r\nGuests of March\r\n\r\nName;Mail;;Mail;\r\n'=Ann;a@example.com;#N/A;b@example.com;\r\n;;;;\r\n"
    file = tmp_path / "a.csv"
    for ends in ("\r\n", "\r"):
        content = text.replace("\r\n", ends).encode("utf-16")
        file.write_bytes(content)
        source, table = SourceFile(file), read_table(content)
        assert source.columns == table.columns == ["Name", "Mail", "Column 3", "Mail"]
        assert list(source.rows()) == [(row.line, row.cells) for row in table.rows]
        assert list(source.rows()) == [(5, ["=Ann", "a@example.com", "", "b@example.com"])]


def test_a_workbook_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("Name", "Phone", None), ("Ann", 27821234567.0, None)):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.xlsx").rename(tmp_path / "a.csv")
    source = SourceFile(tmp_path / "a.csv")
    assert (source.columns, list(source.rows())) == (["Name", "Phone"], [(2, ["Ann", "27821234567"])])


def test_a_long_file_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    peaks = []
    for rows in (1_000, 30_000):
        file = tmp_path / f"{rows}.csv"
        file.write_text("Name,E-mail\n" + "\n".join(f"Ann {n},ann.{n}@example.org" for n in range(rows)))
        tracemalloc.start()
        source = SourceFile(file)
        assert sum(1 for _ in source.rows()) == rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # What is held is a piece of the file at a time, of a megabyte at most.
    assert peaks[1] < peaks[0] + 2_500_000

from __future__ import annotations

import io
import random
import zipfile
from datetime import datetime

import openpyxl
import pytest

from server_code.server_customers import import_reader
from server_code.server_customers.import_reader import REPEATED, read_table
from server_code.server_customers.import_workbook import workbook_rows
from server_code.server_shared.errors import Invalid, TooLarge

MARCH = datetime(2024, 3, 1)  # noqa: DTZ001 - cells of a sheet know no zone
HEADER = "First name,E-mail\n"


def workbook(*rows: tuple, title: str = "Contacts") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def archive(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_file_is_read_in_any_common_dialect(encoding: str, delimiter: str, line_end: str) -> None:
    text = line_end.join(["Vorname#E-Mail#Notiz", "Jürgen#j@example.de#", "José#jose@example.es#a"]).replace(
        "#", delimiter
    )
    table = read_table(text.encode(encoding))
    assert table.columns == ["Vorname", "E-Mail", "Notiz"]
    assert [row.cells for row in table.rows] == [["Jürgen", "j@example.de", ""], ["José", "jose@example.es", "a"]]


def test_rows_know_the_line_they_begin_on_across_quoted_line_breaks_and_empty_lines() -> None:
    content = b'Name,Note\nAnn,"one\ntwo\n\nthree"\n\n,,\nBen,x\n'
    assert [(row.line, row.cells) for row in read_table(content).rows] == [
        (2, ["Ann", "one\ntwo\n\nthree"]),
        (8, ["Ben", "x"]),
    ]


def test_short_rows_are_filled_and_long_ones_marked() -> None:
    rows = read_table(b"Name,Mail\nAnn\nBen,b@example.com,,\nCy,c@example.com\nDi,d@example.com,too much\n").rows
    assert [(row.cells, bool(row.fault)) for row in rows] == [
        (["Ann", ""], False),
        (["Ben", "b@example.com"], False),
        (["Cy", "c@example.com"], False),
        (["Di", "d@example.com", "too much"], True),
    ]


def test_excels_hint_of_the_delimiter_is_followed_and_not_read_as_header() -> None:
    table = read_table(b"sep=;\nName;Mail\nAnn;a@example.com\n")
    assert table.columns == ["Name", "Mail"]
    assert table.rows[0].line == 3


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_lines_above_the_names_of_the_columns_are_passed_over(delimiter: str) -> None:
    lines = ["Guest list of March", f"{delimiter}{delimiter}", f"Printed at noon{delimiter}{delimiter}"]
    text = "\n".join([*lines, "Name#Mail#Town".replace("#", delimiter), "Ann#a@example.com#".replace("#", delimiter)])
    table = read_table(text.encode("utf-16"))
    assert table.columns == ["Name", "Mail", "Town"]
    assert [(row.line, row.cells) for row in table.rows] == [(5, ["Ann", "a@example.com", ""])]


def test_a_header_that_comes_again_is_nobody() -> None:
    rows = read_table(b"Name,Mail,\nAnn,a@example.com,\nName,Mail,\nName,,\nBen,b@example.com,\n").rows
    assert [row.fault for row in rows] == ["", REPEATED, REPEATED, ""]


@pytest.mark.parametrize("last", ["", "\n", "\r\n"])
def test_a_quotation_that_never_ends_swallows_no_rows(last: str) -> None:
    with pytest.raises(Invalid, match=r"Line 3 .* never closed"):
        read_table(f'Name,Mail\nAnn,a@example.com\nBen,"b@example.com\nCy,c@example.com{last}'.encode())
    assert len(read_table(f'Name,Mail\nAnn,"a ""b"" c"\nBen,"two\nlines"{last}'.encode()).rows) == 2


def test_what_a_spreadsheet_could_not_calculate_is_nothing() -> None:
    assert read_table(b"Name,Mail\nAnn,#N/A\n#REF!,b@example.com\n#1,c@example.com").rows[0].cells == ["Ann", ""]


def test_a_hidden_sheet_is_not_read_for_the_one_that_is_seen() -> None:
    book = openpyxl.Workbook()
    book.active.append(("Lookup", "Codes"))
    book.active.append(("a", "b"))
    book.active.sheet_state = "hidden"
    book.create_sheet("Guests").append(("Name", "Mail"))
    book["Guests"].append(("Ann", "a@example.com"))
    content = io.BytesIO()
    book.save(content)
    assert read_table(content.getvalue()).columns == ["Name", "Mail"]


def test_an_apostrophe_that_guards_against_formulas_is_taken_off_again() -> None:
    assert read_table(b"Name,Phone\n'=Ann,'+27821234567\n").rows[0].cells == ["=Ann", "+27821234567"]
    assert read_table(b"Name,Town\n't Hooft,'s-Gravenhage\n").rows[0].cells == ["'t Hooft", "'s-Gravenhage"]


def test_columns_without_a_name_are_numbered() -> None:
    assert read_table(b"Name,,Mail,\nAnn,x,a@example.com,\n").columns == ["Name", "Column 2", "Mail"]


def test_a_note_of_100_000_characters_is_read() -> None:
    note = "long " * 20_000
    assert read_table(f'Name,Note\nAnn,"{note}"\n'.encode()).rows[0].cells[1] == note.strip()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b" \n\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (HEADER.encode(), "no rows"),
        (b"Name\nAnn\nBen\n", "Only one column"),
        (b"Dear Sir\nI am writing to you about my stay.\nYours\n", "Only one column"),
        (b"ann@example.com,Ann\nben@example.com,Ben\n", "no column names"),
        (b"Ann,082 123 4567\nBen,083 123 4567\n", "no column names"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old or a password-protected Excel"),
        (b"\x1f\x8b\x08....", "compressed"),
        (b"Name,Mail\x00\nAnn,a@example.com", "not a text file"),
        (b"<!DOCTYPE html><html>Name,Mail</html>", "web page"),
        (b'{"contacts": [{"name": "Ann", "mail": 1}]}', "web page or program data"),
        (b'[{"name": "Ann"}, {"name": "Ben"}]', "web page or program data"),
        (b'Name,Mail\nAnn,"a@example.com\n' + b"Ben,b@example.com\n" * 10_000, "Line 2 .* never closed"),
        ("Name,Mail\nأحمد,a@example.com\n".encode("cp1256"), "cannot be read"),
        ("Name,Mail\n李小龙,a@example.com\n".encode("gb18030"), "cannot be read"),
        ("Name,Mail\nJürgen,a@example.com\nJosé,b@example.com\n".encode() + b"A\xff,x", "cannot be read"),
        (b"PK\x03\x04 this is no archive", "not an Excel workbook"),
    ],
)
def test_what_is_no_list_of_contacts_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read_table(content)


def test_random_bytes_never_get_through_and_never_crash() -> None:
    source = random.Random(7)
    for size in (10, 300, 5_000):
        for _ in range(60):
            with pytest.raises(Invalid):
                read_table(source.randbytes(size))


def test_2000_columns_are_refused() -> None:
    header = ",".join(f"Field {number}" for number in range(2000))
    with pytest.raises(Invalid, match="2,000 columns"):
        read_table(f"{header}\n{'x,' * 1999}x\n".encode())
    with pytest.raises(Invalid, match="2,000 columns"):
        read_table(workbook(tuple(f"Field {number}" for number in range(2000)), tuple(range(2000))))


def test_a_table_whose_rows_do_not_fit_the_header_is_refused() -> None:
    with pytest.raises(Invalid, match="not a table"):
        read_table(b"Once, upon\na time, there, was, a king\nwho, had, three, sons\n")


def test_more_than_25_megabytes_and_more_than_100_000_rows_are_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLarge, match="25 MB"):
        read_table(b"x" * (25 * 1024 * 1024 + 1))
    monkeypatch.setattr(import_reader, "MAX_ROWS", 3)
    with pytest.raises(TooLarge, match="more than 3 rows"):
        read_table(b"Name,Mail\n" + b"Ann,a@example.com\n" * 4)


def test_a_workbook_is_read_as_the_text_a_person_sees() -> None:
    table = read_table(
        workbook(
            ("Name", "Phone", "Since", "VIP", "Spent"),
            ("王小明", 821234567, MARCH, True, 12.5),
            (None, None, None, None, None),
            ("Ann", "+27 82 123 4567", MARCH.replace(hour=9, minute=30), False, 3.0),
        )
    )
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, ["王小明", "821234567", "2024-03-01", "yes", "12.5"]),
        (4, ["Ann", "+27 82 123 4567", "2024-03-01 09:30", "no", "3"]),
    ]


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(Invalid, match="not an Excel workbook"):
        read_table(archive(word__document_xml=b"<w/>"))


def test_a_damaged_workbook_is_refused() -> None:
    content = workbook(("Name", "Mail"), ("Ann", "a@example.com"))
    for cut in (200, len(content) // 2, len(content) - 30):
        with pytest.raises(Invalid, match="not an Excel workbook"):
            read_table(content[:cut])


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = archive(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b"0" * (101 * 1024 * 1024))
    assert len(bomb) < 200_000
    with pytest.raises(TooLarge, match="holds too much"):
        read_table(bomb)


def test_xml_that_declares_entities_is_refused() -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'
    )
    with pytest.raises(Invalid, match="not an Excel workbook"):
        list(workbook_rows(io.BytesIO(archive(xl__workbook_xml=bomb)), 200))

"""CSV in the encodings and dialects that exist, as rows of text, read as a stream. Pure.

Both ways in read with this: the import of the screens and the program of the uplink.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, TextIO

from ..server_shared.errors import Invalid

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_ROWS = 25
SAMPLE_CHARACTERS = 200_000
Record = tuple[int, list[str]]
"""The line a row begins on, and its cells."""

_SIGNATURES = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old or a password-protected Excel file: please save it as .xlsx without a password",
    b"\x1f\x8b": "a compressed file",
    b"Rar!": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
_UNREADABLE = "The letters of this file cannot be read. Please save it as “CSV UTF-8” and choose it again."
_RISKY_FIRST = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MARKUP = re.compile(r"\s*(<[!?a-zA-Z]|[{\[]\s*[\"{\[])")
_HINT = re.compile(r"sep=(.)[ \t]*(\r\n?|\n)", re.IGNORECASE)
# What a spreadsheet shows where it could not calculate.
_NO_RESULT = frozenset({"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
# Follows the last line: a row that has it within is inside a quotation that never ended.
_END = "\x00end of file\x00"


def encoding_of(pieces: Callable[[], Iterable[bytes]]) -> str:
    """The encoding of a CSV file: UTF-8, UTF-16 with its mark, or Western Latin. Raises Invalid for anything else.

    ``pieces`` gives the file's bytes from its begin, whenever it is called.
    """
    begin = next(iter(pieces()), b"")
    for signature, name in _SIGNATURES.items():
        if begin.startswith(signature):
            raise Invalid(f"This is {name}, not a CSV or XLSX file.")
    if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif any(b"\x00" in piece for piece in pieces()):
        raise Invalid("This is not a text file. Contacts can be imported from CSV and XLSX files.")
    else:
        encoding = "utf-8-sig"
    if _is_written_in(encoding, pieces):
        return encoding
    if encoding == "utf-16" or not _is_western(pieces):
        raise Invalid(_UNREADABLE)
    return "cp1252"


def csv_records(lines: TextIO) -> Iterator[Record]:
    """The rows of a text that was opened with ``newline=""`` and can be read twice. Raises Invalid."""
    sample = lines.read(SAMPLE_CHARACTERS)
    if _MARKUP.match(sample):
        raise Invalid("This is a web page or program data, not a CSV file.")
    lines.seek(0)
    hint = _HINT.match(sample)
    if hint:
        lines.readline()
    begin = 1 if hint else 0
    reader = csv.reader(chain(lines, [_END]), delimiter=hint[1] if hint else _delimiter(sample))
    line = begin + 1
    try:
        for cells in reader:
            if cells == [_END]:
                return
            if cells and cells[-1].endswith(_END):
                break
            yield line, [plain(cell) for cell in cells]
            line = begin + reader.line_num + 1
    except csv.Error as error:
        raise _unclosed(line) from error
    raise _unclosed(line)


def plain(cell: str) -> str:
    """The cell trimmed, without the apostrophe that exports put before what a spreadsheet would calculate.

    What a spreadsheet could not calculate is nothing.
    """
    cell = cell.replace("\x00", "").strip()
    if cell in _NO_RESULT:
        return ""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'")[:1] in _RISKY_FIRST else cell


def guarded(value: Any) -> Any:
    """The value, with an apostrophe before text that a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.lstrip("'").startswith(_RISKY_FIRST) else value


def _unclosed(line: int) -> Invalid:
    return Invalid(f"Line {line} cannot be read: a quotation mark is opened there and never closed.")


def _delimiter(sample: str) -> str:
    """The mark that parts the header into most columns, and among equals the rows after it most evenly.

    Above the header there may be lines that nothing parts.
    """
    widths = {delimiter: _widths(sample, delimiter) for delimiter in DELIMITERS}
    while any(widths.values()) and all(len(found) < 2 or found[0] < 2 for found in widths.values()):
        widths = {delimiter: found[1:] for delimiter, found in widths.items()}

    def evenness(delimiter: str) -> tuple[int, int]:
        found = widths[delimiter]
        return (found[0], found.count(found[0])) if found else (0, 0)

    return max(DELIMITERS, key=evenness)


def _widths(sample: str, delimiter: str) -> list[int]:
    """How many cells each of the first rows has that hold anything."""
    widths: list[int] = []
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(cells):
                widths.append(len(cells))
            if len(widths) > SAMPLE_ROWS:
                break
    except csv.Error:  # an endless quotation; the reading proper says where
        pass
    return widths


def _is_written_in(encoding: str, pieces: Callable[[], Iterable[bytes]]) -> bool:
    try:
        for _ in codecs.iterdecode(pieces(), encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _is_western(pieces: Callable[[], Iterable[bytes]]) -> bool:
    """Whether the bytes make sense as Western Latin, and more of it than they do as UTF-8 with some damage."""
    damaged = sound = words = strange = 0
    for text in codecs.iterdecode(pieces(), "utf-8", errors="replace"):
        broken = text.count("\ufffd")
        damaged += broken
        sound += len(_NOT_ASCII.findall(text)) - broken
    try:
        for text in codecs.iterdecode(pieces(), "cp1252"):
            if _CONTROL.search(text):
                return False
            found = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
            words += len(found)
            strange += sum(_is_strange(word) for word in found)
    except UnicodeDecodeError:
        return False
    return sound <= damaged and strange <= words / 2


def _is_strange(word: str) -> bool:
    """Whether a word has little but letters beyond a to z: Arabic or Chinese taken for Western, say."""
    return len(_NOT_ASCII.findall(word)) > len(word) / 2

"""Values: each type of column with what it takes and what it refuses."""

from __future__ import annotations

import pytest

from .conftest import Ask

ANYTHING_ELSE = (
    "You can only store strings, numbers, dates, references to other table rows, or simple objects in a table"
)
ONLY_LISTS = "The only lists you can store in a data table are lists of simple objects or lists of table rows"
MIXED = "All elements of a table-row list must be rows from the same table"

STORED = {
    "integers of any size stay integers": ("age", "10**30", str(10**30)),
    "a whole float stays a float": ("age", "5.0", "5.0"),
    "a fraction keeps every digit": ("age", "0.1 + 0.2", "0.30000000000000004"),
    "tiny numbers are kept": ("age", "1e-9", "1e-09"),
    "text keeps every script": ("name", "'žluťoučký 馬 🐎\\t\\n\\\"'", "'žluťoučký 馬 🐎\\t\\n\"'"),
    "an empty text is not None": ("name", "''", "''"),
    "a megabyte of text": ("name", "'x' * 1_000_000", repr("x" * 1_000_000)),
    "False is not None": ("vip", "False", "False"),
    "a date": ("born", "date(1, 1, 1)", "datetime.date(1, 1, 1)"),
    "tuples become lists": ("extra", "(1, (2,), {'a': (None,)})", "[1, [2], {'a': [None]}]"),
    "a simple object may be a text": ("extra", "'text'", "'text'"),
    "a simple object may be False": ("extra", "False", "False"),
    "a simple object may be empty": ("extra", "{}", "{}"),
    "an empty list": ("extra", "[]", "[]"),
}

DATETIMES = {
    "a naive datetime is taken as UTC": ("datetime(2020, 1, 1, 12, 30, 1, 5)", "2020-01-01 12:30:01.000005+00:00"),
    "a datetime keeps its zone": ("datetime(2020, 1, 1, 12, tzinfo=tzoffset(hours=2))", "2020-01-01 12:00:00+02:00"),
    "a zone may be west and have minutes": (
        "datetime(2020, 1, 1, 12, tzinfo=tzoffset(minutes=-210))",
        "2020-01-01 12:00:00-03:30",
    ),
}

REFUSED = {
    "a number is no text": ("name", "5", "string", "cannot set it to a number"),
    "a text is no number": ("age", "'5'", "number", "cannot set it to a string"),
    "truth is no number": ("age", "True", "number", "cannot set it to a bool"),
    "a number is no truth": ("vip", "1", "bool", "cannot set it to a number"),
    "a datetime is no date": ("born", "datetime(2020, 1, 1)", "date", "cannot set it to a datetime"),
    "a date is no datetime": ("seen", "date(2020, 1, 1)", "datetime", "cannot set it to a date"),
    "a text is no media": ("photo", "'x'", "media", "cannot set it to a string"),
    "media are no simple object": (
        "extra",
        "anvil.BlobMedia('text/plain', b'x')",
        "simpleObject",
        "cannot set it to a media",
    ),
    "a date is no part of a simple object": ("extra", "{'a': date(2020, 1, 1)}", "simpleObject", ANYTHING_ELSE),
    "infinity is no number": ("age", "float('-inf')", "number", "Cannot store Infinity value in a data table"),
    "nan is no number": ("age", "float('nan')", "number", "Cannot store NaN in a data table"),
    "an empty list is no text": ("name", "[]", "string", "cannot set it to a Unresolved (empty list)"),
    "a list is no text": ("name", "[1]", "string", "cannot set it to a simpleObject"),
    "a list of dates is nothing": ("name", "[date(2020, 1, 1)]", "string", ONLY_LISTS),
    "a number is no row": ("boss", "5", "Row from 'People' table", "cannot set it to a number"),
    "a row of another table": (
        "boss",
        "app_tables.cities.add_row()",
        "Row from 'People' table",
        "cannot set it to a Row from 'Cities' table",
    ),
    "rows of another table": (
        "friends",
        "[app_tables.cities.add_row()]",
        "List of rows from 'People' table",
        "cannot set it to a List of rows from 'Cities' table",
    ),
    "rows of two tables": (
        "friends",
        "[app_tables.people.add_row(), app_tables.cities.add_row()]",
        "List of rows from 'People' table",
        MIXED,
    ),
    "one row where many belong": (
        "friends",
        "app_tables.people.add_row()",
        "List of rows from 'People' table",
        "cannot set it to a Row from 'People' table",
    ),
    "nothing in a list of rows": (
        "friends",
        "[None]",
        "List of rows from 'People' table",
        "cannot set it to a Unresolved (empty list)",
    ),
}


@pytest.mark.parametrize("behaviour", STORED)
def test_stored(ask: Ask, behaviour: str) -> None:
    column, value, back = STORED[behaviour]
    assert ask(f"fresh(app_tables.people.add_row({column}={value}))['{column}']") == back


@pytest.mark.parametrize("behaviour", DATETIMES)
def test_datetimes(ask: Ask, behaviour: str) -> None:
    value, back = DATETIMES[behaviour]
    assert ask(f"row = app_tables.people.add_row(seen={value})\n[str(row['seen']), str(fresh(row)['seen'])]") == repr(
        [back, back]
    )


@pytest.mark.parametrize("behaviour", REFUSED)
def test_refused(ask: Ask, behaviour: str) -> None:
    column, value, holds, why = REFUSED[behaviour]
    says = f"TableError: Column '{column}' is a {holds} - {why}"
    assert ask(f"app_tables.people.add_row({column}={value})") == says
    assert ask(f"row = app_tables.people.add_row()\nrow['{column}'] = {value}\nrow") == says


@pytest.mark.parametrize("value", ["{1, 2}", "b'x'", "object()", "{1: 2}", "{'a': {3}}"])
def test_what_no_wire_carries_is_refused_alike_everywhere(module: Ask, uplink: Ask, value: str) -> None:
    said = module(f"app_tables.people.add_row(extra={value})")
    assert said.startswith("SerializationError: Cannot serialize arguments to function. Cannot serialize ")
    assert uplink(f"app_tables.people.add_row(extra={value})") == said


def test_a_nul_in_a_text_is_the_databases_error(ask: Ask) -> None:
    says = "TableError: Internal database error: ERROR: unsupported Unicode escape sequence"
    assert ask("app_tables.people.add_row(name='a\\x00b')") == says
    assert ask("app_tables.people.search(name='a\\x00b')") == says


def test_media_come_back_lazy_with_their_name_and_type(ask: Ask) -> None:
    asked = """
row = app_tables.people.add_row(photo=anvil.BlobMedia('image/png', b'bytes', 'a.png'))
[[type(m).__name__, m.content_type, m.name, m.length, m.get_bytes()] for m in (row['photo'], fresh(row)['photo'])]
"""
    assert ask(asked) == repr([["LazyMedia", "image/png", "a.png", 5, b"bytes"]] * 2)


def test_a_medium_may_be_put_back_where_it_was(ask: Ask) -> None:
    asked = """
row = app_tables.people.add_row(photo=anvil.BlobMedia('text/plain', b'bytes'))
row['photo'] = row['photo']
[fresh(row)['photo'].get_bytes(), fresh(row)['photo'].name]
"""
    assert ask(asked) == "[b'bytes', None]"

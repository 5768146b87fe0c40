"""What goes into a column comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import anvil
import pytest
from anvil.tables import NoSuchColumnError, TableError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

KEEP_ROWS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
# Larger floats come back from inside a simple object as ints: jsonb keeps decimals, not their notation.
FLOATS = st.floats(-(10**15), 10**15, allow_nan=False)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | FLOATS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
# A day inside what Python can hold, so that every zone's moment can be told in UTC.
EARLIEST = datetime.min + timedelta(days=1)  # noqa: DTZ901 (bounds are naive, the zone is drawn)
LATEST = datetime.max - timedelta(days=1)  # noqa: DTZ901


def stored(app_tables: Any, column: str, value: Any) -> Any:
    """The value as it is read back from the database, not from the row that was added."""
    row_id = app_tables.people.add_row(**{column: value}).get_id()
    return app_tables.people.get_by_id(row_id)[column]


@KEEP_ROWS
@given(value=st.integers(-(10**40), 10**40) | st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_their_value_and_their_type(app_tables: Any, value: float) -> None:
    back = stored(app_tables, "age", value)
    assert back == value
    assert type(back) is type(value)


@KEEP_ROWS
@given(value=TEXT)
def test_texts_keep_every_character(app_tables: Any, value: str) -> None:
    assert stored(app_tables, "name", value) == value


@KEEP_ROWS
@given(value=st.dictionaries(TEXT, JSON, max_size=4) | st.lists(JSON, max_size=4))
def test_simple_objects_keep_their_shape(app_tables: Any, value: Any) -> None:
    assert stored(app_tables, "extra", value) == value


@KEEP_ROWS
@given(value=st.dates())
def test_dates_of_any_year_come_back(app_tables: Any, value: date) -> None:
    assert stored(app_tables, "born", value) == value


@KEEP_ROWS
@given(value=st.datetimes(min_value=EARLIEST, max_value=LATEST, timezones=st.just(UTC) | st.timezones()))
def test_datetimes_come_back_aware_and_to_the_microsecond(app_tables: Any, value: datetime) -> None:
    back = stored(app_tables, "seen", value)
    assert back == value.astimezone(UTC)
    assert back.utcoffset() == value.utcoffset()


def test_a_naive_datetime_is_taken_as_utc(app_tables: Any) -> None:
    moment = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    assert stored(app_tables, "seen", moment.replace(tzinfo=None)) == moment


def test_a_megabyte_of_text_comes_back(app_tables: Any) -> None:
    text = "žluťoučký 馬 " * 90_000
    assert stored(app_tables, "name", text) == text


@pytest.mark.parametrize("value", [True, False, None])
def test_truth_has_three_values(app_tables: Any, value: bool | None) -> None:
    assert stored(app_tables, "vip", value) is value


def test_columns_that_were_not_given_are_none(app_tables: Any) -> None:
    row = app_tables.people.get_by_id(app_tables.people.add_row().get_id())
    assert set(dict(row).values()) == {None}


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("age", "5", "Column 'age' is a number - cannot set it to a string"),
        ("age", True, "cannot set it to a bool"),
        ("vip", 1, "cannot set it to a number"),
        ("name", 5, "cannot set it to a number"),
        ("born", datetime(2026, 1, 1, tzinfo=UTC), "cannot set it to a datetime"),
        ("seen", date(2026, 1, 1), "cannot set it to a date"),
        ("age", float("nan"), "Cannot store NaN in a data table"),
        ("age", float("inf"), "Cannot store Infinity value in a data table"),
        ("name", "a\x00b", "unsupported Unicode escape sequence"),
        ("name", "\ud800", "Internal database error: ERROR: invalid input syntax for type json"),
        ("extra", {"a": date(2026, 1, 1)}, "You can only store"),
        ("photo", "text", "is a media"),
    ],
)
def test_a_value_of_another_type_is_refused(app_tables: Any, column: str, value: Any, says: str) -> None:
    with pytest.raises(TableError, match=says):
        app_tables.people.add_row(**{column: value})
    assert len(app_tables.people.search()) == 0


def test_an_unknown_column_is_refused_and_not_created(app_tables: Any) -> None:
    with pytest.raises(NoSuchColumnError, match="nickname"):
        app_tables.people.add_row(nickname="Annie")
    row = app_tables.people.add_row(name="Ann")
    with pytest.raises(NoSuchColumnError, match="nickname"):
        row["nickname"]
    with pytest.raises(NoSuchColumnError, match="nickname"):
        row.update(nickname="Annie")


def test_media_are_stored_with_their_name_and_type(app_tables: Any, instance: SimpleNamespace) -> None:
    row = app_tables.people.add_row(name="Ann", photo=anvil.BlobMedia("image/png", b"\x89PNG", "ann.png"))
    photo = app_tables.people.get_by_id(row.get_id())["photo"]
    assert (photo.content_type, photo.name, photo.length) == ("image/png", "ann.png", 4)
    assert instance.media.read(photo._spec["id"]).get_bytes() == b"\x89PNG"


def count_media(instance: SimpleNamespace) -> int:
    with instance.database.connection() as connection:
        return connection.execute("SELECT count(*) FROM anvil.media").fetchone()[0]


def test_media_that_no_row_has_any_more_are_forgotten(app_tables: Any, instance: SimpleNamespace) -> None:
    before = count_media(instance)
    row = app_tables.people.add_row(photo=anvil.BlobMedia("text/plain", b"old", "a.txt"))
    other = app_tables.people.add_row(photo=row["photo"])
    assert count_media(instance) == before + 2
    row["photo"] = anvil.BlobMedia("text/plain", b"new", "b.txt")
    assert count_media(instance) == before + 2
    row["photo"] = None
    other.delete()
    assert count_media(instance) == before


def test_media_of_an_undone_transaction_are_not_kept(app_tables: Any, instance: SimpleNamespace) -> None:
    from anvil.tables import Transaction

    before = count_media(instance)
    with Transaction() as transaction:
        app_tables.people.add_row(photo=anvil.BlobMedia("text/plain", b"old", "a.txt"))
        transaction.abort()
    assert count_media(instance) == before


def test_a_zone_given_with_a_datetime_does_not_change_the_moment(app_tables: Any) -> None:
    moment = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    assert stored(app_tables, "seen", moment) == moment

"""Values of data tables: their types, their form in SQL, and back.

Every value goes to PostgreSQL as text with a cast to its column's type, so one form serves single statements, whole
batches (``unnest(%s::text[])``), and the conditions that a capability carries. A number is written from its ``repr``:
5 comes back as int, 5.0 as float.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import anvil
from anvil.server import Capability
from anvil.tables._errors import TableError
from anvil.tables.v2._refs import RowRef

from .catalogue import Catalogue, Column

if TYPE_CHECKING:
    from ..media import MediaStore


def linked_row(capability: Capability) -> tuple[int, int]:
    """``(table id, row id)`` of the row a capability stands for. Raises TableError for any other capability."""
    scope = capability.scope
    if len(scope) == 4 and scope[:2] == ["_", "t"] and isinstance(scope[3], dict) and "r" in scope[3]:
        return scope[2]["id"], scope[3]["r"]
    raise TableError("This is not a table row")


def type_of(value: Any) -> tuple[str, int | None]:
    """The column type that a value is of, with the linked table's id. Raises TableError when tables cannot hold it."""
    if isinstance(value, str):
        return "string", None
    if isinstance(value, bool):
        return "bool", None
    if isinstance(value, (int, float)):
        if not math.isfinite(value):
            raise TableError(f"Cannot store {value} in a data table")
        return "number", None
    if isinstance(value, datetime):
        return "datetime", None
    if isinstance(value, date):
        return "date", None
    if isinstance(value, RowRef):
        return "link_single", linked_row(value.cap)[0]
    if isinstance(value, anvil.Media):
        return "media", None
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], RowRef):
        return _type_of_links(value)
    if isinstance(value, (list, tuple, dict)) and is_jsonable(value):
        return "simpleObject", None
    raise TableError(
        "Data tables hold strings, numbers, booleans, dates, media, rows, lists of rows, and simple objects; "
        f"not {type(value).__name__}"
    )


def _type_of_links(rows: Sequence[Any]) -> tuple[str, int | None]:
    types = {type_of(row) for row in rows}
    if len(types) != 1:
        raise TableError("All elements of a list of rows must be rows of one table")
    return "link_multiple", types.pop()[1]


def is_jsonable(value: Any) -> bool:
    """Whether a value consists of dicts with string keys, lists, strings, finite numbers, booleans and None."""
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and is_jsonable(item) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return all(is_jsonable(item) for item in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, (str, bool, int))


def fits(column: Column, value: Any) -> bool:
    """Whether a column can hold a value. Raises TableError when no column can."""
    if value is None:
        return True
    if column.type == "simpleObject":
        return is_jsonable(value)
    if column.type == "link_multiple" and isinstance(value, (list, tuple)) and not value:
        return True
    return type_of(value) == (column.type, column.target)


def type_name(catalogue: Catalogue, type_: str, target: int | None) -> str:
    """A type as error messages name it."""
    if target is None:
        return type_
    title = catalogue.tables[target].title if target in catalogue.tables else "?"
    return f"Row from '{title}' table" if type_ == "link_single" else f"List of rows from '{title}' table"


def to_text(column: Column, value: Any) -> str | None:
    """A value that fits its column, as PostgreSQL reads it after the column's cast; media are stored before."""
    if value is None:
        return None
    return _TO_TEXT[column.type](value)


def checked_text(catalogue: Catalogue, column: Column, value: Any, media: MediaStore) -> str | None:
    """The text of a value to be written; a media object is stored. Raises TableError when the column cannot hold it."""
    if not fits(column, value):
        holds, given = type_name(catalogue, column.type, column.target), type_name(catalogue, *type_of(value))
        raise TableError(f"Column '{column.name}' is a {holds} - cannot set it to a {given}")
    if column.type == "media" and value is not None:
        stored = media.save(value)
        return _json([stored.id, stored.content_type, stored.name, stored.length])
    return to_text(column, value)


def _number(value: float) -> str:
    text = repr(value)
    if "e" in text:
        text = format(Decimal(text), "f")
        return text if "." in text else text + ".0"
    return text


def _datetime(value: datetime) -> str:
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()


def _json(value: Any) -> str:
    return json.dumps(value, allow_nan=False)


def _row(value: RowRef) -> str:
    return str(linked_row(value.cap)[1])


def _rows(value: Sequence[RowRef]) -> str:
    return "{" + ",".join(map(_row, value)) + "}"


_TO_TEXT: dict[str, Callable[[Any], str]] = {
    "string": str,
    "number": _number,
    "bool": lambda value: "true" if value else "false",
    "date": date.isoformat,
    "datetime": _datetime,
    "simpleObject": _json,
    "media": _json,
    "link_single": _row,
    "link_multiple": _rows,
}

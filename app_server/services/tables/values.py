"""Values of data tables: their types, their form in SQL, and back.

Every value goes to PostgreSQL as text with a cast to its column's type, so one form serves single statements, whole
batches (``unnest(%s::text[])``), and the conditions that a capability carries. A number is written from its ``repr``:
5 comes back as int, 5.0 as float.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import anvil
from anvil.server import Capability
from anvil.tables._errors import TableError
from anvil.tables.v2._refs import RowRef

from ...rpc import json_text
from .catalogue import Catalogue, Column

if TYPE_CHECKING:
    from ..media import MediaStore, StoredMedia


class Unstorable(Exception):
    """No column can hold a value; the message is Anvil's."""


UNSTORABLE = "You can only store strings, numbers, dates, references to other table rows, or simple objects in a table"
UNSTORABLE_LIST = "The only lists you can store in a data table are lists of simple objects or lists of table rows"
MIXED_ROWS = "All elements of a table-row list must be rows from the same table"

# What a value is whose type could be that of several columns: None, and a list that begins with nothing.
NOTHING, EMPTY_LIST = "unresolved", "unresolvedArray"
UNRESOLVED = {NOTHING: "Unresolved (None)", EMPTY_LIST: "Unresolved (empty list)"}

ValueType = tuple[str, int | None]


def linked_row(capability: Capability) -> tuple[int, int]:
    """``(table id, row id)`` of the row a capability stands for. Raises Unstorable for any other capability."""
    scope = capability.scope
    if len(scope) == 4 and scope[:2] == ["_", "t"] and isinstance(scope[3], dict) and "r" in scope[3]:
        return scope[2]["id"], scope[3]["r"]
    raise Unstorable(UNSTORABLE)


def type_of(value: Any) -> ValueType:
    """The column type that a value is of, with the linked table's id. Raises Unstorable."""
    if isinstance(value, str):
        return "string", None
    if isinstance(value, bool):
        return "bool", None
    if isinstance(value, (int, float)):
        if isinstance(value, float) and not math.isfinite(value):
            raise Unstorable(f"Cannot store {'NaN' if math.isnan(value) else 'Infinity value'} in a data table")
        return "number", None
    if value is None:
        return NOTHING, None
    if isinstance(value, datetime):
        return "datetime", None
    if isinstance(value, date):
        return "date", None
    if isinstance(value, RowRef):
        return "link_single", linked_row(value.cap)[0]
    if isinstance(value, anvil.Media):
        return "media", None
    if isinstance(value, (list, tuple)):
        return _type_of_list(value)
    if is_jsonable(value):
        return "simpleObject", None
    raise Unstorable(UNSTORABLE)


def _type_of_list(values: Sequence[Any]) -> ValueType:
    """The first element decides; one that is empty or False leaves the type open, as on the stock server."""
    if not values or values[0] is None or values[0] is False:
        return EMPTY_LIST, None
    first = type_of(values[0])
    if first[1] is not None:
        if any(type_of(value) != first for value in values):
            raise Unstorable(MIXED_ROWS)
        return "link_multiple", first[1]
    if is_jsonable(values):
        return "simpleObject", None
    raise Unstorable(UNSTORABLE_LIST)


def is_jsonable(value: Any) -> bool:
    """Whether a value consists of dicts with string keys, lists, strings, finite numbers, booleans and None."""
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and is_jsonable(item) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return all(is_jsonable(item) for item in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, (str, bool, int))


# What needs no closer look, of most values there are.
_PLAIN: dict[str, type] = {"string": str, "number": int, "bool": bool, "datetime": datetime, "date": date}


def fits(column: Column, value: Any) -> bool:
    """Whether a column can hold a value."""
    if value is None or type(value) is _PLAIN.get(column.type):
        return True
    if column.type == "simpleObject":
        return is_jsonable(value)
    if column.type == "link_multiple" and isinstance(value, (list, tuple)) and not value:
        return True
    try:
        return type_of(value) == (column.type, column.target)
    except Unstorable:
        return False


def type_name(catalogue: Catalogue, type_: str, target: int | None) -> str:
    """A type as error messages name it."""
    if target is None:
        return UNRESOLVED.get(type_, type_)
    title = catalogue.tables[target].title if target in catalogue.tables else ""
    return f"Row from '{title}' table" if type_ == "link_single" else f"List of rows from '{title}' table"


def check_value(catalogue: Catalogue, column: Column, value: Any) -> None:
    """Raises TableError when the column cannot hold the value, and Unstorable when none can."""
    if fits(column, value):
        return
    holds = f"Column '{column.name}' is a {type_name(catalogue, column.type, column.target)}"
    try:
        given = type_name(catalogue, *type_of(value))
    except Unstorable as error:
        raise Unstorable(f"{holds} - {error}") from error
    raise TableError(f"{holds} - cannot set it to a {given}")


def check_values(catalogue: Catalogue, column: Column, values: Iterable[Any]) -> None:
    """Raises as :func:`check_value`, for the first value that the column cannot hold."""
    plain = _PLAIN.get(column.type)
    for value in values:
        if value is not None and type(value) is not plain:
            check_value(catalogue, column, value)


def to_text(column: Column, value: Any) -> str | None:
    """A value that fits its column, as PostgreSQL reads it after the column's cast; media are stored before."""
    if value is None:
        return None
    return _TO_TEXT[column.type](value)


def stored_texts(column: Column, values: Iterable[Any], media: MediaStore) -> list[str | None]:
    """The texts of values to be written, which fit their column; media objects are stored."""
    write = _TO_TEXT[column.type] if column.type != "media" else lambda value: _media(media.save(value))
    return [None if value is None else write(value) for value in values]


def _number(value: float) -> str:
    text = repr(value)
    if "e" in text:
        text = format(Decimal(text), "f")
        return text if "." in text else text + ".0"
    return text


def _datetime(value: datetime) -> str:
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()


def _json(value: Any) -> str:
    return json_text.dumps(value).decode()


def _media(stored: StoredMedia) -> str:
    return _json([stored.id, stored.content_type, stored.name, stored.length])


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

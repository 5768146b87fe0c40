"""What a search asks for, as a condition: a JSON-able tree that a capability can carry.

A condition is one of
``["and", [condition, …]]``, ``["or", [condition, …]]``, ``["not", condition]``,
``["is", column, text or None]``, ``["in", column, [text, …]]``, ``["compare", column, operator, text]``,
``["like", column, pattern]``, ``["ilike", column, pattern]``, ``["words", column, text, raw]`` and
``["linked", column, condition on the linked table]``. Texts are those of :mod:`.values`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from anvil.tables import query as q
from anvil.tables._errors import NoSuchColumnError, TableError
from anvil.tables.v2._refs import RowRef

from .catalogue import LINKS, Catalogue, Column, Table
from .printed import portable_name, printed
from .values import Unstorable, fits, to_text, type_name, type_of

Condition = list[Any]

COMPARISONS = {
    q.greater_than: ">",
    q.greater_than_or_equal_to: ">=",
    q.less_than: "<",
    q.less_than_or_equal_to: "<=",
}
COMPARABLE = {"string": "string", "number": "number", "date": "date", "datetime": "date"}
# A link, a simple object and a list of rows match by containing the value, which `= ANY` cannot say.
LISTABLE = frozenset({"string", "number", "bool", "date", "datetime", "link_single"})
GROUPS = (q.all_of, q.any_of, q.none_of)
GROUP_NAMES = {q.all_of: "all_of()", q.any_of: "any_of()", q.none_of: "not_() or none_of()"}


class QueryReader:
    """Reads the arguments of a search on one table, of which only ``allowed`` columns may be named.

    ``hide`` is for callers that are not trusted: columns hidden from clients do not exist for them.
    """

    def __init__(self, catalogue: Catalogue, table: Table, allowed: Mapping[str, Column], *, hide: bool) -> None:
        self._catalogue = catalogue
        self._table = table
        self._allowed = allowed
        self._hide = hide

    def read(self, args: Iterable[Any], kwargs: Mapping[str, Any]) -> Condition | None:
        """The condition that all arguments make together, or None for every row. Raises TableError, Unstorable."""
        terms = self._terms(args, kwargs)
        return None if not terms else all_of(terms)

    def _terms(self, args: Iterable[Any], kwargs: Mapping[str, Any]) -> list[Condition]:
        return [self._expression(arg) for arg in args] + [
            self._on_column(self._column(name), value) for name, value in kwargs.items()
        ]

    def _expression(self, query: Any) -> Condition:
        if not isinstance(query, GROUPS):
            raise TableError(f"Invalid query operator: {printed(query)}")
        return _group(query, self._terms(query.args, query.kwargs))

    def _column(self, name: str) -> Column:
        column = self._allowed.get(name)
        if column is None:
            raise NoSuchColumnError(f"No such column '{name}'")
        return column

    def _on_column(self, column: Column, value: Any) -> Condition:
        if isinstance(value, GROUPS):
            return self._group_on_column(column, value)
        if isinstance(value, (q.like, q.ilike)):
            self._check_text_operator(column, type(value).__name__, value.pattern)
            return [type(value).__name__, column.name, value.pattern]
        if isinstance(value, q.full_text_match):
            self._check_text_operator(column, "full_text_match", value.query)
            if not isinstance(value.raw, bool):
                raise TableError(
                    "Invalid query: 'raw' argument to the 'full_text_match' operator must be True or False."
                )
            return ["words", column.name, value.query, value.raw]
        if type(value) in COMPARISONS:
            return _comparison(column, COMPARISONS[type(value)], value.value)
        name = portable_name(value)
        if name is not None and not isinstance(value, RowRef):
            raise TableError(f"Invalid query object: {printed(name)}")
        return self._equality(column, value)

    def _group_on_column(self, column: Column, query: Any) -> Condition:
        if query.kwargs:
            return self._through_link(column, query)
        terms = [self._on_column(column, arg) for arg in query.args]
        if isinstance(query, q.all_of) or column.type not in LISTABLE:
            return _group(query, terms)
        listed = _listed(column, terms)
        return ["not", listed] if isinstance(query, q.none_of) else listed

    def _through_link(self, column: Column, query: Any) -> Condition:
        """``contact=q.all_of(email=…)``: rows whose linked row is such."""
        if column.type not in LINKS:
            names = ",".join(f"'{name}' " for name in query.kwargs)
            raise TableError(
                f"Cannot specify keyword arguments when limiting column values with {GROUP_NAMES[type(query)]}: {names}"
            )
        target = self._catalogue.target_of(column)
        if self._hide and not target.client:
            raise TableError(f"Cannot read from table '{target.title}' from client code.")
        allowed = target.visible_columns if self._hide else target.columns
        reader = QueryReader(self._catalogue, target, allowed, hide=self._hide)
        return ["linked", column.name, reader._expression(query)]

    def _equality(self, column: Column, value: Any) -> Condition:
        if column.type == "media" and value is not None:
            raise TableError("Media columns can only be searched for None")
        if not fits(column, value):
            self._refuse(column, value)
        return ["is", column.name, to_text(column, value)]

    def _refuse(self, column: Column, value: Any) -> None:
        holds = type_name(self._catalogue, column.type, column.target)
        only, where = f"Column '{column.name}' can only be searched with a {holds}", f"in table '{self._table.title}'"
        try:
            given = type_name(self._catalogue, *type_of(value))
        except Unstorable as error:
            raise Unstorable(f"{only} {where}") from error
        raise TableError(f"{only} (not a {given}) {where}")

    def _check_text_operator(self, column: Column, operator: str, argument: Any) -> None:
        if not isinstance(argument, str):
            raise TableError(f"Invalid query: Argument to the '{operator}' operator must be a string.")
        if column.type != "string":
            holds = type_name(self._catalogue, column.type, column.target)
            raise TableError(
                f"Invalid query: Cannot use '{operator}' operator on column '{column.name}', which is a {holds}."
            )


def all_of(terms: Sequence[Condition]) -> Condition:
    return terms[0] if len(terms) == 1 else ["and", list(terms)]


def both(first: Condition | None, second: Condition | None) -> Condition | None:
    """The condition that both are true; None is always true."""
    if first is None or second is None:
        return first or second
    return ["and", [first, second]]


def implied_values(condition: Condition | None) -> dict[str, str | None]:
    """The column texts that every row satisfying the condition has."""
    if condition is None:
        return {}
    if condition[0] == "is":
        return {condition[1]: condition[2]}
    if condition[0] == "and":
        return {name: text for term in condition[1] for name, text in implied_values(term).items()}
    return {}


def _group(query: Any, terms: Sequence[Condition]) -> Condition:
    if isinstance(query, q.all_of):
        return all_of(terms)
    either = terms[0] if len(terms) == 1 else ["or", list(terms)]
    return ["not", either] if isinstance(query, q.none_of) else either


def _listed(column: Column, terms: Sequence[Condition]) -> Condition:
    """Several equalities on one column become one list, so that the statement's text does not depend on how many."""
    texts = [term[2] for term in terms if term[0] == "is" and term[2] is not None]
    if len(texts) < 2:
        return terms[0] if len(terms) == 1 else ["or", list(terms)]
    others = [term for term in terms if term[0] != "is" or term[2] is None]
    listed: Condition = ["in", column.name, texts]
    return ["or", [listed, *others]] if others else listed


def _comparison(column: Column, operator: str, value: Any) -> Condition:
    given = _compared_type(value)
    if column.type not in COMPARABLE:
        raise TableError(
            f"Invalid query: Cannot use inequality operators to query column '{column.name}' of type {given}"
        )
    if COMPARABLE.get(given) != COMPARABLE[column.type]:
        raise TableError(
            f"Invalid query: Cannot query {column.type} column '{column.name}' with a value of type {given}"
        )
    if column.type == "datetime" and given == "date":
        # Midnight already comes after its date.
        operator, value = (">=" if ">" in operator else "<"), datetime.combine(value, time(), UTC)
    if column.type == "date" and given == "datetime":
        # A date comes before every time of its day.
        operator, value = (">" if ">" in operator else "<="), value.date()
    assert isinstance(value, (str, int, float, date))
    return ["compare", column.name, operator, to_text(column, value)]


def _compared_type(value: Any) -> str:
    """The type's name, empty for what no column holds; infinity cannot be stored, but compared with."""
    if isinstance(value, float):
        return "number"
    try:
        return type_of(value)[0]
    except Unstorable:
        return ""

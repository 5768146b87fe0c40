"""Conditions and orders → SQL with parameters.

Names come from the catalogue and everything else is a parameter, so no text of a caller becomes SQL. The text of a
statement depends on the shape of a search only, never on its values: PostgreSQL prepares it once per connection.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .catalogue import ROW_ID, Catalogue, Column, Table
from .query import Condition

Fragment = tuple[str, list[Any]]
Order = Sequence[tuple[str, bool]]
EVERY_ROW: Fragment = ("TRUE", [])
# The operators that a capability may carry, and none but these.
OPERATORS = frozenset({">", ">=", "<", "<="})


def where(catalogue: Catalogue, table: Table, condition: Condition | None) -> Fragment:
    """The condition as SQL over the table's columns."""
    if condition is None:
        return EVERY_ROW
    return _WRITERS[condition[0]](catalogue, table, *condition[1:])


def order_by(table: Table, order: Order) -> str:
    """Empty values first ascending, last descending; rows that are equal come in order of their ids."""
    terms = [
        f"{table.columns[name].sql} {'ASC NULLS FIRST' if ascending else 'DESC NULLS LAST'}"
        for name, ascending in order
    ]
    return ", ".join([*terms, ROW_ID])


def after(table: Table, order: Order, cursor: Sequence[Any]) -> Fragment:
    """The rows that come after the one whose ordering values and id are ``cursor``."""
    *texts, row_id = cursor
    sql, params = f"{ROW_ID} > %s::bigint", [row_id]
    for (name, ascending), text in reversed(list(zip(order, texts, strict=True))):
        column = table.columns[name]
        value = f"%s::{column.cast}"
        if text is None:
            sql = f"({column.sql} IS NOT NULL OR {sql})" if ascending else f"({column.sql} IS NULL AND {sql})"
        elif ascending:
            # The first of the two looks redundant; it is what lets an index start at the right place.
            sql = f"({column.sql} >= {value} AND ({column.sql} > {value} OR {sql}))"
            params = [text, text, *params]
        else:
            sql = f"({column.sql} IS NULL OR {column.sql} < {value} OR ({column.sql} = {value} AND {sql}))"
            params = [text, text, *params]
    return sql, params


def _all(catalogue: Catalogue, table: Table, terms: Sequence[Condition]) -> Fragment:
    return _joined(catalogue, table, terms, " AND ", "TRUE")


def _any(catalogue: Catalogue, table: Table, terms: Sequence[Condition]) -> Fragment:
    return _joined(catalogue, table, terms, " OR ", "FALSE")


def _joined(catalogue: Catalogue, table: Table, terms: Sequence[Condition], glue: str, empty: str) -> Fragment:
    fragments = [where(catalogue, table, term) for term in terms]
    if not fragments:
        return empty, []
    return f"({glue.join(sql for sql, _ in fragments)})", [param for _, params in fragments for param in params]


def _not(catalogue: Catalogue, table: Table, term: Condition) -> Fragment:
    sql, params = where(catalogue, table, term)
    return f"NOT ({sql})", params


def _is(catalogue: Catalogue, table: Table, name: str, text: str | None) -> Fragment:
    """An empty value differs from every other, so it matches the opposite; of a comparison it is neither."""
    column = table.columns[name]
    if text is None:
        return f"{column.sql} IS NULL", []
    operator = "@>" if column.type == "link_multiple" or _is_structure(column, text) else "="
    return f"({column.sql} IS NOT NULL AND {column.sql} {operator} %s::{column.cast})", [text]


def _is_structure(column: Column, text: str) -> bool:
    """Whether it is a list or an object, which match by containment; PostgreSQL would find "a" in ["a"] too."""
    return column.type == "simpleObject" and text[0] in "[{"


def _in(catalogue: Catalogue, table: Table, name: str, texts: Sequence[str]) -> Fragment:
    column = table.columns[name]
    return f"({column.sql} IS NOT NULL AND {column.sql} = ANY(%s::{column.cast}[]))", [list(texts)]


def _compare(catalogue: Catalogue, table: Table, name: str, operator: str, text: str) -> Fragment:
    if operator not in OPERATORS:
        raise ValueError(f"{operator} is no comparison")
    column = table.columns[name]
    return f"{column.sql} {operator} %s::{column.cast}", [text]


def _like(catalogue: Catalogue, table: Table, name: str, pattern: str) -> Fragment:
    return f"{table.columns[name].sql} LIKE %s::text", [pattern]


def _ilike(catalogue: Catalogue, table: Table, name: str, pattern: str) -> Fragment:
    return f"{table.columns[name].sql} ILIKE %s::text", [pattern]


def _words(catalogue: Catalogue, table: Table, name: str, text: str, raw: bool) -> Fragment:
    reader = "to_tsquery" if raw else "plainto_tsquery"
    return f"to_tsvector('english', {table.columns[name].sql}) @@ {reader}('english', %s::text)", [text]


def _linked(catalogue: Catalogue, table: Table, name: str, condition: Condition) -> Fragment:
    column = table.columns[name]
    target = catalogue.target_of(column)
    sql, params = where(catalogue, target, condition)
    rows = f"SELECT {ROW_ID} FROM {target.sql} WHERE {sql}"
    if column.type == "link_single":
        return f"({column.sql} IS NOT NULL AND {column.sql} IN ({rows}))", params
    return f"({column.sql} IS NOT NULL AND {column.sql} && ARRAY({rows}))", params


_WRITERS: dict[str, Callable[..., Fragment]] = {
    "and": _all,
    "or": _any,
    "not": _not,
    "is": _is,
    "in": _in,
    "compare": _compare,
    "like": _like,
    "ilike": _ilike,
    "words": _words,
    "linked": _linked,
}

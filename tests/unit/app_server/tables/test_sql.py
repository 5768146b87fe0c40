"""Conditions become SQL whose text holds no value of a caller."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app_server.services.tables import sql
from app_server.services.tables.catalogue import Catalogue, Column, Table

COLUMNS = [Column(1, "name", "string"), Column(2, 'odd "name" 100%', "number"), Column(3, "boss", "link_single", 7)]
PEOPLE = Table.of(7, "people", "People", "none", "full", COLUMNS)
CATALOGUE = Catalogue({7: PEOPLE}, {"people": PEOPLE}, {})

VALUES = st.text(max_size=5)
LEAVES = st.one_of(
    st.tuples(st.just("is"), st.just("name"), VALUES),
    st.tuples(st.just("in"), st.just("name"), st.lists(VALUES)),
    st.tuples(st.just("like"), st.just("name"), VALUES),
    st.tuples(st.just("ilike"), st.just("name"), VALUES),
    st.tuples(st.just("words"), st.just("name"), VALUES, st.booleans()),
    st.tuples(st.just("compare"), st.just("name"), st.sampled_from(sorted(sql.OPERATORS)), VALUES),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, max_size=3)),
        st.tuples(st.just("not"), inner),
        st.tuples(st.just("linked"), st.just("boss"), inner),
    ),
    max_leaves=6,
)


def shape(condition: Any) -> Any:
    """The condition with every value replaced."""
    if condition[0] in ("and", "or"):
        return (condition[0], [shape(term) for term in condition[1]])
    if condition[0] == "not":
        return ("not", shape(condition[1]))
    if condition[0] == "linked":
        return ("linked", condition[1], shape(condition[2]))
    other: dict[str, Any] = {"in": ["other"]}
    position = 3 if condition[0] == "compare" else 2
    return (*condition[:position], other.get(condition[0], "other"), *condition[position + 1 :])


@given(condition=CONDITIONS)
def test_the_statement_depends_on_the_shape_only(condition: Any) -> None:
    text, params = sql.where(CATALOGUE, PEOPLE, condition)
    other_text, other_params = sql.where(CATALOGUE, PEOPLE, shape(condition))
    assert text == other_text
    assert text.count("%s") == len(params) == len(other_params)


def test_names_are_quoted_whatever_they_are() -> None:
    text, params = sql.where(CATALOGUE, PEOPLE, ["is", 'odd "name" 100%', "5"])
    assert (text, params) == ('("odd ""name"" 100%%" IS NOT NULL AND "odd ""name"" 100%%" = %s::numeric)', ["5"])


def test_no_operator_comes_from_outside() -> None:
    with pytest.raises(ValueError, match="no comparison"):
        sql.where(CATALOGUE, PEOPLE, ["compare", "name", "= '' OR", "x"])


def test_a_column_that_is_not_there_is_no_sql() -> None:
    with pytest.raises(KeyError):
        sql.where(CATALOGUE, PEOPLE, ["is", "name; DROP TABLE people", "x"])


def test_an_order_ends_with_the_row_id() -> None:
    assert sql.order_by(PEOPLE, [("name", False), ("boss", True)]) == (
        '"name" DESC NULLS LAST, "boss" ASC NULLS FIRST, _id'
    )

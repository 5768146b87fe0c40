"""Searches find what a plain reading of their conditions in Python finds."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from anvil.tables import order_by
from anvil.tables import query as q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = [None, "", "a", "A", "ab", "b%", "é", "É"]
AGES = [None, -1, 0, 1, 1.5, 2]
DAYS = [None, date(2020, 1, 1), date(2020, 1, 2)]
EXTRAS = [None, False, "a", [], ["a"], ["a", "b"], {}, {"a": 1}, {"a": 1, "b": [1, 2]}, {"c": {"a": None}}]
ROWS = [
    {
        "name": name,
        "age": AGES[(number * 5 + shift) % len(AGES)],
        "vip": [None, True, False][(number + shift) % 3],
        "born": DAYS[(number * 2 + shift) % 3],
        "extra": EXTRAS[(number * 3 + shift) % len(EXTRAS)],
    }
    for shift in range(3)
    for number, name in enumerate(NAMES)
]
COLUMNS: dict[str, list[Any]] = {"name": NAMES, "age": AGES, "vip": [None, True, False], "born": DAYS, "extra": EXTRAS}
SORTABLE = ["name", "age", "vip", "born"]
COMPARISONS = {
    q.greater_than: lambda value, limit: value > limit,
    q.greater_than_or_equal_to: lambda value, limit: value >= limit,
    q.less_than: lambda value, limit: value < limit,
    q.less_than_or_equal_to: lambda value, limit: value <= limit,
}
GROUPS = (q.all_of, q.any_of, q.none_of)

groups = st.sampled_from(GROUPS)


def conditions_on(column: str) -> st.SearchStrategy[Any]:
    """A value, a comparison, a pattern, or a group of those."""
    leaves = [st.sampled_from(COLUMNS[column])]
    if column not in ("vip", "extra"):
        limits = st.sampled_from([value for value in COLUMNS[column] if value is not None])
        leaves.append(st.builds(lambda make, limit: make(limit), st.sampled_from(list(COMPARISONS)), limits))
    if column == "name":
        patterns = st.sampled_from(["a%", "%b%", "_", r"b\%", "", "É%", "%"])
        leaves.append(st.builds(lambda make, text: make(text), st.sampled_from([q.like, q.ilike]), patterns))
    return st.recursive(
        st.one_of(leaves),
        lambda inner: st.builds(lambda make, parts: make(*parts), groups, st.lists(inner, max_size=3)),
        max_leaves=4,
    )


by_columns = st.fixed_dictionaries({}, optional={column: conditions_on(column) for column in COLUMNS})
expressions = st.recursive(
    st.builds(lambda make, columns: make(**columns), groups, by_columns),
    lambda inner: st.builds(
        lambda make, parts, columns: make(*parts, **columns), groups, st.lists(inner, max_size=2), by_columns
    ),
    max_leaves=4,
)


def matches(value: Any, condition: Any) -> bool | None:
    """Whether a column's value satisfies a condition; None where an empty value is compared, which is neither."""
    if isinstance(condition, GROUPS):
        return grouped(condition, [matches(value, part) for part in condition.args])
    if type(condition) in COMPARISONS:
        return None if value is None else COMPARISONS[type(condition)](value, condition.value)
    if isinstance(condition, (q.like, q.ilike)):
        flags = re.DOTALL | (re.IGNORECASE if isinstance(condition, q.ilike) else 0)
        return None if value is None else re.fullmatch(as_regex(condition.pattern), value, flags) is not None
    return contains(value, condition)


def contains(value: Any, asked: Any) -> bool:
    """Whether an object or a list has all of another; anything else is equal."""
    if isinstance(asked, dict):
        return isinstance(value, dict) and all(name in value and contains(value[name], asked[name]) for name in asked)
    if isinstance(asked, (list, tuple)):
        return isinstance(value, list) and all(any(contains(item, one) for item in value) for one in asked)
    return type(value) is type(asked) and value == asked if isinstance(asked, (bool, str)) else value == asked


def as_regex(pattern: str) -> str:
    """LIKE's pattern as Python's."""
    parts = re.findall(r"\\.|.", pattern)
    return "".join({"%": ".*", "_": "."}.get(part) or re.escape(part[-1]) for part in parts)


def grouped(group: Any, results: list[bool | None]) -> bool | None:
    """SQL's logic, in which what is neither stays so unless the others decide."""
    if isinstance(group, q.all_of):
        return False if False in results else None if None in results else True
    either = True if True in results else None if None in results else False
    if isinstance(group, q.any_of) or either is None:
        return either
    return not either


def satisfies(row: dict[str, Any], expression: Any) -> bool | None:
    results = [satisfies(row, part) for part in expression.args]
    results += [matches(row[column], condition) for column, condition in expression.kwargs.items()]
    return grouped(expression, results)


@pytest.fixture
def people(app_tables: Any) -> Any:
    app_tables.people.add_rows(ROWS)
    return app_tables.people


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(
    given_expressions=st.lists(expressions, max_size=2),
    columns=by_columns,
    column=st.sampled_from(SORTABLE),
    ascending=st.booleans(),
    size=st.integers(1, 30),
)
def test_a_search_finds_what_its_conditions_say(
    people: Any, given_expressions: list[Any], columns: dict[str, Any], column: str, ascending: bool, size: int
) -> None:
    found = people.search(*given_expressions, order_by(column, ascending=ascending), q.page_size(size), **columns)
    expected = [row for row in ROWS if satisfies(row, q.all_of(*given_expressions, **columns))]
    assert len(found) == len(expected)
    got = [{name: row[name] for name in COLUMNS} for row in found]
    assert sorted(got, key=str) == sorted(expected, key=str)
    keys = [(row[column] is not None, row[column]) for row in got]
    for before, after in pairwise(keys):
        assert before == after or ((before < after) is ascending)

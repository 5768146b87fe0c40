"""Changes, kept or undone, leave what a dict of rows would hold."""

from __future__ import annotations

from typing import Any

from anvil import tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=4),
        "age": st.none() | st.integers(-(10**20), 10**20) | st.floats(-1e9, 1e9).map(lambda x: round(x, 3)),
        "vip": st.none() | st.booleans(),
        "extra": st.none() | st.dictionaries(st.sampled_from("ab"), st.none() | st.integers(0, 3), max_size=2),
    },
)
WHICH = st.integers(0, 6)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.lists(VALUES, min_size=1, max_size=3)),
        st.tuples(st.just("update"), WHICH, VALUES),
        st.tuples(st.just("batch update"), st.lists(st.tuples(WHICH, VALUES), max_size=4)),
        st.tuples(st.just("delete"), WHICH),
        st.tuples(st.just("batch delete"), st.lists(WHICH, max_size=3)),
    ),
    max_size=5,
)
EMPTY = {"name": None, "age": None, "vip": None, "extra": None}


class Model:
    """What the table should hold: rows by their ids, in order."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Any]] = {}

    def pick(self, which: int) -> str | None:
        return list(self.rows)[which % len(self.rows)] if self.rows else None


def change(table: Any, model: Model, kind: str, *what: Any) -> None:
    """Make a change to both."""
    if kind == "add":
        given_rows = what[0]
        added = table.add_rows(given_rows) if len(given_rows) > 1 else [table.add_row(**given_rows[0])]
        for row, values in zip(added, given_rows, strict=True):
            model.rows[row.get_id()] = {**EMPTY, **values}
    elif kind == "update":
        update(table, model, *what)
    elif kind == "batch update":
        with tables.batch_update:
            for pair in what[0]:
                update(table, model, *pair)
    elif kind == "delete":
        delete(table, model, what[0])
    else:
        with tables.batch_delete:
            rows = [table.get_by_id(row_id) for row_id in dict.fromkeys(filter(None, map(model.pick, what[0])))]
            for row in rows:
                del model.rows[row.get_id()]
                row.delete()


def update(table: Any, model: Model, which: int, values: dict[str, Any]) -> None:
    row_id = model.pick(which)
    if row_id is not None:
        table.get_by_id(row_id).update(values)
        model.rows[row_id].update(values)


def delete(table: Any, model: Model, which: int) -> None:
    row_id = model.pick(which)
    if row_id is not None:
        table.get_by_id(row_id).delete()
        del model.rows[row_id]


def held(table: Any) -> dict[str, dict[str, Any]]:
    return {row.get_id(): {name: row[name] for name in EMPTY} for row in table.search()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(stretches=st.lists(st.tuples(st.sampled_from(["plain", "kept", "undone"]), CHANGES), max_size=4))
def test_what_is_kept_is_there_and_what_is_undone_is_not(app_tables: Any, stretches: list[Any]) -> None:
    table, model = app_tables.people, Model()
    table.delete_all_rows()
    for end, changes in stretches:
        before = {row_id: dict(values) for row_id, values in model.rows.items()}
        if end == "plain":
            for made in changes:
                change(table, model, *made)
        else:
            with tables.Transaction() as transaction:
                for made in changes:
                    change(table, model, *made)
                assert held(table) == model.rows
                if end == "undone":
                    transaction.abort()
                    model.rows = before
    assert held(table) == model.rows
    assert list(held(table)) == list(model.rows)

"""Searches find what was asked for, in the order that was asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from anvil.tables import NoSuchColumnError, TableError, order_by
from anvil.tables import query as q

NAMES = ["Ann", "Bob", "Cid", "ann", "Élise", None]


@pytest.fixture
def people(app_tables: Any) -> Any:
    for number, name in enumerate(NAMES):
        app_tables.people.add_row(
            name=name,
            age=None if name is None else number * 10,
            vip=number % 2 == 0,
            born=date(2000 + number, 1, 1),
            seen=datetime(2026, 1, 1 + number, tzinfo=UTC),
            extra={"n": number, "tags": ["a", "b"][: number % 3], "deep": {"x": number}},
        )
    return app_tables.people


def names(search: Any) -> list[str | None]:
    return [row["name"] for row in search]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"name": "Ann"}, ["Ann"]),
        ({"name": None}, [None]),
        ({"name": "Ann", "vip": False}, []),
        ({"age": 10}, ["Bob"]),
        ({"age": 10.0}, ["Bob"]),
        ({"vip": False}, ["Bob", "ann", None]),
        ({"born": date(2002, 1, 1)}, ["Cid"]),
        ({"seen": datetime(2026, 1, 2, tzinfo=UTC)}, ["Bob"]),
        ({"name": q.like("%nn")}, ["Ann", "ann"]),
        ({"name": q.like("A%")}, ["Ann"]),
        ({"name": q.ilike("a%")}, ["Ann", "ann"]),
        ({"name": q.ilike("é%")}, ["Élise"]),
        ({"name": q.any_of("Ann", "Bob", None)}, ["Ann", "Bob", None]),
        ({"name": q.any_of("Ann")}, ["Ann"]),
        ({"name": q.any_of()}, []),
        ({"name": q.any_of(q.like("B%"), "Cid")}, ["Bob", "Cid"]),
        ({"name": q.none_of("Ann", "Bob")}, ["Cid", "ann", "Élise", None]),
        ({"name": q.none_of("Ann", None)}, ["Bob", "Cid", "ann", "Élise"]),
        ({"name": q.not_("Ann")}, ["Bob", "Cid", "ann", "Élise", None]),
        ({"name": q.not_(q.like("%n%"))}, ["Bob", "Cid", "Élise"]),
        ({"name": q.all_of(q.like("%n"), q.not_("ann"))}, ["Ann"]),
        ({"age": q.greater_than(20)}, ["ann", "Élise"]),
        ({"age": q.greater_than_or_equal_to(20)}, ["Cid", "ann", "Élise"]),
        ({"age": q.less_than(10)}, ["Ann"]),
        ({"age": q.less_than_or_equal_to(10)}, ["Ann", "Bob"]),
        ({"age": q.between(10, 30)}, ["Bob", "Cid"]),
        ({"age": q.between(10, 30, False, True)}, ["Cid", "ann"]),
        ({"age": q.not_(q.between(10, 30))}, ["Ann", "ann", "Élise"]),
        ({"name": q.greater_than("Cid")}, ["ann", "Élise"]),
        ({"born": q.less_than(date(2001, 1, 1))}, ["Ann"]),
        ({"born": q.less_than(datetime(2001, 1, 1, 0, 0, 1, tzinfo=UTC))}, ["Ann", "Bob"]),
        ({"seen": q.greater_than(date(2026, 1, 4))}, ["ann", "Élise", None]),
        ({"seen": q.greater_than_or_equal_to(date(2026, 1, 4))}, ["ann", "Élise", None]),
        ({"extra": {"n": 1}}, ["Bob"]),
        ({"extra": {"deep": {"x": 2}}}, ["Cid"]),
        ({"extra": {"tags": ["a"]}}, ["Bob", "Cid", "Élise", None]),
        ({"extra": q.any_of({"n": 1}, {"n": 2})}, ["Bob", "Cid"]),
        ({"photo": None}, NAMES),
    ],
)
def test_conditions_on_columns(people: Any, asked: dict[str, Any], found: list[str | None]) -> None:
    assert names(people.search(**asked)) == found
    assert len(people.search(**asked)) == len(found)


def test_conditions_on_the_whole_row(people: Any) -> None:
    assert names(people.search(q.any_of(name="Ann", age=10))) == ["Ann", "Bob"]
    assert names(people.search(q.all_of(name="Ann", age=10))) == []
    assert names(people.search(q.none_of(name="Ann", age=10))) == ["Cid", "ann", "Élise", None]
    assert names(people.search(q.not_(name="Ann"), q.any_of(q.all_of(vip=True, age=20), name=None))) == ["Cid", None]
    assert names(people.search(q.any_of())) == []
    assert names(people.search(q.all_of())) == NAMES


@pytest.mark.parametrize(("raw", "query"), [(False, "runs"), (True, "run & !walk")])
def test_full_text(app_tables: Any, raw: bool, query: str) -> None:
    app_tables.people.add_row(name="She was running home")
    app_tables.people.add_row(name="He walks")
    assert names(app_tables.people.search(name=q.full_text_match(query, raw=raw))) == ["She was running home"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"name": 5}, "can only be searched with a string"),
        ({"age": q.like("5")}, "like"),
        ({"name": q.ilike(5)}, "must be a string"),
        ({"vip": q.greater_than(True)}, "inequality"),
        ({"age": q.greater_than("5")}, "Cannot query number column 'age' with a value of type"),
        ({"age": q.greater_than(None)}, "Cannot query number column 'age' with a value of type"),
        ({"photo": {"a": 1}}, "Media columns"),
        ({"name": q.any_of(age=5)}, "Cannot specify keyword arguments"),
        ({"name": q.full_text_match("a & & b", raw=True)}, "tsquery"),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(people: Any, asked: dict[str, Any], says: str) -> None:
    with pytest.raises(TableError, match=says):
        people.search(**asked)


def test_an_unknown_column_is_named(people: Any) -> None:
    with pytest.raises(NoSuchColumnError, match="shoe_size"):
        people.search(shoe_size=43)
    with pytest.raises(TableError, match="shoe_size"):
        people.search(order_by("shoe_size"))


def test_an_order_by_text_is_by_code_point_with_empty_first(people: Any) -> None:
    assert names(people.search(order_by("name"))) == [None, "Ann", "Bob", "Cid", "ann", "Élise"]
    assert names(people.search(order_by("name", ascending=False))) == ["Élise", "ann", "Cid", "Bob", "Ann", None]


def test_several_orders_apply_one_after_the_other(people: Any) -> None:
    found = people.search(order_by("vip", ascending=False), order_by("age"))
    assert names(found) == ["Ann", "Cid", "Élise", None, "Bob", "ann"]


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7])
@pytest.mark.parametrize(
    "orders", [[], [("name", True)], [("name", False)], [("vip", True), ("name", False)], [("age", False)]]
)
def test_pages_join_without_a_gap_or_a_double(people: Any, size: int, orders: list[tuple[str, bool]]) -> None:
    ordering = [order_by(*order) for order in orders]
    whole = names(people.search(*ordering))
    assert names(people.search(q.page_size(size), *ordering)) == whole
    assert sorted(map(str, whole)) == sorted(map(str, NAMES))


@pytest.mark.parametrize("column", ["born", "seen", "extra", "boss", "friends"])
@pytest.mark.parametrize("ascending", [True, False])
def test_every_kind_of_column_orders_across_pages(people: Any, column: str, ascending: bool) -> None:
    rows = list(people.search())
    for row, boss in zip(rows, [*reversed(rows)][:4], strict=False):
        row.update(boss=boss, friends=[boss, row])
    whole = [row.get_id() for row in people.search(order_by(column, ascending=ascending))]
    paged = [row.get_id() for row in people.search(q.page_size(2), order_by(column, ascending=ascending))]
    assert paged == whole
    assert len(set(whole)) == len(NAMES)


def test_rows_beyond_the_first_pages_are_found(app_tables: Any) -> None:
    app_tables.people.add_rows([{"age": number} for number in range(1300)])
    found = app_tables.people.search(order_by("age", ascending=False))
    assert [row["age"] for row in found] == list(range(1299, -1, -1))
    assert len(found) == 1300
    assert [row["age"] for row in found[640:643]] == [659, 658, 657]
    assert found[1299]["age"] == 0
    with pytest.raises(IndexError):
        found[1300]


def test_only_some_columns_are_fetched_and_the_rest_when_asked_for(people: Any) -> None:
    row = people.search(q.fetch_only("name"), name="Bob")[0]
    assert row._anvil.cache_spec.count(1) == 1
    assert (row["name"], row["age"]) == ("Bob", 10)


def test_pages_work_when_the_ordering_column_is_not_fetched(people: Any) -> None:
    found = people.search(q.fetch_only("name"), q.page_size(2), order_by("born", ascending=False))
    assert names(found) == [*reversed(NAMES)]


def test_get_wants_exactly_one(people: Any) -> None:
    assert people.get(name="Bob")["age"] == 10
    assert people.get(name="Zoe") is None
    with pytest.raises(TableError, match="More than one row"):
        people.get(name=q.ilike("ann"))
    with pytest.raises(TableError, match="ordering or pagination"):
        people.get(order_by("name"), name="Bob")


@pytest.mark.parametrize("size", [0, -1, "ten", None, True])
def test_a_page_size_is_a_positive_number(people: Any, size: Any) -> None:
    with pytest.raises(TableError, match="positive number"):
        people.search(q.page_size(size))


def test_rows_are_found_by_id_in_every_form(people: Any) -> None:
    row = people.get(name="Bob")
    table_id, row_id = row.get_id().strip("[]").split(",")
    for given in (row.get_id(), row_id, int(row_id)):
        assert people.get_by_id(given)["name"] == "Bob"
    for given in ("", "x", None, -1, 10**30, f"[{int(table_id) + 1},{row_id}]"):
        assert people.get_by_id(given) is None
    assert row in people
    assert people.get_by_id(row_id, fetch=q.fetch_only("name"))["name"] == "Bob"


def test_columns_are_listed_in_the_manifests_order(people: Any) -> None:
    listed = [(column["name"], column["type"]) for column in people.list_columns()]
    assert listed[:3] == [("name", "string"), ("age", "number"), ("vip", "bool")]


def test_a_table_is_found_by_its_id_and_by_a_rows(app_tables: Any) -> None:
    from anvil.tables.v2 import get_table_by_id

    row = app_tables.people.add_row(name="Ann")
    assert get_table_by_id(app_tables.people._id) == app_tables.people
    assert get_table_by_id(row.get_id()).get(name="Ann") == row
    assert get_table_by_id(999_999) is None


def test_csv_has_the_searched_rows_in_order(people: Any, instance: Any) -> None:
    media = people.search(order_by("name", ascending=False), name=q.any_of("Ann", "Bob")).to_csv()
    text = instance.media.read(media._spec["id"]).get_bytes().decode()
    lines = text.splitlines()
    assert lines[0] == '"ID","name","age","vip","born","seen","extra","photo","boss","friends","city"'
    assert [line.split(",")[2] for line in lines[1:]] == ['"Bob"', '"Ann"']
    assert not text.endswith("\n")


def test_csv_for_excel_disarms_formulas(app_tables: Any, instance: Any) -> None:
    app_tables.people.add_row(name="=1+1")
    plain, escaped = (
        instance.media.read(app_tables.people.to_csv(escape_for_excel=escape)._spec["id"]).get_bytes().decode()
        for escape in (False, True)
    )
    assert ',"=1+1",' in plain
    assert ',"\'=1+1",' in escaped

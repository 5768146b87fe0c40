"""Links between rows: followed without a statement per row, and safe when their target is gone."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from anvil.tables import RowDeleted, TableError
from anvil.tables import query as q


@pytest.fixture
def world(app_tables: Any) -> Any:
    """Six people in two cities of one country; everybody's boss is Ann, and Ann's friends are all of them."""
    africa = app_tables.continents.add_row(name="Africa")
    country = app_tables.countries.add_row(name="South Africa", continent=africa)
    cities = [app_tables.cities.add_row(name=name, country=country) for name in ("Durban", "Cape Town")]
    ann = app_tables.people.add_row(name="Ann", city=cities[0])
    others = [app_tables.people.add_row(name=name, boss=ann, city=cities[len(name) % 2]) for name in ("Bob", "Cleo")]
    ann.update(friends=[*reversed(others), ann])
    return app_tables


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that were executed."""
    executed: list[str] = []
    execute = psycopg.Connection.execute

    def counting(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        executed.append(query)
        return execute(self, query, *args, **kwargs)

    monkeypatch.setattr(psycopg.Connection, "execute", counting)
    return executed


def test_two_links_away_is_fetched_with_a_statement_a_hop(world: Any, statements: list[str]) -> None:
    found = list(world.people.search(boss=q.not_(None)))
    assert {(row["boss"]["name"], row["city"]["country"]["name"]) for row in found} == {("Ann", "South Africa")}
    # people; their bosses and cities; the bosses' friends and cities (known already), the cities' countries
    assert len(statements) <= 5


def test_the_number_of_statements_does_not_grow_with_the_rows(world: Any, statements: list[str]) -> None:
    ann = world.people.get(name="Ann")
    world.people.add_rows([{"name": str(number), "boss": ann, "friends": [ann]} for number in range(90)])
    statements.clear()
    assert {row["boss"]["name"] for row in world.people.search(boss=ann)} == {"Ann"}
    assert len(statements) <= 5


def test_farther_links_are_fetched_when_they_are_used(world: Any, statements: list[str]) -> None:
    row = world.people.get(name="Bob")
    statements.clear()
    assert row["city"]["country"]["continent"]["name"] == "Africa"
    assert len(statements) == 1


def test_fetch_only_reaches_as_far_as_it_says(world: Any, statements: list[str]) -> None:
    far = q.fetch_only(city=q.fetch_only(country=q.fetch_only(continent=q.fetch_only("name"))))
    row = world.people.search(far, name="Bob")[0]
    statements.clear()
    assert row["city"]["country"]["continent"]["name"] == "Africa"
    assert statements == []


def test_fetch_only_leaves_links_alone_that_it_does_not_name(world: Any, statements: list[str]) -> None:
    list(world.people.search(q.fetch_only("name")))
    assert len(statements) == 1


def test_fetch_only_of_an_unknown_column_is_refused(world: Any) -> None:
    with pytest.raises(TableError, match="No such column 'mayor' exists in table 'Cities'"):
        world.people.search(q.fetch_only(city=q.fetch_only("mayor")))


def test_lists_of_rows_keep_their_order(world: Any) -> None:
    ann = world.people.get(name="Ann")
    assert [friend["name"] for friend in ann["friends"]] == ["Cleo", "Bob", "Ann"]
    assert ann["friends"][2] == ann
    ann["friends"] = []
    assert world.people.get(name="Ann")["friends"] == []


def test_rows_are_found_by_what_they_link_to(world: Any) -> None:
    ann, bob = world.people.get(name="Ann"), world.people.get(name="Bob")
    durban = world.cities.get(name="Durban")
    assert {row["name"] for row in world.people.search(boss=ann)} == {"Bob", "Cleo"}
    assert {row["name"] for row in world.people.search(boss=q.any_of(ann, bob))} == {"Bob", "Cleo"}
    assert {row["name"] for row in world.people.search(boss=q.none_of(ann))} == {"Ann"}
    assert {row["name"] for row in world.people.search(friends=[ann, bob])} == {"Ann"}
    assert len(world.people.search(friends=[])) == 1  # an empty list is in every list
    assert {row["name"] for row in world.people.search(city=durban)} == {"Ann", "Cleo"}


def test_rows_are_found_through_links_of_links(world: Any) -> None:
    asked = q.all_of(name="Durban", country=q.all_of(continent=q.all_of(name=q.like("Af%"))))
    assert {row["name"] for row in world.people.search(city=asked)} == {"Ann", "Cleo"}
    assert {row["name"] for row in world.people.search(friends=q.any_of(name="Bob"))} == {"Ann"}
    assert len(world.people.search(city=q.none_of(name="Durban"))) == 1


def test_a_row_of_another_table_is_refused(world: Any) -> None:
    ann, durban = world.people.get(name="Ann"), world.cities.get(name="Durban")
    with pytest.raises(TableError, match="Row from 'People' table - cannot set it to a Row from 'Cities' table"):
        ann["boss"] = durban
    with pytest.raises(TableError, match="must be rows from the same table"):
        ann["friends"] = [ann, durban]
    with pytest.raises(TableError, match="not a Row from 'Cities' table"):
        world.people.search(boss=durban)


def test_a_link_to_a_deleted_row_raises(world: Any) -> None:
    world.people.get(name="Ann").delete()
    row = world.people.get(name="Bob")
    assert row["boss"] is not None
    with pytest.raises(RowDeleted):
        row["boss"]["name"]
    row["boss"] = None
    assert world.people.get(name="Bob")["boss"] is None


def test_a_deleted_friend_raises_and_the_others_are_there(world: Any) -> None:
    ann = world.people.get(name="Ann")
    world.people.get(name="Cleo").delete()
    friends = world.people.get_by_id(ann.get_id())["friends"]
    assert friends[1]["name"] == "Bob"
    with pytest.raises(RowDeleted):
        friends[0]["name"]


def test_a_row_that_links_to_itself_is_one_row(world: Any) -> None:
    ann = world.people.get(name="Ann")
    ann["boss"] = ann
    row = world.people.get(name="Ann")
    assert row["boss"]["boss"]["boss"]["name"] == "Ann"
    assert row["boss"] == row


def test_the_same_table_at_two_depths_with_other_columns(world: Any) -> None:
    ann, bob = world.people.get(name="Ann"), world.people.get(name="Bob")
    ann["boss"] = bob
    row = world.people.search(q.fetch_only("age", boss=q.fetch_only("name", boss=q.fetch_only("vip"))), name="Bob")[0]
    assert (row["age"], row["name"], row["boss"]["name"], row["boss"]["boss"]["vip"]) == (None, "Bob", "Ann", None)
    assert row["boss"]["boss"]["name"] == "Bob"

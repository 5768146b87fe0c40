"""Adding, changing and deleting rows, alone and in batches."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import anvil
import pytest
from anvil.tables import RowDeleted, TableError
from anvil.tables import query as q
from anvil.tables.v2._batcher import batch_delete, batch_update

from app_server.rpc.call import enter

from .harness import make_call


def names(app_tables: Any) -> list[str]:
    return [row["name"] for row in app_tables.people.search()]


def test_rows_added_together_come_in_order(app_tables: Any) -> None:
    given = [{"name": f"n{number}", "age": number} for number in range(2500)]
    given[7] = {"vip": True}
    added = app_tables.people.add_rows(given)
    assert [int(row.get_id().strip("[]").split(",")[1]) for row in added] == sorted(
        int(row.get_id().strip("[]").split(",")[1]) for row in added
    )
    assert [row["age"] for row in app_tables.people.search(q.page_size(3000))] == [row.get("age") for row in given]
    assert added[7]["name"] is None


def test_text_of_any_kind_comes_back_as_it_was_added_and_changed_with_others(app_tables: Any) -> None:
    texts = ["", "NULL", "null", 'a "quoted" \\ word', "{1,2}", " space ", "a,b;c", "line\nbreak\ttab", "ü €  \u2003 🛏"]
    rows = app_tables.people.add_rows([{"name": text, "extra": [text, {text: None}]} for text in texts])
    found = list(app_tables.people.search())
    assert [(row["name"], row["extra"]) for row in found] == [(text, [text, {text: None}]) for text in texts]
    with batch_update:
        for row, text in zip(rows, reversed(texts), strict=True):
            row["name"] = text
    assert names(app_tables) == texts[::-1]


def test_rows_added_together_know_what_each_added_alone_knows(app_tables: Any) -> None:
    city, boss = app_tables.cities.add_row(name="Durban"), app_tables.people.add_row(name="Ann")
    values = {
        "name": "Bob",
        "age": 5.0,
        "seen": datetime(2026, 3, 4, 5, 6, tzinfo=ZoneInfo("Africa/Johannesburg")),
        "extra": {"list": [1, {"deep": "er"}]},
        "photo": anvil.BlobMedia("image/png", b"1", "p.png"),
        "boss": boss,
        "friends": [boss],
        "city": city,
    }
    together = [app_tables.people.add_rows([values, {}])[0], *app_tables.people.add_rows([{**values, "seen": None}])]
    alone = [app_tables.people.add_row(**values), app_tables.people.add_row(**{**values, "seen": None})]
    for ours, known in zip(together, alone, strict=True):
        assert ours._anvil.cache == known._anvil.cache
        assert (ours._anvil.cache_spec, ours._anvil.has_uncached) == (
            known._anvil.cache_spec,
            known._anvil.has_uncached,
        )
        assert ours["photo"].get_bytes() == b"1"
    assert together[0]["seen"].tzname() == alone[0]["seen"].tzname()
    assert together[0]["seen"].utcoffset() == timedelta(hours=2)
    values["extra"]["list"].append(2)
    assert together[0]["extra"] == {"list": [1, {"deep": "er"}]}


def test_one_bad_row_stops_them_all(app_tables: Any) -> None:
    with pytest.raises(TableError):
        app_tables.people.add_rows([{"name": "good"}, {"name": 5}])
    assert names(app_tables) == []


def test_rows_without_values_are_rows(app_tables: Any) -> None:
    assert len(app_tables.people.add_rows([{}, {}, {}])) == 3
    assert app_tables.people.add_row()["name"] is None
    assert len(app_tables.people.search()) == 4


def test_no_rows_are_none(app_tables: Any) -> None:
    assert app_tables.people.add_rows([]) == []


def test_an_update_changes_only_what_it_names(app_tables: Any) -> None:
    row = app_tables.people.add_row(name="Ann", age=1)
    row.update(age=2, vip=True)
    assert (row["name"], row["age"], row["vip"]) == ("Ann", 2, True)
    again = app_tables.people.get(name="Ann")
    assert (again["age"], again["vip"]) == (2, True)


def test_a_batch_of_updates_is_one_change(app_tables: Any) -> None:
    rows = app_tables.people.add_rows([{"name": f"n{number}", "age": 0} for number in range(50)])
    with batch_update:
        for number, row in enumerate(rows):
            row["age"] = number
            if number % 2:
                row["vip"] = True
        rows[3]["age"] = 99
    assert [row["age"] for row in app_tables.people.search()] == [0, 1, 2, 99, *range(4, 50)]
    assert len(app_tables.people.search(vip=True)) == 25


def test_a_failing_batch_changes_nothing(app_tables: Any) -> None:
    rows = app_tables.people.add_rows([{"age": 1}, {"age": 1}])
    rows[1].delete()
    with pytest.raises(RowDeleted), batch_update:
        for row in rows:
            row._anvil.exists = True
            row["age"] = 2
            row["name"] = "x"
    assert [row["age"] for row in app_tables.people.search()] == [1]


def test_a_batch_may_span_tables(app_tables: Any) -> None:
    person, city = app_tables.people.add_row(name="Ann"), app_tables.cities.add_row(name="Durban")
    with batch_update:
        person["name"], city["name"] = "Anna", "eThekwini"
    assert names(app_tables) == ["Anna"]
    assert app_tables.cities.search()[0]["name"] == "eThekwini"
    with batch_delete:
        person.delete()
        city.delete()
    assert len(app_tables.people.search()) + len(app_tables.cities.search()) == 0


def test_a_batch_in_one_thread_is_of_that_thread_alone(app_tables: Any, instance: SimpleNamespace) -> None:
    import anvil.tables

    row = app_tables.people.add_row(name="Ann")
    seen: list[Any] = []

    def in_another_thread() -> None:
        enter(make_call(instance))
        with anvil.tables.batch_update:
            app_tables.people.get(name="Ann")["age"] = 5
            seen.append(row["age"])
        seen.append(app_tables.people.get(name="Ann")["age"])

    with anvil.tables.batch_update:
        row["vip"] = True
        thread = threading.Thread(target=in_another_thread)
        thread.start()
        thread.join(10)
        with instance.database.connection() as connection:
            seen += connection.execute("SELECT age, vip FROM data.people").fetchone()
    assert seen == [5, 5, 5, None]
    assert dict(app_tables.people.get(name="Ann"))["vip"] is True


def test_a_deleted_row_says_so(app_tables: Any) -> None:
    row = app_tables.people.add_row(name="Ann")
    same = app_tables.people.get(name="Ann")
    row.delete()
    for action in (lambda: row["name"], lambda: same.update(name="x"), same.refresh):
        with pytest.raises(RowDeleted):
            action()
    assert same not in app_tables.people
    same.delete()


def test_whole_tables_and_searches_are_deleted(app_tables: Any) -> None:
    app_tables.people.add_rows([{"name": name} for name in ("Ann", "Bob", "Cid")])
    app_tables.people.search(name=q.any_of("Ann", "Bob")).delete_all_rows()
    assert names(app_tables) == ["Cid"]
    app_tables.people.delete_all_rows()
    assert names(app_tables) == []


def test_a_refreshed_row_shows_what_others_wrote(app_tables: Any) -> None:
    row = app_tables.people.add_row(name="Ann", age=1)
    app_tables.people.get(name="Ann")["age"] = 2
    assert row["age"] == 1
    row.refresh()
    assert row["age"] == 2
    app_tables.people.get(name="Ann")["age"] = 3
    row.refresh(fetch=q.fetch_only("age"))
    assert row["age"] == 3


def test_buffered_rows_and_drafts_are_saved(app_tables: Any) -> None:
    row = app_tables.people.add_row(name="Ann")
    with row.buffer_changes():
        row["age"] = 5
        assert app_tables.people.get(name="Ann")["age"] is None
        row.save()
    assert app_tables.people.get(name="Ann")["age"] == 5
    draft = app_tables.people.Row(name="Bob", boss=row)
    draft.save()
    assert app_tables.people.get(name="Bob")["boss"] == row

"""What browsers may do with data tables, and what views allow them."""

from __future__ import annotations

from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from anvil.server import AnvilWrappedError, Capability
from anvil.tables import NoSuchColumnError, RowDeleted, TableError
from anvil.tables import query as q

from app_server.errors import AnvilError
from app_server.services.tables.catalogue import catalogue_of
from app_server.services.tables.views import capability

REFUSED = (AnvilError, TableError)


def denied(action: Any) -> bool:
    with suppress(AnvilError):
        action()
        return False
    return True


@pytest.fixture
def row(app_tables: Any) -> Any:
    return app_tables.shown.add_row(name="Ann", secret="s3cret", person=app_tables.people.add_row(name="Ann"))


def test_a_table_without_client_access_cannot_be_had(app_tables: Any, as_browser: Any) -> None:
    app_tables.people.add_row(name="Ann")
    with as_browser():
        people = app_tables.people
        assert people._cap is None
        for action in (people.search, people.delete_all_rows, lambda: people.get(name="Ann"), people.list_columns,
                       lambda: people.add_row(name="Bob"), people.to_csv):  # fmt: skip
            assert denied(action)


def test_search_access_reads_and_does_not_write(app_tables: Any, as_browser: Any) -> None:
    app_tables.cities.add_row(name="Durban")
    with as_browser():
        city = app_tables.cities.get(name="Durban")
        for action in (lambda: app_tables.cities.add_row(name="x"), lambda: city.update(name="x"), city.delete,
                       app_tables.cities.delete_all_rows, app_tables.cities.search().delete_all_rows):  # fmt: skip
            assert denied(action)
    assert [city["name"] for city in app_tables.cities.search()] == ["Durban"]


def test_full_access_writes(app_tables: Any, as_browser: Any) -> None:
    with as_browser():
        app_tables.shown.add_row(name="Bob").update(name="Bobby")
        assert app_tables.shown.search()[0]["name"] == "Bobby"
        app_tables.shown.search().delete_all_rows()
        assert len(app_tables.shown.search()) == 0


def test_a_hidden_column_does_not_exist_for_browsers(app_tables: Any, as_browser: Any, row: Any) -> None:
    with as_browser():
        shown = app_tables.shown
        assert set(dict(shown.search()[0])) == {"name", "person"}
        assert [column["name"] for column in shown.list_columns()] == ["name", "person"]
        for action in (
            lambda: shown.search(secret="s3cret"),
            lambda: shown.add_row(secret="x"),
            lambda: shown.search()[0]["secret"],
            lambda: shown.search()[0].update(secret="x"),
            lambda: shown.client_readable(secret="s3cret"),
        ):
            with pytest.raises(NoSuchColumnError):
                action()
        with pytest.raises(TableError, match="No such column 'secret' exists in table 'Shown'"):
            shown.search(q.fetch_only("secret"))
        csv = shown.to_csv()
    assert app_tables.shown.search()[0]["secret"] == "s3cret"
    assert csv._spec["name"] == "Shown.csv"


def test_a_csv_for_a_browser_lacks_hidden_columns(
    app_tables: Any, as_browser: Any, row: Any, instance: SimpleNamespace
) -> None:
    with as_browser():
        media = app_tables.shown.search().to_csv()
    text = instance.media.read(media._spec["id"]).get_bytes().decode()
    assert "s3cret" not in text
    assert "Ann" in text


def test_a_linked_table_that_browsers_cannot_read_cannot_be_asked_through_the_link(
    app_tables: Any, as_browser: Any, row: Any
) -> None:
    with as_browser(), pytest.raises(TableError, match="from client code"):
        app_tables.shown.search(person=q.all_of(name="Ann"))


def test_a_row_that_the_server_handed_over_can_be_read_but_not_written(app_tables: Any, as_browser: Any) -> None:
    person = app_tables.people.add_row(name="Ann")
    with as_browser():
        person.refresh()
        assert person["name"] == "Ann"
        assert denied(lambda: person.update(name="x"))
        assert denied(person.delete)


def test_a_readable_view_shows_its_rows_only(app_tables: Any, as_browser: Any) -> None:
    people = [app_tables.people.add_row(name=name, vip=name != "Bob") for name in ("Ann", "Bob", "Cid")]
    view = app_tables.people.client_readable(vip=True)
    with as_browser():
        assert [row["name"] for row in view.search()] == ["Ann", "Cid"]
        assert len(view.search(name="Bob")) == 0
        assert view.get(name="Bob") is None
        assert (people[1] in view, people[0] in view) == (False, True)
        assert view.get_by_id(people[1].get_id()) is None
        assert denied(lambda: view.add_row(name="Dot"))
        assert denied(view.delete_all_rows)
        with pytest.raises(NoSuchColumnError):
            view.search(vip=False)


def test_a_writable_view_keeps_rows_inside(app_tables: Any, as_browser: Any) -> None:
    app_tables.people.add_row(name="Bob", vip=False)
    view = app_tables.people.client_writable(vip=True)
    older = app_tables.people.client_writable(q.any_of(age=None), age=q.less_than(18))
    with as_browser():
        row = view.add_row(name="Ann")
        row["age"] = 3
        with pytest.raises(NoSuchColumnError):
            row["vip"] = False
        with pytest.raises(NoSuchColumnError):
            view.add_row(name="x", vip=False)
        with pytest.raises(TableError, match="view constraints"):
            older.add_row(age=30)
    assert {(row["name"], row["vip"]) for row in app_tables.people.search()} == {("Bob", False), ("Ann", True)}
    assert app_tables.people.get(name="Ann")["age"] == 3


def test_an_update_that_leaves_the_view_is_undone(app_tables: Any, as_browser: Any) -> None:
    view = app_tables.people.client_writable(age=q.less_than(18))
    with as_browser():
        row = view.add_row(age=5)
        with pytest.raises(TableError, match="view constraints"):
            row["age"] = 20
    assert app_tables.people.search()[0]["age"] == 5


def test_a_row_that_left_a_view_cannot_be_changed_or_deleted_through_it(app_tables: Any, as_browser: Any) -> None:
    view = app_tables.people.client_writable(age=q.less_than(18))
    with as_browser():
        row = view.add_row(age=5)
    app_tables.people.search()[0]["age"] = 30
    with as_browser():
        with pytest.raises(RowDeleted):
            row["age"] = 6
        row.delete()
    assert [person["age"] for person in app_tables.people.search()] == [30]


def test_only_cols_limits_what_is_read_and_written(app_tables: Any, as_browser: Any) -> None:
    app_tables.people.add_row(name="Ann", age=5)
    view = app_tables.people.client_writable(q.only_cols("name"))
    with as_browser():
        row = view.search()[0]
        assert dict(row) == {"name": "Ann"}
        with pytest.raises(NoSuchColumnError):
            row["age"]
        with pytest.raises(NoSuchColumnError):
            row["age"] = 6
        with pytest.raises(TableError):
            view.search(q.fetch_only("age"))
        with pytest.raises(TableError, match="cannot add rows"):
            view.add_row(name="Bob")
        with pytest.raises(TableError, match="on a view"):
            view.delete_all_rows()
        row["name"] = "Anna"
    assert app_tables.people.search()[0]["name"] == "Anna"
    with pytest.raises(TableError, match="shoe_size"):
        app_tables.people.client_readable(q.only_cols("shoe_size"))


def test_a_view_of_a_view_narrows_and_never_widens(app_tables: Any, as_browser: Any) -> None:
    for age in (5, 15, 25):
        app_tables.people.add_row(name=str(age), age=age)
    young = app_tables.people.client_readable(age=q.less_than(20))
    with as_browser():
        assert [row["name"] for row in young.client_readable(age=q.greater_than(10)).search()] == ["15"]
        for widen in (young.client_writable, young.client_writable_cascade):
            with pytest.raises(TableError):
                widen()


def test_cascading_views_let_links_be_written(app_tables: Any, as_browser: Any) -> None:
    boss = app_tables.people.add_row(name="Boss")
    app_tables.people.add_row(name="Ann", boss=boss)
    plain, cascading = app_tables.people.client_writable(), app_tables.people.client_writable_cascade()
    with as_browser():
        assert denied(lambda: plain.get(name="Ann")["boss"].update(name="x"))
        cascading.get(name="Ann")["boss"]["name"] = "Chief"
    assert boss["name"] == "Boss"
    assert app_tables.people.get(name="Ann")["boss"]["name"] == "Chief"


def test_capabilities_are_of_the_shape_that_the_library_checks(app_tables: Any) -> None:
    from anvil.tables.v2._utils import validate_cap

    row = app_tables.people.add_row(name="Ann", boss=app_tables.people.add_row(name="Bob"))
    found = app_tables.people.search(name="Ann")
    validate_cap(app_tables.people._cap, app_tables.people._id)
    validate_cap(found._cap, app_tables.people._id)
    for any_row in (row, found[0], found[0]["boss"], app_tables.people.client_readable(vip=None).search()[0]):
        validate_cap(any_row._anvil.cap, any_row._anvil.table_id, any_row._anvil.id)


def test_a_rows_capability_is_as_the_library_would_have_made_it(app_tables: Any) -> None:
    made = app_tables.people.add_row(name="Ann")._anvil.cap
    ours, right = dict(vars(made)), dict(vars(Capability(made.scope, "local")))
    for handler in ("_do_apply_update", "_do_get_update", "_hash"):
        assert handler in ours
        ours.pop(handler), right.pop(handler)
    assert ours == right
    assert made.is_valid


@pytest.mark.parametrize(
    "scope", [["x"], [{"id": 10**9}], [{"id": "people"}], [{"id": None}, {"r": 1}], [{}, {"search": None}, None]]
)
def test_a_capability_of_another_shape_is_refused(app_tables: Any, instance: SimpleNamespace, scope: list[Any]) -> None:
    import anvil.server

    for function in ("table.search", "row.fetch", "search.next_page", "row.delete"):
        arguments = {"table.search": [(), {}], "row.fetch": [None]}.get(function, [])
        with pytest.raises((*REFUSED, AnvilWrappedError)):
            anvil.server.call(f"anvil.private.tables.v2.{function}", capability(scope), *arguments)


def test_only_capabilities_open_anything(app_tables: Any, instance: SimpleNamespace) -> None:
    import anvil.server

    table = catalogue_of(instance.database).by_name["people"]
    for given in (table.id, {"id": table.id}, ["_", "t", {"id": table.id}], Capability(["mine"])):
        with pytest.raises(REFUSED):
            anvil.server.call("anvil.private.tables.v2.table.search", given, (), {})


def test_a_model_may_ask_for_the_clients_rights(app_tables: Any) -> None:
    import anvil.server

    people, shown = app_tables.people._cap, app_tables.shown._cap
    add_row = "anvil.private.tables.v2.table.add_row"
    with pytest.raises(AnvilError):
        anvil.server.call(add_row, people, {"name": "x"}, {"use_client_config": True})
    with pytest.raises(NoSuchColumnError):
        anvil.server.call(add_row, shown, {"secret": "x"}, {"filter_client_hidden": True})
    anvil.server.call(add_row, shown, {"name": "x"}, {"filter_client_hidden": True}, {"secret": "y"})
    assert app_tables.shown.get(name="x")["secret"] == "y"

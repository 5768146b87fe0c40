"""A list of contacts survives Back, reload and a sent link."""

import pytest


@pytest.fixture
def list_query(client):
    return client("customers.list_query").ListQuery


def test_the_address_brings_back_the_same_list(list_query):
    query = list_query(search="smith", status="lead", sort="name")
    query.turn("after-50", 1)
    again = list_query(**{name: str(value) for name, value in query.address().items()})
    assert (again.filters, again.sort, again.ascending) == (query.filters, "name", True)
    assert (again.cursor, again.first) == ("after-50", 50)


def test_a_plain_list_needs_no_address(list_query):
    assert list_query().address() == {}


def test_another_filter_starts_at_the_first_page(list_query):
    query = list_query(cursor="after-50", first="50")
    assert query.set_filter("source", "Web")
    assert (query.cursor, query.first) == ("", 0)


def test_the_same_filter_again_asks_for_nothing(list_query):
    query = list_query(search="smith")
    assert not query.set_filter("search", "smith")
    assert not query.set_filter("status", None)


def test_an_emptied_filter_is_gone(list_query):
    query = list_query(status="lead")
    assert query.set_filter("status", None)
    assert query.filters == {}


def test_archived_is_chosen_among_the_statuses_and_stands_for_any(list_query):
    query = list_query(status="lead")
    assert query.set_filter("status", "archived")
    assert (query.for_server(), query.choice("status")) == ({"archived": True}, "archived")
    assert query.set_filter("status", "customer")
    assert query.for_server() == {"status": "customer"}


def test_clearing_the_archived_chip_shows_everybody(list_query):
    query = list_query(archived="True")
    assert query.set_filter("archived", "")
    assert (query.filters, query.choice("status")) == ({}, None)


def test_the_server_gets_its_own_names_and_kinds(list_query):
    query = list_query(tag="vip", archived="True", search="smith")
    assert query.for_server() == {"tags": ["vip"], "archived": True, "search": "smith"}


def test_names_are_ordered_from_a_and_figures_from_the_largest(list_query):
    query = list_query()
    query.sort_by("name")
    assert query.ascending
    query.sort_by("total_spent")
    assert not query.ascending


def test_a_page_before_the_first_is_the_first(list_query):
    query = list_query(cursor="x", first="20")
    query.turn("y", -1)
    assert query.first == 0


def test_what_the_address_says_besides_is_ignored(list_query):
    assert list_query(nonsense="1").address() == {}


BIG = {"field": "custom.size", "op": "gt", "value": 42}


def test_tags_conditions_and_columns_come_back_from_the_address(list_query):
    query = list_query(columns="spent,custom.size", view="V-3", sort="custom.size", ascending="False")
    query.toggle_tag("VIP")
    query.toggle_tag("Guest")
    query.tags_match = "any"
    query.conditions.append(BIG)
    again = list_query(**query.address())
    assert again.for_server() == {"tags": ["VIP", "Guest"], "tags_match": "any", "conditions": [BIG]}
    assert (again.columns, again.view, again.ascending) == (["spent", "custom.size"], "V-3", False)
    again.toggle_tag("VIP")
    assert again.tags == ["Guest"]


def test_the_other_way_round_stands_in_the_address(list_query):
    query = list_query(sort="custom.size", cursor="x", first="50")
    assert not query.ascending
    query.reverse()
    assert query.address() == {"sort": "custom.size", "ascending": "True"}


def test_a_broken_condition_in_an_address_is_left_out(list_query):
    assert list_query(conditions="{").for_server() == list_query(conditions='"x"').for_server() == {}


def test_a_view_is_used_and_kept_as_it_was(list_query):
    view = {
        "view_id": "V-1",
        "filters": {"status": "lead", "tags": ["VIP"], "archived": True, "conditions": [BIG]},
        "sort": "name",
        "ascending": False,
        "columns": ["spent"],
    }
    query = list_query()
    assert query.is_plain
    query.use(view)
    assert (query.as_view(), query.is_plain) == ({name: view[name] for name in view if name != "view_id"}, False)
    query.use(None)
    assert (query.for_server(), query.view) == ({}, "all")


def view(name, **more):
    kept = {"view_id": name, "filters": {"source": name}, "sort": "name", "ascending": True, "columns": []}
    return dict(kept, is_default=False, **more)


def test_a_list_begins_with_the_view_of_its_address_or_the_persons_own(list_query):
    views = [view("V-1"), dict(view("V-2"), is_default=True)]
    for address, source in (({}, "V-2"), ({"view": "V-1"}, "V-1"), ({"view": "all"}, None), ({"source": "Web"}, "Web")):
        query = list_query(**address)
        query.start(views)
        assert query.for_server().get("source") == source
    query.clear_filters()
    query.start(views)
    assert query.for_server() == {}

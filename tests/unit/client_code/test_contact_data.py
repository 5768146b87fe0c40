"""What the list of contacts makes of columns, filters and tags."""

import pytest

SIZE = {"key": "size", "label": "Shoe size", "kind": "number", "in_list": True, "can_sort": True}
STORY = {"key": "story", "label": "Story", "kind": "long_text", "in_list": False, "can_sort": False}
OPERATORS = {
    "number": [{"value": "gt", "label": "is more than", "takes": "number"}],
    "day": [
        {"value": "between", "label": "is between", "takes": "two_days"},
        {"value": "in_last", "label": "is in the last … days", "takes": "days"},
    ],
    "choice": [{"value": "in", "label": "is one of", "takes": "choices"}],
}
FIELDS = {
    "custom.size": {"name": "custom.size", "label": "Shoe size", "kind": "number", "options": []},
    "born": {"name": "born", "label": "Born", "kind": "day", "options": []},
    "status": {"name": "status", "label": "Status", "kind": "choice", "options": [{"value": "at", "label": "At risk"}]},
}


def test_the_usual_columns_and_own_ones_meant_for_the_list_are_shown(client):
    columns = client("customers.columns")
    names = columns.chosen([], [SIZE, STORY])
    assert names == ["contact", "status", "stage", "spent", "last", "custom.size"]
    shown = columns.shown(names, [SIZE, STORY])
    assert [each["title"] for each in shown][:2] == ["", "Name"]
    assert shown[-2]["data_key"] == "custom.size"
    assert columns.own_keys(names) == ["size"]


def test_chosen_columns_that_are_gone_are_left_out(client):
    columns = client("customers.columns")
    assert columns.chosen(["tags", "custom.gone"], [SIZE]) == ["tags"]
    assert columns.chosen(["custom.gone"], []) == list(columns.USUAL)


def test_a_file_has_what_the_columns_show(client):
    exported = client("customers.columns").exported(["contact", "spent", "custom.size", "tags"])
    assert exported == ["first_name", "last_name", "email", "phone", "total_spent", "custom.size", "tags"]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"field": "custom.size", "op": "gt", "value": 42}, "Shoe size is more than 42"),
        ({"field": "born", "op": "between", "value": ["-90d", "2026-01-31"]}, "Born is between -90d – 2026-01-31"),
        ({"field": "born", "op": "in_last", "value": 30}, "Born is in the last 30 days"),
        ({"field": "status", "op": "in", "value": ["at"]}, "Status is one of At risk"),
        ({"field": "custom.gone", "op": "gt", "value": 1}, "A field that is gone"),
    ],
)
def test_a_condition_is_told_in_words(client, condition, words):
    assert client("customers.filter_chips").describe(condition, FIELDS, OPERATORS) == words


def test_chips_show_every_filter_and_clear_one_each(client):
    chips = client("customers.filter_chips")
    query = client("customers.list_query").ListQuery(status="lead", search="ann", tag="VIP,Guest", company="B-1")
    query.conditions.append({"field": "custom.size", "op": "gt", "value": 42})
    shown = {chip["name"]: chip["text"] for chip in chips.of(query, {"B-1": "Acme"}, FIELDS, OPERATORS)}
    assert shown == {
        "status": "Status: Lead",
        "company": "Company: Acme",
        "tag:VIP": "Tag: VIP",
        "tag:Guest": "Tag: Guest",
        "tags_match": "all of these tags",
        "condition:0": "Shoe size is more than 42",
    }
    chips.clear(query, "tags_match")
    assert query.for_server()["tags_match"] == "any"
    for name in ("status", "company", "tag:VIP", "condition:0"):
        chips.clear(query, name)
    assert query.for_server() == {"search": "ann", "tags": ["Guest"], "tags_match": "any"}


def test_typed_tags_are_added_once_and_written_as_they_are_known(client):
    added = client("customers.tag_view").added
    assert added(["VIP"], "vip, guest ;  new   one,", ["Guest"]) == ["VIP", "Guest", "new one"]
    assert added([], None) == []


def test_a_tag_without_a_colour_is_neutral(client):
    shown = client("customers.tag_view").shown(["A", "B"], {"A": "green"})
    assert [item["role"] for item in shown] == [["tag", "tag-green"], ["tag", "tag-neutral"]]


def test_somebody_is_known_by_a_whole_name_or_a_whole_address_or_number(client):
    identity = client("customers.contact_rules").identity
    assert identity({"first_name": "Ann", "last_name": "", "email": "ann@", "phone": "082"}) == {}
    assert identity({"first_name": "Ann", "last_name": "Oz", "phone": "082 555 0102"}) == {
        "first_name": "Ann",
        "last_name": "Oz",
        "phone": "082 555 0102",
    }

"""Rules survive being edited: what is typed becomes a value, and a value becomes what was typed."""

import pytest

FIELDS = [
    {"name": "first_name", "label": "First name", "kind": "text", "options": []},
    {"name": "total_spent", "label": "Total spent", "kind": "money", "options": []},
]
OPERATORS = {
    "text": [{"value": "eq", "takes": "text"}, {"value": "is_empty", "takes": "nothing"}],
    "money": [{"value": "gte", "takes": "number"}, {"value": "between", "takes": "two_numbers"}],
}
BY_NAME = {field["name"]: field for field in FIELDS}


@pytest.fixture
def editing(client):
    return client("customers.rule_editing")


@pytest.mark.parametrize(
    ("kind", "first", "second", "value"),
    [
        ("text", " Ann ", "", "Ann"),
        ("text", "  ", "", None),
        ("number", "1,5", "", 1.5),
        ("number", "5000", "", 5000),
        ("number", "lots", "", None),
        ("days", "90", "", 90),
        ("days", "-1", "", None),
        ("days", "1.5", "", None),
        ("two_numbers", "1", "2", [1, 2]),
        ("two_numbers", "1", "", None),
        ("two_days", "-90d", "0d", ["-90d", "0d"]),
        ("choices", "VIP, , Lead", "", ["VIP", "Lead"]),
        ("choices", " , ", "", None),
        ("nothing", "anything", "", None),
    ],
)
def test_what_is_typed_becomes_a_value(editing, kind, first, second, value):
    assert editing.typed(kind, first, second) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [("text", "Ann"), ("number", 1.5), ("two_numbers", [1, 2]), ("choices", ["VIP", "Lead"]), ("days", 90)],
)
def test_a_value_is_shown_as_it_was_typed(editing, kind, value):
    assert editing.typed(kind, *editing.shown(value, kind)) == value


def test_a_rule_is_complete_when_every_condition_has_its_value(editing):
    new = editing.new_condition(FIELDS, OPERATORS)
    rules = {"operator": "AND", "conditions": [{"operator": "OR", "conditions": [new]}]}
    assert not editing.is_complete(rules, BY_NAME, OPERATORS)
    new["value"] = "Ann"
    assert editing.is_complete(rules, BY_NAME, OPERATORS)
    new.update(op="is_empty", value=None)
    assert editing.is_complete(rules, BY_NAME, OPERATORS)


def test_two_days_are_shown_in_two_boxes(editing):
    assert editing.shown(["2026-01-01", "-1d"], "two_days") == ("2026-01-01", "-1d")

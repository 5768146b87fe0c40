from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from server_code.server_customers.custom_field_rules import CustomField, clean_value, slots
from server_code.server_customers.import_columns import check_mapping, match_columns
from server_code.server_customers.import_reader import SourceRow, read_table
from server_code.server_customers.import_rules import Plan, changes_to, understand
from server_code.server_shared.errors import Invalid

SIZE = CustomField("size", "Shoe size", "number", "custom_number_1")
BORN = CustomField("born", "Born", "date", "custom_date_1")
DRINKS = CustomField("drinks", "Drinks", "choices", "custom_list_1", ("Tea", "Coffee"))


@pytest.mark.parametrize(
    ("typed", "number"), [("4,5", 4.5), ("4.5", 4.5), ("1 234,5", 1234.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5)]
)
def test_a_number_is_read_in_either_writing(typed: str, number: float) -> None:
    assert clean_value(SIZE, typed, "ZA") == number


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid):
        clean_value(SIZE, "big", "ZA")


def test_columns_with_the_name_of_an_own_field_go_into_it() -> None:
    own = {"custom.size": "Shoe size", "custom.name": "Name"}
    table = read_table(b"Name,E-mail,SHOE_SIZE\nAnn,a@example.com,4\n")
    assert match_columns(table, own) == ["custom.name", "email", "custom.size"]
    assert check_mapping({"1": "email", "2": "custom.size"}, table.columns, own) == [(1, "email"), (2, "custom.size")]
    with pytest.raises(Invalid):
        check_mapping({"1": "email", "2": "custom.size"}, table.columns)


def read(**cells: str) -> Any:
    own = {"custom.size": SIZE, "custom.born": BORN, "custom.drinks": DRINKS}
    names = ["email", *own]
    now = datetime(2026, 1, 1, tzinfo=UTC)
    plan = Plan(list(enumerate(names)), True, (), "ZA", now, own)
    row = ["a@example.com", cells.get("size", ""), cells.get("born", ""), cells.get("drinks", "")]
    return understand(SourceRow(2, row), plan)


def test_cells_become_typed_values_and_what_cannot_be_one_is_left_out_with_the_reason() -> None:
    good = read(size="4,5", born="03/04/1980", drinks="coffee, Tea")
    assert good.fields["custom_number_1"] == 4.5
    assert good.fields["custom_date_1"].isoformat() == "1980-04-03"
    assert good.fields["custom_list_1"] == ["Coffee", "Tea"]
    bad = read(size="big", drinks="Milk")
    assert set(bad.fields) == {"email"}
    assert bad.remarks == [
        "Shoe size: “big” was left out. This must be a number.",
        "Drinks: “Milk” was left out. This is one of Tea, Coffee.",
    ]


def test_an_own_value_of_a_row_replaces_the_old_one_and_an_empty_cell_never_does() -> None:
    known = {**dict.fromkeys(("first_name", "last_name", "phone", "company", "address")), "tags": None}
    known |= {
        "status": "lead",
        "total_transactions": 0,
        "internal_notes": None,
        "custom_number_1": 4,
        "custom_date_1": 1,
    }
    changes = changes_to(known, {"custom_number_1": 0}, ("custom_number_1", "custom_date_1"))
    assert changes == {"custom_number_1": 0}


def test_slots_count_what_is_taken_of_each_sort() -> None:
    assert slots(["custom_text_1", "custom_text_7", "custom_list_2"])["text"] == (2, 10)

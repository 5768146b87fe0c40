from __future__ import annotations

import pytest

from server_code.server_customers.export_columns import COLUMNS
from server_code.server_customers.import_columns import check_mapping, field_of_header, match_columns, samples_of
from server_code.server_customers.import_reader import read_table
from server_code.server_shared.errors import Invalid
from tests.people.dialects import GOOGLE_HEADER, HUBSPOT_HEADER, OUR_HEADER


def matched(header: str, *rows: str) -> dict[str, str]:
    table = read_table("\n".join([header, *(rows or ["x" + "," * header.count(",")])]).encode())
    return {column: field for column, field in zip(table.columns, match_columns(table), strict=True) if field}


def test_our_own_header_is_matched_whole() -> None:
    assert list(matched(OUR_HEADER)) == OUR_HEADER.split(",")
    exported = {name: field_of_header(name) for name in COLUMNS}
    unknown = {name for name, field in exported.items() if not field}
    assert unknown == {"Contact ID", "Stage", "Total spent", "Transactions"}


def test_hubspots_header_is_matched() -> None:
    assert matched(HUBSPOT_HEADER) == {
        "First Name": "first_name",
        "Last Name": "last_name",
        "Email": "email",
        "Phone Number": "phone",
        "Create Date": "date_added",
        "Company Name": "company",
        "Street Address": "street",
        "City": "city",
        "State/Region": "region",
        "Postal Code": "postal_code",
        "Country/Region": "country",
        "Lifecycle Stage": "status",
        "Original Traffic Source": "source",
        "Message": "internal_notes",
    }


def test_googles_header_is_matched_with_second_addresses_and_without_labels() -> None:
    fields = matched(GOOGLE_HEADER)
    assert fields["E-mail 1 - Value"] == fields["E-mail 2 - Value"] == "email"
    assert fields["Phone 1 - Value"] == fields["Phone 2 - Value"] == "phone"
    assert fields["Organization Name"] == "company"
    assert fields["Address 1 - Formatted"] == "address"
    assert fields["Labels"] == "tags"
    assert not {"E-mail 1 - Label", "Phone 1 - Label", "Organization Title", "Birthday"} & set(fields)


def test_googles_older_header_prefers_the_parts_of_a_name() -> None:
    assert matched("Name,Given Name,Family Name,E-mail 1 - Value") == {
        "Given Name": "first_name",
        "Family Name": "last_name",
        "E-mail 1 - Value": "email",
    }


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("FIRST_NAME", "first_name"),
        ("Vorname", "first_name"),
        ("Apellidos", "last_name"),
        ("e-mail address", "email"),
        ("Correo electrónico", "email"),
        ("Cell No", ""),
        ("Cell number", "phone"),
        ("Straße", "street"),
        ("Name", "full_name"),
        ("Favourite colour", ""),
    ],
)
def test_common_spellings_are_known_in_several_languages(header: str, field: str) -> None:
    assert field_of_header(header) == field


def test_a_column_of_addresses_is_the_email_whatever_it_is_called() -> None:
    assert matched("Name,Kontakt?", "Ann,a@example.com", "Ben,b@example.com")["Kontakt?"] == "email"


def test_samples_are_the_first_values_that_say_something() -> None:
    table = read_table(b"Name,Mail\n,1\nAnn,2\n,3\nBen,4\nCy,5\nDi,6\n")
    assert samples_of(table, 0) == ["Ann", "Ben", "Cy"]


def test_a_choice_of_columns_is_read_in_their_order() -> None:
    assert check_mapping({"2": "phone", "0": "email", "1": ""}, ["a", "b", "c"]) == [(0, "email"), (2, "phone")]


@pytest.mark.parametrize(
    "mapping",
    [{}, {"0": ""}, {"0": "company"}, {"3": "email"}, {"-1": "email"}, {"x": "email"}, {"0": "role"}, {0: "email"}],
)
def test_a_choice_of_columns_that_cannot_be_imported_is_refused(mapping: dict) -> None:
    with pytest.raises(Invalid):
        check_mapping(mapping, ["a", "b", "c"])

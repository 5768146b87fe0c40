from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from server_code.server_customers.import_matching import KNOWN_COLUMNS, AddressBook
from server_code.server_customers.import_reader import SURPLUS, SourceRow
from server_code.server_customers.import_rules import (
    Candidate,
    Plan,
    changes_to,
    new_contact_fields,
    split_name,
    understand,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def plan_for(*fields: str, update_existing: bool = True, tags: tuple[str, ...] = (), country: str = "ZA") -> Plan:
    mapping = [(index, field) for index, field in enumerate(fields) if field]
    return Plan(mapping, update_existing, tags, country, NOW)


def read(plan: Plan, *cells: str) -> Candidate:
    return understand(SourceRow(2, list(cells)), plan)


def known(**columns: Any) -> dict[str, Any]:
    return {
        **dict.fromkeys(KNOWN_COLUMNS),
        "tags": [],
        "status": "lead",
        "total_transactions": 0,
        "version": 1,
        **columns,
    }


def test_a_row_becomes_cleaned_fields_with_the_tags_of_the_import() -> None:
    plan = plan_for("first_name", "email", "phone", "tags", tags=("Fair 2026",))
    candidate = read(plan, " Ann ", "ANN@Example.com", "082 123 4567", "VIP ::: * myContacts ::: Friends")
    assert candidate.fields == {
        "first_name": "Ann",
        "email": "ann@example.com",
        "phone": "+27821234567",
        "tags": ["VIP", "Friends", "Fair 2026"],
    }


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("", "", ""), "needs a name"),
        (("Ann", "ann at example", ""), "not an e-mail address"),
        (("A" * 201, "", ""), "longer than 200"),
    ],
)
def test_a_row_that_makes_no_contact_says_why(cells: tuple, reason: str) -> None:
    assert reason in read(plan_for("first_name", "email", "phone"), *cells).reason


def test_a_row_with_more_cells_than_the_header_is_not_guessed_at() -> None:
    assert "more cells" in understand(SourceRow(2, ["Ann", "b"], SURPLUS), plan_for("first_name")).reason


def test_a_number_nobody_can_dial_goes_into_the_notes_and_the_contact_is_kept() -> None:
    candidate = read(plan_for("first_name", "phone", "internal_notes"), "Ann", "ask at the desk", "VIP guest")
    assert candidate.fields["internal_notes"] == "VIP guest\n\nPhone as given: ask at the desk"
    assert "phone" not in candidate.fields
    assert "no telephone number" in candidate.remarks[0]


def test_the_first_usable_value_counts_when_a_field_has_several() -> None:
    plan = plan_for("first_name", "phone", "phone", "email", "email")
    candidate = read(plan, "Ann", "n/a", "x ::: 082 123 4567", "", "b@example.com ::: c@example.com")
    assert candidate.fields["phone"] == "+27821234567"
    assert candidate.fields["email"] == "b@example.com"
    assert not candidate.remarks


def test_parts_of_an_address_are_put_together_unless_there_is_a_whole_one() -> None:
    plan = plan_for("first_name", "city", "street", "address")
    assert read(plan, "Ann", "Paarl", "1 Main Rd", "").fields["address"] == "1 Main Rd\nPaarl"
    assert read(plan, "Ann", "Paarl", "1 Main Rd", "2 Side St\nPaarl").fields["address"] == "2 Side St\nPaarl"


@pytest.mark.parametrize(
    ("status", "stored"), [("Customer", "customer"), ("marketingqualifiedlead", "lead"), ("Other", None), ("", None)]
)
def test_a_stage_of_another_program_is_translated_or_left_out(status: str, stored: str | None) -> None:
    assert read(plan_for("first_name", "status"), "Ann", status).fields.get("status") == stored


@pytest.mark.parametrize(
    ("written", "country", "day"),
    [
        ("2024-03-04", "ZA", "2024-03-04"),
        ("2024-03-04 09:15", "US", "2024-03-04"),
        ("04/03/2024", "ZA", "2024-03-04"),
        ("03/04/2024", "US", "2024-03-04"),
        ("4 March 2024", "ZA", "2024-03-04"),
        ("2026-11-22", "ZA", "2026-11-21"),
        ("2024", "ZA", "2024-01-01"),
    ],
)
def test_a_date_is_read_as_people_of_the_country_write_it_and_never_lies_ahead(
    written: str, country: str, day: str
) -> None:
    candidate = read(plan_for("first_name", "date_added", country=country), "Ann", written)
    assert candidate.fields["date_added"].date().isoformat() == day


@pytest.mark.parametrize("written", ["2999-01-01", "03/04/68", "1/1/0001", "04/13/2024", "13:30"])
def test_a_date_that_cannot_be_meant_is_left_out_with_its_column_and_what_was_read(written: str) -> None:
    candidate = read(plan_for("first_name", "date_added"), "Ann", written)
    assert candidate.fields == {"first_name": "Ann"}
    [remark] = candidate.remarks
    assert remark.startswith(f"Customer since was left out. “{written}” is no")


@pytest.mark.parametrize(
    ("written", "stored"),
    [("27821234567.0", "+27821234567"), ("821234567", "+27821234567"), ("0821234567.0", "+27821234567")],
)
def test_numbers_that_went_through_a_spreadsheet_are_the_same_numbers(written: str, stored: str) -> None:
    assert read(plan_for("first_name", "phone"), "Ann", written).fields["phone"] == stored


@pytest.mark.parametrize("written", ["2.78E+10", "2,78212E+10"])
def test_a_number_that_a_spreadsheet_shortened_is_no_number_and_is_told_apart(written: str) -> None:
    candidate = read(plan_for("first_name", "phone"), "Ann", written)
    assert "phone" not in candidate.fields
    assert candidate.fields["internal_notes"] == f"Phone as given: {written}"
    assert "shortened by a spreadsheet" in candidate.remarks[0]


def test_a_date_that_is_none_is_left_out_and_said() -> None:
    candidate = read(plan_for("first_name", "date_added"), "Ann", "long ago")
    assert "date_added" not in candidate.fields
    assert "no date" in candidate.remarks[0]


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("Thandi Nkosi", ("Thandi", "Nkosi")),
        ("Nkosi, Thandi Grace", ("Thandi Grace", "Nkosi")),
        ("Thandi Grace Nkosi", ("Thandi Grace", "Nkosi")),
        ("Thandi", ("Thandi", "")),
        ("王小明", ("王小明", "")),
    ],
)
def test_a_whole_name_is_parted(whole: str, parts: tuple[str, str]) -> None:
    assert split_name(whole) == parts


def test_a_new_contact_is_as_old_as_the_file_says() -> None:
    fields = new_contact_fields({"date_added": datetime(2024, 1, 1, tzinfo=UTC)}, plan_for())
    assert (fields["last_contact_date"].year, fields["lifecycle_stage"], fields["source"]) == (2024, "lost", "Import")
    assert new_contact_fields({}, plan_for())["lifecycle_stage"] == "new"


def test_an_update_replaces_with_what_is_not_empty_and_adds_tags_and_notes() -> None:
    before = known(first_name="Ann", company="Acme", tags=["VIP"], internal_notes="Nice.")
    fields = {"company": "Apex", "tags": ["vip", "New"], "internal_notes": "Rude."}
    assert changes_to(before, fields) == {"company": "Apex", "tags": ["VIP", "New"], "internal_notes": "Nice.\n\nRude."}
    assert changes_to({**before, **changes_to(before, fields)}, fields) == {}


def test_a_buyer_is_never_made_a_lead_again_and_history_stays() -> None:
    buyer = known(status="customer", total_transactions=2, source="Website")
    assert changes_to(buyer, {"status": "lead", "source": "Import", "date_added": NOW}) == {}
    assert changes_to(known(status="customer"), {"status": "lead"}) == {"status": "lead"}


def decided(rows: list[dict[str, Any]], *cells: tuple[str, ...], **options: Any) -> list[tuple[str, str]]:
    plan = plan_for("first_name", "last_name", "email", "phone", **options)
    book = AddressBook(rows)
    decisions = [book.decide(understand(SourceRow(line, list(row)), plan), plan) for line, row in enumerate(cells, 2)]
    return [(decision.outcome, decision.reason) for decision in decisions]


def test_a_row_is_the_contact_with_its_email_whatever_the_name() -> None:
    rows = [known(contact_id="C-1", first_name="Ann", email="ann@example.com")]
    assert [outcome for outcome, _ in decided(rows, ("Anna", "", "ANN@example.com", ""), ("Ann", "", "", ""))] == [
        "updated",
        "updated",
    ]


def test_a_row_without_an_email_is_the_contact_with_its_name_and_telephone() -> None:
    rows = [known(contact_id="C-1", first_name="Ann", last_name="Öz", phone="+27821234567")]
    outcomes = decided(
        rows,
        ("ann", "OZ", "", "082 123 4567"),
        ("Ben", "Öz", "", "082 123 4567"),
        ("Ann", "Öz", "", "083 123 4567"),
        ("", "", "", "082 123 4567"),
        ("Ann", "Öz", "", ""),
    )
    assert [outcome for outcome, _ in outcomes] == ["updated", "created", "created", "updated", "created"]


def test_the_same_person_twice_in_a_file_is_made_once_and_then_updated() -> None:
    outcomes = decided([], ("Ann", "", "a@example.com", ""), ("", "Öz", "A@Example.com", "082 123 4567"))
    assert [outcome for outcome, _ in outcomes] == ["created", "updated"]


def test_without_updating_known_contacts_and_doubles_are_skipped_with_the_place() -> None:
    rows = [known(contact_id="C-1", email="ann@example.com")]
    outcomes = decided(
        rows,
        ("Ann", "", "ann@example.com", ""),
        ("B", "", "b@x.com", ""),
        ("B", "", "b@x.com", ""),
        update_existing=False,
    )
    assert outcomes == [
        ("skipped", "The same contact is in your contacts already."),
        ("created", ""),
        ("skipped", "The same contact is in line 3."),
    ]


def test_what_is_remembered_of_a_change_can_be_put_back() -> None:
    plan = plan_for("first_name", "email")
    book = AddressBook([known(contact_id="C-1", first_name="Ann", email="a@example.com")])
    decision = book.decide(understand(SourceRow(2, ["Anna", "a@example.com"]), plan), plan)
    assert (decision.before, decision.after) == ({"first_name": "Ann"}, {"first_name": "Anna"})

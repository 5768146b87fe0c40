from __future__ import annotations

import csv
import io
import sys

import openpyxl
import pytest

from .conftest import Visitor

pytestmark = pytest.mark.usefixtures("empty")

TRAPS = ("=SUM(A1)", "+1", "-2", "@cmd", '=HYPERLINK("x")')


@pytest.fixture
def trapped(empty: None, owner: Visitor) -> None:
    for number, trap in enumerate(TRAPS):
        owner.ask("create_contact", {"first_name": trap, "last_name": f"Trap{number}", "phone": "082 123 4567"})
    note = 'line\none, "two"; three'
    owner.ask("create_contact", {"first_name": "王", "last_name": "Öz", "tags": ["VIP", "A"], "internal_notes": note})


def csv_rows(owner: Visitor, **filters: object) -> list[dict[str, str]]:
    content = owner.bytes_of(owner.ask("export_contacts", filters, "csv")["file"])
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.usefixtures("trapped")
def test_no_cell_of_a_csv_file_begins_like_a_formula(owner: Visitor) -> None:
    rows = csv_rows(owner)
    assert len(rows) == 6
    assert [row["First name"] for row in rows if row["Last name"].startswith("Trap")] == [f"'{trap}" for trap in TRAPS]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.usefixtures("trapped")
def test_an_export_holds_what_the_filter_shows_with_letters_and_lines_intact(owner: Visitor) -> None:
    rows = csv_rows(owner, tags=["VIP"])
    assert [(row["First name"], row["Last name"], row["Tags"]) for row in rows] == [("王", "Öz", "VIP, A")]
    assert rows[0]["Notes"] == 'line\none, "two"; three'
    assert rows[0]["Status"] == "Lead"


def test_an_export_is_in_the_order_of_the_list(empty: None, owner: Visitor) -> None:
    for name in ("Bo", "Cy", "Al"):
        owner.ask("create_contact", {"first_name": name, "email": f"{name}@example.com".lower()})
    for sort, ascending, names in (
        ("name", True, "Al Bo Cy"),
        ("name", False, "Cy Bo Al"),
        ("date_added", True, "Bo Cy Al"),
    ):
        content = owner.bytes_of(owner.ask("export_contacts", {}, "csv", sort, ascending)["file"]).decode("utf-8-sig")
        assert [row["First name"] for row in csv.DictReader(io.StringIO(content))] == names.split()
    assert owner.refusal("export_contacts", {}, "csv", "password_hash", True)["code"] == "invalid"


@pytest.mark.usefixtures("trapped")
def test_no_cell_of_a_workbook_is_a_formula(owner: Visitor) -> None:
    file = owner.ask("export_contacts", {}, "xlsx")["file"]
    assert file.name.endswith(".xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(owner.bytes_of(file))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert set(TRAPS) <= {cell.value for cell in cells}


def test_an_export_is_csv_or_xlsx_and_for_those_who_may(owner: Visitor) -> None:
    assert owner.refusal("export_contacts", {}, "pdf")["code"] == "invalid"
    assert owner.refusal("export_contacts", {"role": "x"}, "csv")["code"] == "invalid"
    assert csv_rows(owner) == []


@pytest.mark.usefixtures("trapped")
def test_a_workbook_of_too_many_is_refused_and_csv_offered(owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["master_template.server_customers.export_service"], "MAX_SHEET_ROWS", 5)
    refused = owner.refusal("export_contacts", {}, "xlsx")
    assert refused["code"] == "too_large"
    assert "CSV" in refused["error"]
    assert owner.ask("export_contacts", {"tags": ["VIP"]}, "xlsx")
    assert len(csv_rows(owner)) == 6

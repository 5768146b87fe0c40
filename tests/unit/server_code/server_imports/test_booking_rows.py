"""Rows of files read as bookings."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from server_code.server_imports.booking_rows import Setting, amount_of, read_booking
from server_code.server_imports.columns import KINDS, match_columns
from server_code.server_shared.errors import Invalid

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HERE = Setting(NOW, ZoneInfo("Africa/Johannesburg"), "ZAR", country="ZA")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250", "1250"),
        ("R 1,250.50", "1250.50"),
        ("1.250,50 €", "1250.50"),
        ("12,5", "12.5"),
        ("1,250", "1250"),
        ("0", "0"),
        ("1250.5 ZAR", "1250.5"),
        ("R1 250,00", "1250"),
        ("CHF 1'250.50", "1250.50"),
        ("Rs. 1,25,000", "125000"),
        ("1.250.000", "1250000"),
        ("133.333", "133.333"),
    ],
)
def test_prices_are_read_as_people_write_them(text: str, amount: str) -> None:
    assert amount_of(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["free", "-5", "1-2", "--", "1.25E+3", "(50.00)", "50-", "2 x 500", "12/5", "1.2.3", "R", "R -5", "1,2,3"]
)
def test_what_is_no_price_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        amount_of(text)


def test_nights_in_several_columns_are_added_up_and_priced() -> None:
    booking = read_booking({"start": ["03/04/2026"], "nights": ["2", "3"], "rate": ["99.99"], "adults": ["2"]}, HERE)
    assert booking["start_datetime"] == datetime(2026, 4, 2, 22, 0, tzinfo=UTC)
    assert (booking["end_datetime"] - booking["start_datetime"]).days == 5
    assert (booking["total_minor"], booking["guests"], booking["status"]) == (49_995, {"adults": 2}, "completed")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "no date of arrival"),
        ({"start": ["soon"]}, "is no date"),
        ({"start": ["2026-05-05"], "end": ["2026-05-04"]}, "before it begins"),
        ({"start": ["2026-05-05"], "end": ["later"]}, "departure"),
        ({"start": ["2026-05-05"], "nights": ["-1"]}, "nights"),
        ({"start": ["2026-05-05"], "nights": ["1.5"]}, "nights"),
        ({"start": ["2026-05-05"], "adults": ["two"]}, "adults"),
        ({"start": ["2026-05-05"], "status": ["dreamt of"]}, "state of a booking"),
        ({"start": ["2026-05-05"], "currency": ["rand"]}, "currency"),
        ({"start": ["2026-05-05"], "rate": ["-1"]}, "below zero"),
    ],
)
def test_what_cannot_be_a_booking_says_why(values: dict[str, list[str]], reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        read_booking(values, HERE)


def test_a_booking_to_come_is_confirmed_unless_the_row_says_otherwise() -> None:
    assert read_booking({"start": ["2027-01-01"]}, HERE)["status"] == "confirmed"
    assert read_booking({"start": ["2027-01-01"], "status": ["Canceled"]}, HERE)["status"] == "cancelled"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_which_column_it_misses(kind: str) -> None:
    with pytest.raises(Invalid, match="--map COLUMN="):
        match_columns(kind, ["Colour"], {}, {})


def test_the_kinds_own_fields_come_before_those_of_people() -> None:
    columns = ["Guest name", "E-mail", "Arrival", "Status", "Notes", "Shoe size"]
    assert match_columns("bookings", columns, {}, {"custom.shoe": "Shoe size"}) == {
        "0": "full_name",
        "1": "email",
        "2": "start",
        "3": "status",
        "4": "notes",
        "5": "custom.shoe",
    }
    assert match_columns("bookings", columns, {"Notes": ""}, {})["3"] == "status"

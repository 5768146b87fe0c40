from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_code.server_shared.errors import Invalid
from server_code.server_shared.money import MAX_MINOR, exponent, to_major, to_minor


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        (19.99, "ZAR", 1999),
        (4.35, "ZAR", 435),
        (1.15, "EUR", 115),
        ("500", "JPY", 500),
        (Decimal("1.234"), "KWD", 1234),
        (-12.5, "ZAR", -1250),
        (0, "ZAR", 0),
    ],
)
def test_major_units_become_minor_units_exactly(amount: object, currency: str, minor: int) -> None:
    assert to_minor(amount, currency) == minor


@pytest.mark.parametrize(("amount", "currency"), [("1.005", "ZAR"), ("0.5", "JPY"), ("1e300", "ZAR"), ("abc", "ZAR")])
def test_amounts_the_currency_cannot_hold_are_refused(amount: str, currency: str) -> None:
    with pytest.raises(Invalid) as refused:
        to_minor(amount, currency)
    assert "amount" in refused.value.fields


def test_each_currency_has_its_digits() -> None:
    assert [exponent(currency) for currency in ("ZAR", "JPY", "KWD", "eur")] == [2, 0, 3, 2]


@given(st.integers(min_value=-(10**13), max_value=10**13), st.sampled_from(["ZAR", "JPY", "KWD"]))
def test_what_is_shown_in_major_units_means_the_same_minor_units(minor: int, currency: str) -> None:
    assert to_minor(repr(to_major(minor, currency)), currency) == minor


def test_the_largest_amount_is_what_a_number_column_holds_exactly() -> None:
    assert to_minor(str(MAX_MINOR), "JPY") == MAX_MINOR
    with pytest.raises(Invalid):
        to_minor(str(MAX_MINOR + 1), "JPY")

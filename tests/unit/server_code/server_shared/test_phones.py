from __future__ import annotations

import phonenumbers
import pytest

from server_code.server_shared import phones
from server_code.server_shared.errors import Invalid
from server_code.server_shared.phones import searchable_digits, validate_phone_number


@pytest.mark.parametrize(
    ("typed", "country", "stored"),
    [
        ("082 123 4567", "ZA", "+27821234567"),
        ("(082) 123-4567", "ZA", "+27821234567"),
        ("821234567", "ZA", "+27821234567"),
        ("00966 50 000 0001", "ZA", "+966500000001"),
        ("+49 151 15550105", "ZA", "+4915115550105"),
        ("0151 15550105", "DE", "+4915115550105"),
        ("+27 82 123 4567 ext. 12", "US", "+27821234567"),
    ],
)
def test_a_number_is_stored_in_its_international_form(typed: str, country: str, stored: str) -> None:
    assert validate_phone_number(typed, country) == stored


@pytest.mark.parametrize("typed", ["123", "nobody", "+999 1", "082 123 4567 8901 2345", "call me"])
def test_what_nobody_could_dial_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        validate_phone_number(typed, "ZA")
    assert list(refused.value.fields) == ["phone"]


def test_a_number_is_found_with_and_without_its_country() -> None:
    assert searchable_digits("+27821234567") == "27821234567 0821234567"


@pytest.mark.parametrize("written", ["+351 910 000 001", "+351910000001", "+27 (0)82 123 4567"])
def test_a_number_in_international_form_is_taken_apart_once(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    phones._parsed_once.cache_clear()
    taken_apart = []
    parse = phonenumbers.parse
    monkeypatch.setattr(phonenumbers, "parse", lambda *given: taken_apart.append(given) or parse(*given))
    e164 = phones.validate_phone_number(written, "ZA")
    assert phones.searchable_digits(e164).split()[0] == e164[1:]
    assert len(taken_apart) == 1 + ("(0)" in written)

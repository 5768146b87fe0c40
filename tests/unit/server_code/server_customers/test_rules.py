from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_code.server_customers import rules
from server_code.server_shared.errors import Invalid


def test_fields_are_cleaned_and_unknown_ones_ignored() -> None:
    fields = rules.clean_fields(
        {"first_name": " Ann ", "email": "ANN@Example.com", "phone": "082 123 4567", "total_spent_minor": 10**9}, "ZA"
    )
    assert fields == {"first_name": "Ann", "email": "ann@example.com", "phone": "+27821234567"}


def test_all_wrong_fields_are_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        rules.clean_fields({"email": "ann", "phone": "12", "status": "gone", "first_name": "Ann"}, "ZA")
    assert set(refused.value.fields) == {"email", "phone", "status"}


@pytest.mark.parametrize("known", [{"first_name": "王"}, {"last_name": "Ndlovu"}, {"email": "a@example.com"}])
def test_one_way_to_know_a_contact_by_is_enough(known: dict) -> None:
    assert rules.validate_contact_data(known, "ZA") == known


@pytest.mark.parametrize("unknown", [{}, {"company": "Acme"}, {"first_name": "  ", "email": "", "phone": ""}])
def test_a_contact_that_nobody_could_know_is_refused(unknown: dict) -> None:
    with pytest.raises(Invalid, match="needs a name"):
        rules.validate_contact_data(unknown, "ZA")


def test_preferences_are_a_small_set_of_values() -> None:
    assert rules.clean_fields({"preferences": {"pillow": "soft"}}, "ZA") == {"preferences": {"pillow": "soft"}}
    for wrong in ("soft", {"long": "x" * 20_000}):
        with pytest.raises(Invalid):
            rules.clean_fields({"preferences": wrong}, "ZA")


def test_a_contact_is_found_by_any_of_its_words_without_accents() -> None:
    contact = {
        "first_name": "Elsabé",
        "last_name": "Müller",
        "email": "e.m@example.com",
        "company": "Bäckerei",
        "phone": "+27821234567",
        "contact_id": "C-12",
    }
    text = rules.derived_fields(contact)["search_text"]
    for typed in ("elsabe", "MÜLLER", "example", "backerei", "0821234", "+27 82", "(082) 123-45", "c-12", "muller els"):
        assert all(word in text for word in rules.search_words(typed)), typed


def test_contacts_are_sorted_by_surname_and_by_whatever_else_is_known() -> None:
    assert rules.derived_fields({"first_name": "Ann", "last_name": "Öz"})["sort_name"] == "oz ann"
    assert rules.derived_fields({"company": "Acme", "email": "a@b.co"})["sort_name"] == "acme"
    assert rules.derived_fields({"phone": "+27821234567"})["sort_name"] == "+27821234567"


def test_every_day_maps_to_exactly_one_stage_and_stages_only_grow_worse() -> None:
    order = rules.LIFECYCLE_STAGES
    for transactions in (0, 1, 3):
        stages = [order.index(rules.lifecycle_stage(day, transactions)) for day in range(401)]
        assert stages == sorted(stages)


@pytest.mark.parametrize(
    ("days", "transactions", "stage"),
    [
        (30, 0, "new"),
        (31, 0, "active"),
        (30, 1, "active"),
        (45, 3, "active"),
        (90, 1, "active"),
        (91, 1, "at_risk"),
        (180, 1, "at_risk"),
        (181, 0, "lost"),
        (-1, 1, "active"),
    ],
)
def test_stages_change_on_their_days(days: int, transactions: int, stage: str) -> None:
    assert rules.lifecycle_stage(days, transactions) == stage


@given(st.text())
def test_any_text_can_be_searched_for(text: str) -> None:
    for word in rules.search_words(text):
        assert word == word.strip()

"""What can be told beside a field before the server is asked."""

import pytest


@pytest.fixture
def contact_rules(client):
    return client("customers.contact_rules")


@pytest.mark.parametrize("text", ["", None, "ann@example.test", " Ann.Smith+1@mail.example.co.za "])
def test_addresses_that_may_be_right_pass(contact_rules, text):
    assert contact_rules.problem_of_email(text) == ""


IMPOSSIBLE = ["ann", "ann@", "@example.test", "ann@example", "a nn@example.test", "a" * 250 + "@b.test"]


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_addresses_that_cannot_be_right_are_told(contact_rules, text):
    assert contact_rules.problem_of_email(text)


@pytest.mark.parametrize("text", ["", "+27 82 123 4567", "(082) 123-4567", "0821234567"])
def test_phones_of_ten_to_fifteen_digits_pass(contact_rules, text):
    assert contact_rules.problem_of_phone(text) == ""


@pytest.mark.parametrize("text", ["12345", "1234567890123456", "none"])
def test_phones_of_other_lengths_are_told(contact_rules, text):
    assert contact_rules.problem_of_phone(text)

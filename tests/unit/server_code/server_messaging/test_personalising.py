"""Words of a message that differ from person to person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_code.server_messaging.personalising import fill, fill_html, fill_line, unknown_tokens, without_names
from server_code.server_shared.errors import Invalid

KNOWN = frozenset({"first_name", "company"})


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Hello {{first_name}}, {{ company | your business }}", []),
        ("{{ settings.SECRET }}", ["settings.SECRET"]),
        ("{{first_name.__class__}} {{x}} {{x}}", ["first_name.__class__", "x"]),
        ("{{}}", [""]),
        ("{{first_name|<b>}}", ["first_name|<b>"]),
        ("{first_name}", []),
        ("{{x}} and {{ left open", ["x"]),
        ("{{" * 50_000, []),
    ],
)
def test_c19_unknown_tokens_are_found_before_anything_is_sent(text, unknown):
    assert unknown_tokens(text, KNOWN) == unknown


def test_c19_a_missing_word_has_its_fallback_or_refuses():
    assert fill("Hello {{first_name|there}}", {"first_name": ""}) == "Hello there"
    assert fill("Hello {{ first_name | there }}", {"first_name": "Ann"}) == "Hello Ann"
    with pytest.raises(Invalid, match="first_name"):
        fill("Hello {{first_name}}", {"first_name": ""})
    with pytest.raises(Invalid, match="secret"):
        fill("{{secret|x}}", {})


@given(st.text(max_size=50))
def test_c19_what_is_filled_in_is_never_markup_nor_filled_in_again(name):
    filled = fill_html("<p>{{first_name|x}}</p>", {"first_name": name})
    inside = filled.removeprefix("<p>").removesuffix("</p>")
    assert "<" not in inside
    assert fill("{{first_name|x}}", {"first_name": "{{company}}", "company": "Acme"}) == "{{company}}"


def test_c18_a_subject_stays_one_line():
    name = "Ann\r\nBcc: all@example.com"
    assert fill_line("Hi {{first_name}}", {"first_name": name}) == "Hi Ann Bcc: all@example.com"


def test_what_is_told_of_a_message_reads_as_for_somebody_without_a_name():
    assert without_names("{{first_name|friend}}, {{ company | your shop }}: {{offer}}!") == "friend, your shop: !"
    assert without_names("Bread and {butter}") == "Bread and {butter}"

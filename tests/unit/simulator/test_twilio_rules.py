"""What Twilio says yes and no to, and how it signs."""

from __future__ import annotations

import pytest

from simulator.twilio_rules import (
    Template,
    TwilioError,
    check_receiver,
    later_failure,
    opt_out_type,
    segments,
    sign,
    variables_of,
)

FRIDAY = Template("HX1", "friday", "en", {}, "Hello {{1}}, see you {{2}}", "UTILITY", "approved")
PAUSED = Template("HX2", "paused", "en", {}, "Hello", "UTILITY", "paused")


def test_the_signature_is_that_of_the_published_example() -> None:
    person = "+12349013030"
    parameters = {"CallSid": "CA1234567890ABCDE", "Caller": person, "Digits": "1234", "From": person}
    parameters["To"] = "+18005551212"
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert sign("12345", url, parameters) == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="


@pytest.mark.parametrize(
    ("address", "code"),
    [("", 21604), ("082 123", 21211), ("mail:+27821234567", 21211), ("+15005550001", 21211), ("+15005550004", 21610)],
)
def test_a_receiver_that_is_none_is_refused(address: str, code: int) -> None:
    with pytest.raises(TwilioError) as refusal:
        check_receiver(address)
    assert refusal.value.code == code


def test_free_text_needs_an_open_window_and_a_template_does_not() -> None:
    assert later_failure(None, {}, is_window_open=True) == ""
    assert later_failure(None, {}, is_window_open=False) == "63016"
    assert later_failure(FRIDAY, {"1": "Ann", "2": "soon"}, is_window_open=False) == ""


def test_a_template_needs_its_variables_and_its_approval() -> None:
    assert later_failure(FRIDAY, {"1": "Ann"}, is_window_open=True) == "63028"
    assert later_failure(PAUSED, {}, is_window_open=True) == "63041"
    assert FRIDAY.fill({"1": "Ann", "2": "soon"}) == "Hello Ann, see you soon"


@pytest.mark.parametrize("text", ["[1]", "{", '{"1": 1}'])
def test_variables_are_texts_by_name(text: str) -> None:
    with pytest.raises(TwilioError, match="ContentVariables"):
        variables_of(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("stop", "STOP"), (" Unsubscribe ", "STOP"), ("Start", "START"), ("help", "HELP")],
)
def test_a_keyword_is_a_whole_message(text: str, kind: str) -> None:
    assert opt_out_type(text) == kind


@pytest.mark.parametrize(
    ("text", "parts"), [("a" * 160, 1), ("a" * 161, 2), ("€" * 80, 1), ("é" * 71, 1), ("😀" * 36, 2)]
)
def test_an_sms_is_counted_in_parts(text: str, parts: int) -> None:
    assert segments(text) == parts

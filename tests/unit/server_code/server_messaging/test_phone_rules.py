"""Keywords, templates and error codes of WhatsApp and SMS; telephone numbers."""

from __future__ import annotations

import pytest

from server_code.server_messaging import opt_out_words, twilio_codes, whatsapp_rules
from server_code.server_messaging.opt_out_words import HELP, START, STOP
from server_code.server_messaging.whatsapp_rules import checked, clean_template, fill_body, wrong_variables
from server_code.server_shared.errors import Invalid
from server_code.server_shared.phones import masked, validate_phone_number


@pytest.mark.parametrize(
    ("said", "kind", "language"),
    [
        ("STOP", STOP, "en"),
        (" stop. ", STOP, "en"),
        ("«Stop!»", STOP, "en"),
        ("🛑 stop 🛑", STOP, "en"),
        ("Stop  all", STOP, "en"),
        ("STOPALL", STOP, "en"),
        ("unsubscribe", STOP, "en"),
        ("Cancel", STOP, "en"),
        ("END", STOP, "en"),
        ("quit", STOP, "en"),
        ("REVOKE", STOP, "en"),
        ("Opt-Out", STOP, "en"),
        ("stop_all", STOP, "en"),
        ("Arrete", STOP, "fr"),
        ("ARRETT", STOP, "fr"),
        ("INFO", HELP, "en"),
        ("Staak", STOP, "af"),
        ("Abmelden", STOP, "de"),
        ("ARRÊT", STOP, "fr"),
        ("arret", STOP, "fr"),
        ("Baja", STOP, "es"),
        ("sair", STOP, "pt"),
        ("Afmelden", STOP, "nl"),
        ("start", START, "en"),
        ("UNSTOP", START, "en"),
        ("Começar", START, "pt"),
        ("help", HELP, "en"),
        ("Hilfe?", HELP, "de"),
    ],
)
def test_c25_a_keyword_in_any_dress(said, kind, language):
    assert opt_out_words.keyword(said) == (kind, language)


@pytest.mark.parametrize(
    "said", ["yes", "non-stop", "please stop by at 5", "don't stop", "the end is near", "s t o p", "", "…", "stopped"]
)
def test_c25_a_keyword_among_others_is_none(said):
    assert opt_out_words.keyword(said) is None


@pytest.mark.parametrize("kind", [STOP, START, HELP])
@pytest.mark.parametrize("language", opt_out_words.WORDS)
def test_c25_every_language_has_its_answers_and_they_name_the_business(kind, language):
    assert "Kestrel" in opt_out_words.answer(kind, language, "Kestrel", "021 555 0101")
    assert opt_out_words.answer(kind, "xx", "Kestrel") == opt_out_words.answer(kind, "en", "Kestrel")
    assert "STOP" in opt_out_words.opt_out_line(language)
    assert opt_out_words.opt_out_line(language, "https://k.test/u").endswith("https://k.test/u")


@pytest.mark.parametrize(
    ("status", "code", "event"),
    [
        ("queued", None, "sent"),
        ("sent", None, "sent"),
        ("delivered", None, "delivered"),
        ("read", None, "read"),
        ("undelivered", 30003, "put_off"),
        ("undelivered", 30001, "put_off"),
        ("failed", 63018, "put_off"),
        ("undelivered", 30008, "failed"),
        ("undelivered", 30006, "bounced"),
        ("failed", 21610, "failed"),
        ("receiving", None, None),
    ],
)
def test_statuses_in_our_words(status, code, event):
    assert twilio_codes.event_of(status, code) == event


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"1": "Ann"}, None),
        ({}, "has 1 variables, and 0 are given"),
        ({"1": "a", "2": "b"}, "has 1 variables, and 2 are given"),
        ({"1": "  "}, "nothing for the variable {{1}}"),
    ],
)
def test_c28_each_variable_of_a_template_is_given_once(given, wrong):
    found = wrong_variables("Hello {{1}}", given)
    assert found is None if wrong is None else wrong in found


def test_c28_a_body_is_filled_by_number():
    assert fill_body("{{1}}, {{2}}, {{1}}", {"1": "a", "2": "{{1}}"}) == "a, {{1}}, a"
    assert whatsapp_rules.variables_in("{{10}} {{2}} {{ 2 }} {{x}}") == ["2", "10"]
    assert whatsapp_rules.one_line(" a\n\tb     c ") == "a b c"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Order ready"),
        ("language", "english"),
        ("category", "spam"),
        ("status", "fine"),
        ("content_sid", "HX1"),
        ("body", " "),
        ("body", " ".join(f"{{{{{n}}}}}" for n in range(1, 23))),
    ],
)
def test_c28_what_is_wrong_with_a_template_is_said_beside_its_field(field, value):
    with pytest.raises(Invalid) as refusal:
        clean_template({field: value})
    assert list(refusal.value.details["fields"]) == [field]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": "{{1}} {{3}}"}, "body"),
        ({"samples": {}}, "samples"),
        ({"status": "approved", "content_sid": ""}, "content_sid"),
    ],
)
def test_c28_a_template_must_be_whole(changes, field):
    template = {"body": "Hello {{1}}", "samples": {"1": "Ann"}, "status": "draft", "content_sid": "", **changes}
    with pytest.raises(Invalid) as refusal:
        checked(template)
    assert list(refusal.value.details["fields"]) == [field]


@pytest.mark.parametrize(("typed", "stored"), [("082 123 4567", "+27821234567"), ("+1 202 555 0123", "+12025550123")])
def test_c32_numbers_are_stored_in_one_form_and_shown_masked(typed, stored):
    assert validate_phone_number(typed, "ZA") == stored
    assert masked(stored) == {"+27821234567": "+27•••••4567", "+12025550123": "+1••••••0123"}[stored]


@pytest.mark.parametrize("typed", ["12", "nobody", "+27 82 123 45 67 89 01"])
def test_c32_what_is_no_number_is_refused(typed):
    with pytest.raises(Invalid):
        validate_phone_number(typed, "ZA")

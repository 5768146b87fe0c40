"""What a sign-up form may be: its fields, its boxes, its addresses."""

from __future__ import annotations

import pytest

from server_code.server_newsletter import lead_form_rules as rules
from server_code.server_shared.errors import Invalid

WHOLE = "Please give a whole address that begins with https://"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Example.com", "https://example.com"),
        ("https://Example.com/shop?a=1", "https://example.com"),
        ("http://localhost:8000/page", "http://localhost:8000"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]"),
    ],
)
def test_a_site_is_kept_as_browsers_name_it(typed, stored):
    assert rules.clean_form({"sites": [typed]})["sites"] == [stored]


@pytest.mark.parametrize(
    "typed",
    [
        *("http://example.com", "https://", "https://me@example.com", "https://a\\b.com", "javascript:alert(1)"),
        *("https://[", "https://our shop.com", "https://example.com:99999999/", "https://ex℀mple.com"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused_beside_its_field(typed):
    with pytest.raises(Invalid) as refused:
        rules.clean_form({"sites": [typed], "after": {"kind": "redirect", "url": typed}})
    assert refused.value.fields == {"sites": WHOLE, "after": WHOLE}


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"fields": [{"key": "password"}]}, "fields"),
        ({"fields": [{"key": "email"}] * 13}, "fields"),
        ({"consents": "email"}, "consents"),
        ({"name": " "}, "name"),
        ({"kind": "carpet"}, "kind"),
        ({"behaviour": {"seconds": 2.5}}, "behaviour"),
        ({"look": {"color": "puce"}}, "look"),
    ],
)
def test_what_no_form_can_be_is_refused_beside_its_field(form, field):
    with pytest.raises(Invalid) as refused:
        rules.clean_form(form)
    assert list(refused.value.fields) == [field]


def test_a_field_chosen_twice_is_asked_for_once_and_a_button_without_words_has_the_usual_ones():
    form = rules.clean_form({"fields": [{"key": "email"}, {"key": "email", "required": True}], "words": {"button": ""}})
    assert form["fields"] == [{"key": "email", "label": "", "required": True}]
    assert form["words"]["button"] == "Send"


@pytest.mark.parametrize(
    ("keys", "consents", "list_purpose", "wrong"),
    [
        (["first_name"], [], None, ["fields"]),
        (["phone"], [], "newsletter", ["fields"]),
        (["email"], [{"channel": "email", "purpose": "newsletter"}], "newsletter", ["consents"]),
    ],
)
def test_parts_that_do_not_fit_each_other_are_told(keys, consents, list_purpose, wrong):
    form = {"fields": [{"key": key} for key in keys], "consents": consents}
    with pytest.raises(Invalid) as refused:
        rules.check_whole(form, list_purpose)
    assert list(refused.value.fields) == wrong

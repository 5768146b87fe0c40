"""The words of the users service's mails."""

import pytest

from app_server.services.users.mails import TEXTS, as_text, fill


@pytest.mark.parametrize(
    ("kind", "link"),
    [("token_login", "login"), ("mfa_reset", "login"), ("reset_password", "reset"), ("confirm_address", "confirm")],
)
def test_every_mail_has_its_link_in_both_forms(kind, link):
    body = fill(TEXTS[kind], "ada@shop.test", link, "https://shop.test/_/x?a=1&b=2")
    assert '<a href="https://shop.test/_/x?a=1&amp;b=2">' in body
    assert "https://shop.test/_/x?a=1&b=2" in as_text(body)
    assert "{{" not in body


def test_an_address_cannot_bring_markup_with_it():
    assert "<script>" not in fill(TEXTS["reset_password"], '"<script>"@shop.test', "reset", "https://shop.test/")


def test_text_keeps_paragraphs_and_loses_markup():
    assert as_text("<p>One\nline,</p>\n<p>two<br>and &lt;three&gt;</p>") == "One line,\n\ntwo\n\nand <three>"

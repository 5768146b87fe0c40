"""Mailed links that let a new password be chosen, or log in."""

import re
import time
from datetime import UTC, datetime, timedelta

import anvil.server
import anvil.users
import pytest

from app_server.services.users import pending

from .conftest import PASSWORD, Server, eventually, login


def test_the_mailed_link_lets_a_new_password_be_chosen_once(instance, browser, email, mailbox):
    elsewhere = Server(instance)
    login(elsewhere, email, remember=True)
    for _ in range(10):
        browser.as_browser("sign_in", email, "wrong")
    browser.as_browser("anvil.private.users.send_password_reset_email", email)
    token = link_in(eventually(lambda: mailbox and mailbox[0]), "reset_password")
    assert browser.as_browser("anvil.private.users.login_with_token", token) is True
    with pytest.raises(anvil.users.PasswordResetRequested):
        browser.as_browser("anvil.private.users.get_current_user")
    assert browser.as_browser("who_am_i") is None
    assert browser.as_browser("anvil.private.users.reset_password", None, "a new one") is True
    assert browser.as_browser("sign_in", email, PASSWORD).startswith("refused")
    assert browser.as_browser("sign_in", email, "a new one") == email
    assert elsewhere_is_signed_out(instance, elsewhere)
    assert browser.as_browser("anvil.private.users.login_with_token", token) is None


def test_a_session_may_choose_a_new_password_for_an_hour_only(browser, email, mailbox, monkeypatch):
    browser.as_browser("anvil.private.users.send_password_reset_email", email)
    browser.as_browser(
        "anvil.private.users.login_with_token", link_in(eventually(lambda: mailbox and mailbox[0]), "reset_password")
    )
    now = time.time()
    monkeypatch.setattr(pending.time, "time", lambda: now + pending.SECONDS + 1)
    with pytest.raises(anvil.users.AuthenticationFailed):
        browser.as_browser("anvil.private.users.reset_password", None, "a new one")


def test_a_reset_can_be_given_up(browser, email, mailbox):
    browser.as_browser("anvil.private.users.send_password_reset_email", email)
    token = link_in(eventually(lambda: mailbox and mailbox[0]), "reset_password")
    browser.as_browser("anvil.private.users.login_with_token", token)
    browser.as_browser("anvil.private.users.cancel_password_reset")
    assert browser.as_browser("anvil.private.users.get_current_user") is None
    with pytest.raises(anvil.users.AuthenticationFailed):
        browser.as_browser("anvil.private.users.reset_password", None, "a new one")


def test_asking_for_a_reset_tells_nobody_who_has_an_account(browser, mailbox):
    assert browser.as_browser("anvil.private.users.send_password_reset_email", "nobody@shop.test") is True
    assert not mailbox


def test_a_mailed_link_logs_in_once(instance, browser, email, mailbox):
    browser.as_server("set_person", email, last_login=datetime.now(UTC) - timedelta(days=1))
    browser.as_browser("anvil.private.users.send_token_login_email", email)
    token = link_in(eventually(lambda: mailbox and mailbox[0]), "login")
    assert browser.as_browser("anvil.private.users.login_with_token", token)["email"] == email
    assert browser.as_browser("who_am_i") == email
    assert Server(instance).as_browser("anvil.private.users.login_with_token", token) is None
    with pytest.raises(anvil.server.PermissionDenied):
        browser.as_browser("anvil.private.users.generate_email_link_token", email, "login")


def link_in(mail, kind):
    found = re.search(rf"http://127\.0\.0\.1:42300/_/{kind}/([\w-]+)", mail.get_body(("plain",)).get_content())
    assert found, mail
    return found[1]


def elsewhere_is_signed_out(instance, elsewhere):
    """In a next visit with the same cookies, session or remembered."""
    visit = Server(
        instance,
        instance.sessions.load(
            instance.sessions.cookie(elsewhere.session, secure=False).split(";")[0].partition("=")[2]
        ),
    )
    visit.cookies = elsewhere.cookies
    return visit.as_browser("who_am_i") is None

"""Following the links in the users service's mails, with a browser's cookies."""

import re
from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from app_server import page
from app_server.web import make_web_app

from .conftest import Server, eventually

PASSWORD = "right horse"


@pytest.fixture(scope="module")
def web(instance):
    patch = pytest.MonkeyPatch()
    patch.setattr(page, "read_build", lambda: defaultdict(lambda: "built.js"))
    with TestClient(make_web_app(instance), base_url=instance.origin, follow_redirects=False) as client:
        yield client
    patch.undo()


@pytest.fixture
def email(instance, request):
    address = f"{request.node.name.replace('_', '-')[:40].lower()}@shop.test"
    Server(instance).as_browser("anvil.private.users.signup_with_email", address, PASSWORD)
    return address


@pytest.fixture(autouse=True)
def _fresh_browser(web):
    web.cookies.clear()


def session_of(web, instance):
    """The session that the browser's cookie opens, to call functions in."""
    return Server(instance, instance.sessions.load(web.cookies.get("anvil-session")))


def path_in(mailbox):
    mail = eventually(lambda: mailbox and mailbox[-1])
    return urlsplit(re.search(r"http://\S+", mail.get_body(("plain",)).get_content())[0]).path


def test_the_reset_link_marks_the_session_and_leads_to_the_app(web, instance, email, mailbox):
    Server(instance).as_browser("anvil.private.users.send_password_reset_email", email.upper())
    followed = web.get(path_in(mailbox))
    assert (followed.status_code, followed.headers["location"]) == (303, "/")
    assert followed.headers["referrer-policy"] == "no-referrer"
    browser = session_of(web, instance)
    browser.as_browser("anvil.private.users.reset_password", "", "a new one")
    assert browser.as_browser("sign_in", email, "a new one") == email


def test_the_login_link_signs_in(web, instance, email, mailbox):
    Server(instance).as_server("set_person", email, last_login=None)
    Server(instance).as_browser("anvil.private.users.send_token_login_email", email)
    assert web.get(path_in(mailbox)).status_code == 303
    assert session_of(web, instance).as_browser("who_am_i") == email


def test_looking_whether_a_link_leads_anywhere_does_not_use_it_up(web, instance, email, mailbox):
    Server(instance).as_server("set_person", email, last_login=None)
    Server(instance).as_browser("anvil.private.users.send_token_login_email", email)
    path = path_in(mailbox)
    assert web.head(path).status_code == 200
    assert "anvil-session" not in web.cookies
    assert web.get(path).status_code == 303


def test_a_link_that_is_void_says_so(web, instance, email, mailbox):
    Server(instance).as_browser("anvil.private.users.send_password_reset_email", email)
    path = path_in(mailbox)
    web.get(path)
    session_of(web, instance).as_browser("anvil.private.users.reset_password", "", "a new one")
    again = web.get(path)
    assert again.status_code == 404
    assert "Please ask for a new one" in again.text
    assert web.get("/_/reset_password/made-up").status_code == 404


def test_a_disabled_account_is_told_so(web, instance, email, mailbox):
    Server(instance).as_browser("anvil.private.users.send_password_reset_email", email)
    path = path_in(mailbox)
    Server(instance).as_server("set_person", email, enabled=False)
    assert web.get(path).status_code == 403


def test_the_address_is_confirmed_by_its_own_link_only(web, instance, mailbox, monkeypatch):
    service = next(entry for entry in instance.app.manifest["services"] if "users.yml" in entry["source"])
    monkeypatch.setitem(service["client_config"], "confirm_email", True)
    browser = Server(instance)
    browser.as_browser("anvil.private.users.signup_with_email", "con.firm+1@shop.test", PASSWORD)
    assert browser.as_browser("sign_in", "con.firm+1@shop.test", PASSWORD).startswith("refused: You haven't confirmed")
    path = path_in(mailbox)
    assert path.endswith(browser.as_browser("get_person", "con.firm+1@shop.test")["email_confirmation_key"])
    assert web.get(path.replace("firm", "fern")).status_code == 404
    assert web.get(path[:-4] + "0000").status_code == 404
    confirmed = web.get(path)
    assert confirmed.status_code == 200
    assert "con.firm+1@shop.test is confirmed" in confirmed.text
    assert browser.as_browser("get_person", "con.firm+1@shop.test")["email_confirmation_key"] is None
    assert browser.as_browser("sign_in", "con.firm+1@shop.test", PASSWORD) == "con.firm+1@shop.test"


def test_mails_can_be_worded_by_the_app(instance, email, mailbox, monkeypatch):
    service = next(entry for entry in instance.app.manifest["services"] if "users.yml" in entry["source"])
    own = {
        "reset_password": {"subject": "New password", "html": "<p>Dear {{email}},</p><p>{{reset_link}} {{other}}</p>"}
    }
    monkeypatch.setitem(service["server_config"], "email_content", own)
    Server(instance).as_browser("anvil.private.users.send_password_reset_email", email)
    mail = eventually(lambda: mailbox and mailbox[0])
    assert mail["Subject"] == "New password"
    assert mail["From"] == "Service test app Accounts <accounts@shop.test>"
    assert (
        mail.get_body(("html",)).get_content().startswith(f'<p>Dear {email},</p><p><a href="http://127.0.0.1:42300/_/')
    )
    assert "{{other}}" in mail.get_body(("plain",)).get_content()

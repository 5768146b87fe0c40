"""What goes out by mail: links of ``anvil.users``, ``anvil.email``; and what never does: ``anvil.secrets``."""

from __future__ import annotations

import base64
import re
import time
from email.message import EmailMessage
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.server_process import CLIENT_KEY, SERVER_KEY, ServerProcess
from tests.wire.conftest import GenuineUplink, UplinkError
from tests.wire.office import KEY, PASSWORD, SECRET, Mailbox, Visitor


def next_mail(mailbox: Mailbox) -> EmailMessage:
    """The one mail that comes: links are sent beside the answer."""
    end = time.monotonic() + 10
    while not mailbox:
        assert time.monotonic() < end
        time.sleep(0.02)
    return mailbox.pop()


def link_in(mail: EmailMessage) -> str:
    body = mail.get_body(("html",))
    assert body is not None
    found = re.search(r'href="[^"]*(/_/[^"]+)"', body.get_content())
    assert found is not None
    return found[1]


def test_a_mailed_link_lets_its_reader_choose_a_password_once(
    visitor: Visitor, stranger: Visitor, mailbox: Mailbox
) -> None:
    email = visitor.sign_up()
    assert stranger.call("users", "send_password_reset_email", email) is True
    link = link_in(next_mail(mailbox))
    assert stranger.http.get(link).status_code == 303
    assert stranger.error("anvil.private.users.get_current_user")["type"] == "anvil.users.PasswordResetRequested"
    assert stranger.call("users", "reset_password", None, "chosen anew") is None
    assert stranger.call("users", "login_with_email", email, "chosen anew") == email
    assert visitor.user() is None  # the other log-ins ended
    assert stranger.http.get(link).status_code == 404


def test_a_mailed_link_logs_in_once(visitor: Visitor, stranger: Visitor, mailbox: Mailbox) -> None:
    email = visitor.sign_up()
    stranger.call("users", "send_token_login_email", email)
    link = link_in(next_mail(mailbox))
    time.sleep(1.1)
    assert stranger.http.head(link).status_code == 200  # a mail program looks
    assert stranger.http.get(link).status_code == 303
    assert stranger.user() == email


@pytest.mark.parametrize("link", ["/_/login/forged", "/_/reset_password/forged", "/_/email-confirm/a@b.test/forged"])
def test_a_link_of_somebody_elses_making_does_nothing(visitor: Visitor, link: str) -> None:
    answer = visitor.http.get(link)
    assert (answer.status_code, visitor.user()) == (404, None)
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("operation", ["send_password_reset_email", "send_token_login_email"])
def test_an_answer_does_not_tell_who_has_an_account(visitor: Visitor, mailbox: Mailbox, operation: str) -> None:
    known = visitor.call("users", operation, visitor.sign_up())
    assert visitor.call("users", operation, "nobody@office.test") == known
    assert visitor.call("caught", "users", operation, "") == [
        "AuthenticationFailed",
        "Please provide an email address.",
    ]


@pytest.mark.parametrize("old", ["wrong", None, ""])
def test_a_password_is_changed_with_the_old_one_only(visitor: Visitor, old: Any) -> None:
    email = visitor.sign_up()
    assert visitor.call("caught", "users", "reset_password", old, "another") == [
        "AuthenticationFailed",
        "Incorrect password",
    ]
    assert visitor.call("users", "reset_password", PASSWORD, "another") is None
    assert visitor.call("users", "login_with_email", email, "another") == email


def test_nobody_has_no_password_to_change(visitor: Visitor) -> None:
    error = visitor.error("users", "reset_password", PASSWORD, "another")
    assert (error["type"], error["message"]) == ("anvil.users.AuthenticationFailed", "Incorrect password")


def test_a_mail_goes_out_as_it_was_given(visitor: Visitor, mailbox: Mailbox) -> None:
    message = {
        "to": ["Zoë <zoe@example.com>", "bob@example.com"], "cc": "cy@example.com", "bcc": "eve@example.com",
        "from_address": "shop", "from_name": "The Shop", "reply_to": "help@example.com", "subject": "Grüße",
        "text": "Hallo", "html": "<p>Hallo</p>", "headers": {"List-Unsubscribe": "<https://x.test>"},
        "in_reply_to": "<1@x>", "references": "<0@x>",
    }  # fmt: skip
    message_id = visitor.call("mail", kwargs=message)
    mail = next_mail(mailbox)
    assert (mail["Message-ID"], mail["Subject"], mail["Cc"]) == (message_id, "Grüße", "cy@example.com")
    assert mail["From"] == "The Shop <shop@127.0.0.1>"
    assert (mail["Reply-To"], mail["In-Reply-To"], mail["References"]) == ("help@example.com", "<1@x>", "<0@x>")
    recipients = set(mail["X-Envelope"].split()[1:])
    assert recipients == {"zoe@example.com", "bob@example.com", "cy@example.com", "eve@example.com"}
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"to": "no body"}, "Not a valid sequence of addresses: no body"),
        ({"to": "a@b.test", "subject": 5}, "Keyword argument 'subject' must be a string."),
        ({"to": "a@b.test", "attachments": ["x"]}, "Keyword argument 'attachments' must be a list of Media objects."),
    ],
)
def test_what_cannot_be_sent_is_a_send_failure(visitor: Visitor, message: dict[str, Any], words: str) -> None:
    error = visitor.error("mail", kwargs=message)
    assert (error["type"], error["message"]) == ("anvil.email.SendFailure", words)


def test_a_page_cannot_send_mail(visitor: Visitor) -> None:
    error = visitor.error("anvil.private.email.send.v2", kwargs={"to": "a@b.test", "text": "x"})
    assert error["message"].startswith("Permission denied. Cannot send email from client code.")


def test_server_code_has_its_secrets(visitor: Visitor) -> None:
    assert visitor.call("secret", "TOKEN") == SECRET
    assert visitor.call("caught", "secrets", "get_secret", "NONE") == ["SecretError", "No such secret 'NONE'"]
    unknown = ["SecretError", "No such encryption key 'NONE'"]
    assert visitor.call("caught", "secrets", "encrypt_with_key", "NONE", "x") == unknown


def test_what_a_key_encrypts_it_decrypts(visitor: Visitor) -> None:
    sealed = visitor.call("encrypt", "BOX", "grün")
    assert visitor.call("decrypt", "BOX", sealed) == "grün"
    assert visitor.call("encrypt", "BOX", "grün") != sealed
    raw = base64.b64decode(sealed)
    assert AESGCM(base64.b64decode(KEY)).decrypt(raw[:12], raw[12:], None).decode() == "grün"
    assert visitor.call("caught", "secrets", "decrypt_with_key", "BOX", "A" * 64) == [
        "SecretError",
        "This is not a valid encrypted value. It may have been tampered with.",
    ]


def test_secrets_do_not_leave_the_server(visitor: Visitor, office: ServerProcess) -> None:
    assert visitor.error("anvil.private.secrets.get_secret", "TOKEN") | {"reference": None} == {
        "type": "anvil.secrets.SecretError",
        "message": "Client code cannot access app secrets.",
        "trace": [],
        "reference": None,
    }
    for key, words in (
        (SERVER_KEY, "Uplink code cannot access secrets for this app."),
        (CLIENT_KEY, "Client code cannot access app secrets."),
    ):
        uplink = GenuineUplink(office.url, key)
        with pytest.raises(UplinkError) as refused:
            uplink.do("call", "anvil.private.secrets.get_secret", "TOKEN")
        uplink.close()
        assert refused.value.message == words

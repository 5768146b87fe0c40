"""``anvil.email.send`` through a real SMTP server."""

import anvil
import anvil.email
import anvil.server
import pytest

from app_server.errors import AnvilError
from app_server.services.email.delivery import deliver
from app_server.services.email.message import build_message
from app_server.settings import Smtp

from .conftest import SMTP_PORT


def test_a_mail_arrives_as_it_was_sent(server, mailbox):
    message_id = server.as_server(
        "mail",
        to=["Zoë <zoe@example.com>", "bob@example.com"],
        bcc="eve@example.com",
        subject="Grüße",
        text="Hallo",
        html="<p>Hallo <img src='cid:dot'></p>",
        attachments=[anvil.BlobMedia("text/csv", b"a;b\n", "list.csv")],
        inline_attachments={"dot": anvil.BlobMedia("image/png", b"\x89PNG", "dot.png")},
        headers={"List-Unsubscribe": "<https://shop.test/u>"},
    )
    (mail,) = mailbox
    assert mail["Subject"] == "Grüße"
    assert mail["Message-ID"] == message_id
    assert mail["From"] == "accounts@shop.test"
    assert mail["Bcc"] is None
    assert mail["X-Envelope-To"] == "zoe@example.com, bob@example.com, eve@example.com"
    assert mail["List-Unsubscribe"] == "<https://shop.test/u>"
    assert mail.get_body(("plain",)).get_content().strip() == "Hallo"
    (paper,) = mail.iter_attachments()
    assert (paper.get_filename(), paper.get_content().replace("\r\n", "\n")) == ("list.csv", "a;b\n")


def test_a_mail_that_the_server_refuses_is_a_send_failure_with_its_words(server, mailbox):
    with pytest.raises(anvil.email.SendFailure, match="Not wanted here"):
        server.as_server("mail", to="ada@example.com", subject="refuse me", text="x")


def test_a_mail_that_some_recipients_did_not_get_is_a_send_failure_that_names_them(server, mailbox):
    with pytest.raises(anvil.email.SendFailure, match=r"gone@example.com: 550 .*the other recipients have it"):
        server.as_server("mail", to=["ada@example.com", "gone@example.com"], subject="x", text="x")
    assert mailbox[0]["X-Envelope-To"] == "ada@example.com"


def test_a_line_break_in_a_header_is_refused_before_anything_is_sent(server, mailbox):
    with pytest.raises(anvil.email.SendFailure):
        server.as_server("mail", to="ada@example.com", subject="x\nBcc: eve@example.com", text="x")
    assert not mailbox


def test_browsers_cannot_send(server, mailbox):
    with pytest.raises(anvil.server.InternalError, match="Cannot send email from client code"):
        server.as_browser("anvil.private.email.send.v2", to="ada@example.com", text="x")
    assert not mailbox


def test_without_a_mail_server_the_app_is_told_so():
    with pytest.raises(AnvilError, match="No SMTP server has been configured"):
        deliver(None, build_message(None, "shop.test", to="ada@example.com", text="x"))


@pytest.mark.parametrize("smtp", [Smtp("127.0.0.1", 42399), Smtp("127.0.0.1", 42399, encryption="ssl")])
def test_a_mail_server_out_of_reach_is_a_send_failure(smtp):
    with pytest.raises(AnvilError) as refused:
        deliver(smtp, build_message(None, "shop.test", to="ada@example.com", text="x"))
    assert refused.value.type_name == "anvil.email.SendFailure"


def test_a_mail_server_without_encryption_gets_no_password(mailbox):
    with pytest.raises(AnvilError, match="STARTTLS"):
        deliver(
            Smtp("127.0.0.1", SMTP_PORT, user="me", password="secret", encryption="starttls"),
            build_message(None, "shop.test", to="ada@example.com", text="x"),
        )
    assert not mailbox

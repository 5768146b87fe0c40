"""The MIME message of one mail."""

from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app_server.errors import AnvilError
from app_server.services.email.message import build_message


class Media:
    def __init__(self, content, content_type, name=None):
        self.content, self.content_type, self.name = content, content_type, name

    def get_bytes(self):
        return self.content


def built(**message):
    """The message as its receiver parses it."""
    mail = build_message(None, "shop.test", **{"to": "ada@example.com", **message})
    return message_from_bytes(mail.as_bytes(policy=policy.SMTP), policy=policy.default)


def test_addresses_may_be_a_string_of_several_or_a_list():
    mail = built(to="Ada <ada@example.com>, bob@example.com", cc=["Zoë <zoe@example.com>"])
    assert [address.addr_spec for address in mail["To"].addresses] == ["ada@example.com", "bob@example.com"]
    assert mail["Cc"].addresses[0].display_name == "Zoë"


def test_a_name_in_quotes_is_quoted_once():
    assert built(to='"a b"@example.com')["To"].addresses[0].username == "a b"


def test_half_a_character_does_not_stop_a_mail():
    assert built(subject="a\ud83d", text="b\ud83d")["Subject"] == "a?"


def test_a_sender_without_a_domain_is_at_the_apps():
    assert built()["From"] == "no-reply@shop.test"
    assert built(from_address="sales", from_name="Müller & Söhne")["From"] == "Müller & Söhne <sales@shop.test>"
    assert built(from_address="Ann <ann@else.test>")["From"] == "Ann <ann@else.test>"


def test_text_html_pictures_and_files_are_nested_as_mail_readers_expect():
    picture, paper = Media(b"png", "image/png", "logo.png"), Media(b"%PDF", "application/pdf", "Rechnung ü.pdf")
    mail = built(
        text="hi", html="<img src='cid:logo'>", inline_attachments={"logo": picture}, attachments=[paper, None]
    )
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    assert next(part for part in mail.walk() if part.get_content_type() == "image/png")["Content-ID"] == "<logo>"
    assert next(mail.iter_attachments()).get_filename() == "Rechnung ü.pdf"


@pytest.mark.parametrize("content_type", [None, "", "odd", "message/rfc822", "text/plain; charset=utf-8"])
def test_a_file_of_any_type_arrives_byte_for_byte(content_type):
    mail = built(text="see file", attachments=Media(b"\x00a\r\nb\xff", content_type))
    (attachment,) = mail.iter_attachments()
    assert attachment.get_payload(decode=True) == b"\x00a\r\nb\xff"
    assert attachment.get_filename() == "Attachment 1"


def test_headers_such_as_list_unsubscribe_can_be_set():
    mail = built(headers={"List-Unsubscribe": "<https://shop.test/u/1>"}, in_reply_to="<1@x>", references="<0@x> <1@x>")
    assert (mail["List-Unsubscribe"], mail["In-Reply-To"]) == ("<https://shop.test/u/1>", "<1@x>")


@pytest.mark.parametrize(
    "message",
    [
        {"subject": "hi\nBcc: eve@evil.test"},
        {"from_name": "x\r\nBcc: eve@evil.test"},
        {"to": "ada@example.com\nBcc: eve@evil.test"},
        {"headers": {"X-A": "1\r\nBcc: eve@evil.test"}},
        {"headers": {"X-A: 1\r\nBcc": "eve@evil.test"}},
        {"headers": {"bcc": "eve@evil.test"}},
        {"to": "no body"},
        {"to": "ada@"},
        {"to": ["@example.com"]},
        {"to": None},
        {"to": 5},
        {"to": ["ada@example.com", 5]},
        {"subject": 5},
        {"html": b"x"},
        {"attachments": ["a.txt"]},
        {"html": "x", "inline_attachments": {"a": "b"}},
    ],
)
def test_what_cannot_be_sent_safely_is_a_send_failure(message):
    with pytest.raises(AnvilError) as refused:
        built(**message)
    assert refused.value.type_name == "anvil.email.SendFailure"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"to": "no body"}, "Not a valid sequence of addresses: no body"),
        ({"to": ["ada@example.com", "no body"]}, "Invalid email address: no body"),
        ({"from_address": "no body"}, "Invalid 'from' address: no body"),
        ({"cc": 5}, "Keyword argument 'cc' must be a string, or list of strings."),
        ({"text": 5}, "Keyword argument 'text' must be a string."),
        ({"attachments": "x"}, "Keyword argument 'attachments' must be a list of Media objects."),
    ],
)
def test_a_refusal_is_worded_as_the_stock_server_words_it(message, words):
    with pytest.raises(AnvilError) as refused:
        built(**message)
    assert refused.value.message == words


def test_a_recipient_without_a_domain_is_the_mail_servers_own():
    assert built(to="ada")["To"] == "ada"


def test_answers_go_where_reply_to_says():
    assert built(reply_to="Zoë <zoe@example.com>")["Reply-To"] == "Zoë <zoe@example.com>"


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_subject_or_text_adds_a_header(subject, text):
    try:
        mail = built(subject=subject, text=text)
    except AnvilError:
        return
    assert set(mail.keys()) <= {
        "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    }  # fmt: skip

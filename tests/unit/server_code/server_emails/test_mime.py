"""A mail as it leaves: its parts, its files, and headers that nothing breaks out of."""

import pytest

from server_code.server_emails.mime import to_mime
from server_code.server_messaging.driver_service import Attachment, Message
from server_code.server_shared.errors import Invalid


def mail(**changes):
    words = {"subject": "Spring", "html": "<p>Hello</p>", "sender": "Kestrel <hello@kestrel.test>", **changes}
    return to_mime(Message("a1", "email", "ann@example.com", "Hello", **words))


def test_c18_a_mail_has_text_and_html_in_utf_8():
    kinds = [part.get_content_type() for part in mail(html="<p>Grüße</p>").walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    assert "Grüße" in mail(html="<p>Grüße</p>").get_body(("html",)).get_content()


@pytest.mark.parametrize("where", ["subject", "sender"])
def test_c18_a_line_break_in_a_header_is_refused(where):
    with pytest.raises(Invalid):
        mail(**{where: "Spring\r\nBcc: everybody@example.com"})


def test_files_go_with_the_words():
    sent = mail(
        attachments=[Attachment("Menü.pdf", "application/pdf", b"%PDF-1"), Attachment("a.txt", "text/plain", b"x")]
    )
    assert [(each.get_filename(), each.get_content_type()) for each in sent.iter_attachments()] == [
        ("Menü.pdf", "application/pdf"),
        ("a.txt", "text/plain"),
    ]
    assert sent.get_body(("plain",)).get_content() == "Hello\n"

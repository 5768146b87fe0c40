"""The MIME message of a mail, none of whose values can break out of its header. Pure."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from ..server_messaging.driver_service import Message
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid


def to_mime(message: Message) -> EmailMessage:
    """Text, HTML and files, and headers with a Message-ID of its own. Raises Invalid for a line break in a header."""
    mail = EmailMessage()
    domain = parseaddr(message.sender)[1].rpartition("@")[2]
    headers = {
        "From": message.sender,
        "To": message.to,
        "Subject": message.subject,
        "Date": format_datetime(utc_now()),
        "Message-ID": message_id(message.send_key, domain),
        **({"Reply-To": message.reply_to} if message.reply_to else {}),
        **message.headers,
    }
    try:
        for name, value in headers.items():
            mail[name] = value
    except ValueError as error:
        raise Invalid("A line break has no place in a subject or an address.") from error
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    for file in message.attachments:
        kind, _, subtype = file.content_type.partition("/")
        mail.add_attachment(file.content, kind, subtype, filename=file.name)
    return mail


def message_id(send_key: str, domain: str) -> str:
    """The Message-ID of a send: the same at every attempt, so that doubles can be recognised."""
    return f"<{send_key}@{domain}>"

"""Reading a mail as it came over the wire."""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from typing import Any

from email_validator import EmailNotValidError, validate_email


def head_of(raw: bytes) -> EmailMessage:
    """Its headers only, which is quick."""
    return BytesHeaderParser(policy=policy.default).parsebytes(raw)


def content_of(raw: bytes) -> dict[str, Any]:
    """What it says: ``html``, ``text``, ``headers`` as ``[name, value]``, ``attachments``, ``source``."""
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    return {
        "html": _body(mail, "html"),
        "text": _body(mail, "plain"),
        "headers": [[name, str(value)] for name, value in mail.items()],
        "attachments": list(_attachments(mail)),
        "source": raw.decode("utf-8", "replace"),
    }


def is_address(text: str) -> bool:
    """Whether mail could go there, as far as the look of an address tells."""
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return "" if part is None else str(part.get_content())


def _attachments(mail: EmailMessage) -> Iterator[str]:
    for part in mail.iter_attachments():
        yield part.get_filename() or part.get_content_type()

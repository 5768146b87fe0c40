"""The MIME message of one mail: addresses, headers, text, HTML, pictures and attachments, none able to break out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses, make_msgid, unquote
from typing import Any

from ...errors import AnvilError

DEFAULT_SENDER = "no-reply"
RESERVED_HEADERS = frozenset(
    {"from", "sender", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references", "mime-version"}
)


def failure(message: str) -> AnvilError:
    """The error that a caller of ``anvil.email.send`` sees."""
    return AnvilError("anvil.email.SendFailure", message)


def build_message(
    default_sender: str | None,
    domain: str,
    *,
    to: Any = None,
    cc: Any = None,
    bcc: Any = None,
    from_address: str | None = None,
    from_name: str | None = None,
    reply_to: Any = None,
    subject: str | None = None,
    text: str | None = None,
    html: str | None = None,
    attachments: Any = None,
    inline_attachments: Mapping[str, Any] | None = None,
    in_reply_to: str | None = None,
    references: str | None = None,
    headers: Mapping[str, str] | None = None,
    **_others: Any,
) -> EmailMessage:
    """The MIME message of ``anvil.email.send``'s arguments; ``domain`` is that of a sender who names none.

    Raises ``anvil.email.SendFailure`` for what cannot be sent.
    """
    mail = EmailMessage()
    _set(mail, "From", _sender(from_address or default_sender or DEFAULT_SENDER, from_name, domain))
    _add_recipients(mail, {"To": to, "Cc": cc, "Bcc": bcc})
    if reply_to:
        _set(mail, "Reply-To", parse_addresses("reply_to", reply_to))
    _set(mail, "Subject", _text("subject", subject) or "")
    _set(mail, "Date", format_datetime(datetime.now(UTC)))
    _set(mail, "Message-ID", make_msgid(domain=domain))
    for name, value in {"In-Reply-To": in_reply_to, "References": references}.items():
        if value:
            _set(mail, name, value)
    _add_custom_headers(mail, headers or {})
    _add_body(mail, _text("text", text), _text("html", html), inline_attachments or {})
    _add_attachments(mail, attachments)
    return mail


def parse_addresses(argument: str, value: Any) -> list[Address]:
    """A string, possibly of several addresses, or a list of strings → addresses. Raises ``anvil.email.SendFailure``."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return _addresses(value, f"Not a valid sequence of addresses: {value}")
    if not isinstance(value, (list, tuple)) or not all(isinstance(text, str) for text in value):
        raise failure(f"Keyword argument '{argument}' must be a string, or list of strings.")
    return [address for text in value for address in _addresses(text, f"Invalid email address: {text}")]


def _add_recipients(mail: EmailMessage, given: Mapping[str, Any]) -> None:
    recipients = {header: parse_addresses(header.lower(), value) for header, value in given.items()}
    if not any(recipients.values()):
        raise failure("There is nobody to send this mail to.")
    for header, addresses in recipients.items():
        if addresses:
            _set(mail, header, addresses)


def _text(name: str, value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise failure(f"Keyword argument '{name}' must be a string.")
    # Half of a character, as JavaScript's strings may hold, cannot be sent.
    return None if value is None else value.encode("utf-8", "replace").decode()


def _addresses(given: str, refusal: str) -> list[Address]:
    """The addresses in a text; one that could break out of its header is refused."""
    parsed = getaddresses([given])
    # The parser drops what it does not understand: of bare addresses, all must have been read.
    is_bare = not any(character in given for character in '<"(')
    is_lossy = is_bare and [part.strip() for part in given.split(",")] != [address for _, address in parsed]
    if is_lossy or any(character in given for character in "\r\n\0"):
        raise failure(refusal)
    return [_address(name, address, refusal) for name, address in parsed]


def _address(name: str, address: str, refusal: str) -> Address:
    """One address. A name without a domain is one at the mail server's own."""
    local, at, domain = address.rpartition("@") if "@" in address else (address, "", "")
    if not local or bool(at) != bool(domain) or (not local.startswith('"') and any(map(str.isspace, local))):
        raise failure(refusal)
    try:
        return Address(display_name=name, username=unquote(local), domain=domain.encode("idna").decode())
    except (ValueError, HeaderParseError, UnicodeError) as error:
        raise failure(refusal) from error


def _sender(given: str, name: str | None, domain: str) -> Address:
    """The From address: a bare name such as ``no-reply`` is one at the app's own domain."""
    refusal = f"Invalid 'from' address: {given}"
    parsed = _addresses(given, refusal)
    if len(parsed) != 1 or any(character in (name or "") for character in "\r\n\0"):
        raise failure(refusal)
    return Address(name or parsed[0].display_name, parsed[0].username, parsed[0].domain or domain)


def _set(mail: EmailMessage, name: str, value: Any) -> None:
    """Set one header; a line break in it would be a header of the attacker's, and is refused."""
    try:
        mail[name] = value
    except (ValueError, HeaderParseError) as error:
        raise failure(f"The header {name} cannot hold this value.") from error


def _add_custom_headers(mail: EmailMessage, headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        if not name.isascii() or not all(c.isalnum() or c in "-_" for c in name) or name.lower() in RESERVED_HEADERS:
            raise failure(f"The header {name!r} cannot be set.")
        _set(mail, name, str(value))


def _add_body(mail: EmailMessage, text: str | None, html: str | None, inline: Mapping[str, Any]) -> None:
    """Text and HTML as alternatives; pictures that the HTML shows by ``cid:`` beside it."""
    if html is None:
        mail.set_content(text or "")
        return
    if text is None:
        mail.set_content(html, subtype="html")
    else:
        mail.set_content(text)
        mail.add_alternative(html, subtype="html")
    html_part = mail.get_body(("html",))
    assert html_part is not None
    for number, (content_id, media) in enumerate(inline.items(), start=1):
        if media is not None:
            _require_media(media, "Inline attachments must be a map of strings to Media objects")
            maintype, _, subtype = _content_type(media)
            html_part.add_related(
                media.get_bytes(),
                maintype=maintype,
                subtype=subtype,
                cid=f"<{content_id}>",
                filename=media.name or f"Attachment {number}",
                disposition="inline",
            )


def _add_attachments(mail: EmailMessage, attachments: Any) -> None:
    each: Sequence[Any] = attachments if isinstance(attachments, (list, tuple)) else [attachments]
    for number, media in enumerate(each, start=1):
        if media is not None:
            _require_media(media, "Keyword argument 'attachments' must be a list of Media objects.")
            maintype, _, subtype = _content_type(media)
            name = media.name or f"Attachment {number}"
            mail.add_attachment(media.get_bytes(), maintype=maintype, subtype=subtype, filename=name)


def _require_media(value: Any, message: str) -> None:
    if not hasattr(value, "get_bytes"):
        raise failure(message)


def _content_type(media: Any) -> tuple[str, str, str]:
    """``image/png; x=y`` → ``("image", "/", "png")``; bytes of no known kind are ``application/octet-stream``.

    A message as an attachment is sent as bytes too: MIME allows its parts no encoding.
    """
    kind = (media.content_type or "").partition(";")[0].strip().lower()
    maintype, slash, subtype = kind.partition("/")
    if not (maintype and subtype) or maintype in ("multipart", "message"):
        return "application", "/", "octet-stream"
    return maintype, slash, subtype

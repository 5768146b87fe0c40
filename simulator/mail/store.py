"""Mails as files: `<number>.eml`, the envelope in two headers on top."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

KEPT_MAILS = 500


@dataclass(frozen=True)
class CaughtMail:
    """One mail: its number, when it came (aware UTC) and the mail itself."""

    number: int
    received_at: datetime
    message: EmailMessage

    @property
    def subject(self) -> str:
        """The subject, or that there is none."""
        return str(self.message["subject"] or "(no subject)")

    @property
    def recipients(self) -> str:
        """Whom the envelope named, blind copies too."""
        return str(self.message["X-Envelope-To"] or self.message["to"] or "")

    def body(self, kind: str) -> str | None:
        """The `html` or `plain` text, or None."""
        part = self.message.get_body((kind,))
        return None if part is None else part.get_content()

    def attachments(self) -> list[str]:
        """The file names of what is attached."""
        return [part.get_filename() or part.get_content_type() for part in self.message.iter_attachments()]


class MailStore:
    """The mails in one folder, at most KEPT_MAILS; the oldest go first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._adding = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, content: bytes, sender: str, recipients: list[str]) -> int:
        """Keep a mail as it came over the wire; its number."""
        envelope = f"X-Envelope-From: {_one_line(sender)}\r\nX-Envelope-To: {_one_line(', '.join(recipients))}\r\n"
        with self._adding:
            numbers = self._numbers()
            number = (numbers[-1] if numbers else 0) + 1
            self._path(number).write_bytes(envelope.encode("utf-8", "replace") + content)
            for old in numbers[: max(0, len(numbers) + 1 - KEPT_MAILS)]:
                self._path(old).unlink(missing_ok=True)
        return number

    def newest_first(self) -> Iterator[CaughtMail]:
        """All mails, the last one first."""
        return (self.get(number) for number in reversed(self._numbers()))

    def get(self, number: int) -> CaughtMail:
        """One mail; KeyError when there is none of this number."""
        path = self._path(number)
        try:
            content, received = path.read_bytes(), path.stat().st_mtime
        except FileNotFoundError as error:
            raise KeyError(number) from error
        message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(content)
        return CaughtMail(number, datetime.fromtimestamp(received, UTC), message)

    def _numbers(self) -> list[int]:
        return sorted(int(path.stem) for path in self.folder.glob("*.eml") if path.stem.isdigit())

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:06}.eml"


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")

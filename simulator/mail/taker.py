"""The SMTP side of the mail catcher."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .store import MailStore

SIZE_LIMIT_BYTES = 30 * 1024 * 1024


class _Taker:
    """Accepts every mail and every sign-in, and keeps the mail."""

    def __init__(self, store: MailStore) -> None:
        self.store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called by aiosmtpd with a whole mail."""
        content = envelope.content
        assert isinstance(content, bytes)
        self.store.add(content, envelope.mail_from or "", list(envelope.rcpt_tos))
        return "250 Kept, and sent to nobody"


@contextmanager
def taking_mails(store: MailStore, host: str, port: int) -> Iterator[None]:
    """Take mails by SMTP at `host:port` while the block runs."""
    controller = Controller(_Taker(store), hostname=host, port=port, data_size_limit=SIZE_LIMIT_BYTES)
    controller.start()
    try:
        yield
    finally:
        controller.stop()

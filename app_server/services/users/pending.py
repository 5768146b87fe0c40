"""What a mailed link lets this session do next, for an hour: choose a new password, or a new second factor."""

from __future__ import annotations

import time
from typing import Literal

from ..sessions import Session

SECONDS = 3600
Kind = Literal["password_reset", "mfa_reset"]


def allow(session: Session, kind: Kind, row_id: str) -> None:
    """Let the session act for the user with that row, under a new secret."""
    session.private[kind] = [row_id, time.time() + SECONDS]
    session.rotate()


def allowed(session: Session, kind: Kind) -> str | None:
    """The row of the user for whom the session may act, or None."""
    row_id, until = session.private.get(kind) or (None, 0)
    # More than an hour ahead is of a clock that was set back since.
    return row_id if 0 < until - time.time() <= SECONDS else None


def forget(session: Session, *kinds: Kind) -> None:
    for kind in kinds:
        if session.private.pop(kind, None):
            session.changed()

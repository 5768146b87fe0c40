"""Who is signed in here, and since when: signing out everywhere ends what began before it."""

from __future__ import annotations

from typing import Any

import anvil.server
import anvil.users

from .clock import utc_now

SINCE = "signed_in_since"


def signed_in_user() -> Any:
    """The row of whoever is signed in in this session; None for nobody, and for one signed out everywhere since."""
    since = anvil.server.session.get(SINCE)
    if since is None and anvil.users.get_user(allow_remembered=False) is not None:
        # Any browser can log in by Anvil's own service, past our sign-in: since when nobody could tell afterwards, so
        # that another password would not end it, and nothing of it is in the audit log.
        anvil.users.logout()
        return None
    user = anvil.users.get_user()
    if user is None:
        return None
    if since is None:
        # A remembered browser was let in by the server itself, without our sign-in.
        since = begin_here()
    ended_at = user["signed_out_at"]
    if ended_at is not None and since < ended_at.timestamp():
        anvil.users.logout()
        return None
    return user


def begin_here() -> float:
    """Note that somebody signs in here and now; the time, as seconds since 1970."""
    since = anvil.server.session[SINCE] = utc_now().timestamp()
    return since


def end_everywhere(user: Any) -> None:
    """End every log-in of a row of the users table, remembered ones too."""
    user.update(signed_out_at=utc_now(), remembered_logins=None)

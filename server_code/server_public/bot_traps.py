"""What keeps programs from filling in public forms: a stamp of the time, a field nobody sees, so many tries an hour.

A stamp is signed and says when the form was shown; it also makes a form that is sent twice the same submission.
"""

from __future__ import annotations

import ipaddress
import secrets
import threading
import time
from collections.abc import Mapping
from typing import Any

from ..server_messaging import link_service
from ..server_shared.errors import Invalid, MybizzError

FORM = "form"
TRAP = "website"
LEAST_SECONDS, MOST_SECONDS = 2, 24 * 3600
TRIES, WINDOW_SECONDS = 30, 3600
MOST_KNOWN = 10_000


class TooManyTries(MybizzError):
    """Somebody sends a public form too often; ``code`` is ``too_many``."""

    code = "too_many"

    def __init__(self) -> None:
        super().__init__("There were too many sign-ups from here. Please try again in an hour.")


def new_stamp(about: str) -> str:
    """The stamp of a form that is shown now; ``about`` names the form."""
    return link_service.sign(FORM, about, int(time.time()), secrets.token_hex(8))


def read_stamp(about: str, stamp: Any) -> str:
    """What tells this showing of a form from every other. Raises Invalid for one sent at once, or a day later."""
    try:
        named, shown_at, nonce = link_service.read(FORM, stamp if isinstance(stamp, str) else "")
    except (MybizzError, ValueError) as error:
        raise Invalid("This page is too old. Please send it once more.") from error
    age = time.time() - shown_at
    if named != about or age > MOST_SECONDS:
        raise Invalid("This page is too old. Please send it once more.")
    if age < LEAST_SECONDS:
        raise Invalid("That was quick. Please wait a moment, and send it once more.")
    return str(nonce)


def is_bot(form: Mapping[str, Any]) -> bool:
    """Whether the field that people do not see was filled in."""
    return bool(form.get(TRAP))


_lock = threading.Lock()
# Address of a visitor → start of its hour, tries in it; each process counts for itself.
_tries: dict[str, tuple[float, int]] = {}


def count_try(visitor: str, now: float | None = None) -> None:
    """Count a form sent from ``visitor``'s address; ``now`` in seconds of a steady clock. Raises TooManyTries."""
    moment = time.monotonic() if now is None else now
    with _lock:
        began, tries = _tries.pop(visitor, (moment, 0))
        if moment - began >= WINDOW_SECONDS:
            began, tries = moment, 0
        # The last in order is who came last: whoever is forgotten for want of room has not come for longest.
        _tries[visitor] = (began, min(tries + 1, TRIES))
        if len(_tries) > MOST_KNOWN:
            del _tries[next(iter(_tries))]
        if tries >= TRIES:
            raise TooManyTries


def visitor_at(address: str | None) -> str:
    """Who is counted as one: an address, or of IPv6 the network of 64 bits that one customer has to themselves."""
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return str(address)
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else str(known)

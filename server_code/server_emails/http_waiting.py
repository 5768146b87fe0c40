"""How long a service that is asked too much wants to be left alone (RFC 9110, 10.2.3). Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from ..server_shared.clock import utc_now

LONGEST_SECONDS = 3600.0


def seconds_to_wait(headers: Mapping[str, str], otherwise: float) -> float:
    """What ``Retry-After`` says, in seconds or as a date, between 1 second and an hour; ``otherwise`` without one."""
    said = headers.get("Retry-After") or ""
    try:
        seconds = float(said)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(said) - utc_now()).total_seconds()
        except (ValueError, TypeError):
            return otherwise
    return otherwise if math.isnan(seconds) else min(max(seconds, 1.0), LONGEST_SECONDS)

"""Who may be counted when they open mails and click in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import settings_service
from .gate_rules import ASKED_FOR

CONSENT = "email:tracking"


def may_track(purpose: str, contact: Mapping[str, Any]) -> bool:
    """Whether opens and clicks of a mail of ``purpose`` to a contact may be counted."""
    chosen = settings_service.tracking()
    if purpose in ASKED_FOR or chosen == "off" or CONSENT in (contact["opted_out_of"] or ()):
        return False
    return chosen == "on" or CONSENT in (contact["agreed_to"] or ())

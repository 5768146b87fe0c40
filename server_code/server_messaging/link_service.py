"""Links that act for the person a message went to, and signed ones in general, for other domains to make and read."""

from __future__ import annotations

from typing import Any

import anvil.server

from .signed_links import read, sign

UNSUBSCRIBE, PREFERENCES = "unsubscribe", "preferences"


def link_to(use: str, contact: Any, channel: str, purpose: str, send_key: str = "", list_id: str = "") -> str:
    """The address of a page that acts for a contact: ``UNSUBSCRIBE`` or ``PREFERENCES``.

    It tells what the message was that it stood in; with a ``list_id`` it is about that mailing list alone.
    """
    token = sign(use, int(contact["contact_number"]), channel, purpose, send_key, list_id)
    return f"{anvil.server.get_app_origin()}/email/{use}/{token}"


__all__ = ["PREFERENCES", "UNSUBSCRIBE", "link_to", "read", "sign"]

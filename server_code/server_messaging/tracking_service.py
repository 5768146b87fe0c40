"""Counting opens and clicks of mails: signed links and a picture, only where the receiver may be counted.

A link says where it leads, under an HMAC: it can lead nowhere but to what stood in that message. What comes in is
stored raw and judged later (``engagement_service``), since whether a machine clicked shows only from what follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from ..server_shared.errors import NotFound
from . import settings_service, signed_links, tracking_rules
from .gate_rules import TRANSACTIONAL

CLICK, OPEN = "click", "open"
CONSENT = "email:tracking"
MAX_AGENT = 300
GONE = "This link is not complete. Please open it again from the message."


def tracked(html: str, send: Any) -> str:
    """The HTML of a mail (``send`` is its row) with its links and opens counted, or as it is where they may not be.

    Links that act for the receiver, to unsubscribe say, are left alone.
    """
    if not html or not may_track(send["purpose"], send["contact"]):
        return html
    key = send["send_key"]
    links = tracking_rules.rewritten(html, lambda place, url: _address(CLICK, key, place, url), _base())
    return tracking_rules.with_marks(links, _address(OPEN, key), _address(CLICK, key, tracking_rules.TRAP, ""))


def may_track(purpose: str, contact: Mapping[str, Any]) -> bool:
    """Whether opens and clicks of a mail of ``purpose`` to a contact may be counted."""
    chosen = settings_service.tracking()
    if purpose == TRANSACTIONAL or chosen == "off" or CONSENT in (contact["opted_out_of"] or ()):
        return False
    return chosen == "on" or CONSENT in (contact["agreed_to"] or ())


def follow(token: str, agent: str, is_look: bool) -> str:
    """Note a click and tell where its link leads. ``is_look``: only the head was asked for. Raises NotFound."""
    send_key, place, url = _facts(CLICK, token, 3)
    _keep(CLICK, send_key, agent, is_look, place=place, url=url)
    return url or f"{anvil.server.get_app_origin()}/"


def note_open(token: str, agent: str, is_look: bool) -> None:
    """Note that the picture of a mail was fetched. Raises NotFound."""
    [send_key] = _facts(OPEN, token, 1)
    _keep(OPEN, send_key, agent, is_look)


def _address(kind: str, *facts: Any) -> str:
    return f"{_base()}{kind}/{signed_links.sign(kind, *facts)}"


def _base() -> str:
    return f"{anvil.server.get_app_origin()}/email/"


def _facts(kind: str, token: str, count: int) -> list[Any]:
    facts = signed_links.read(kind, token)
    if len(facts) != count:
        raise NotFound(GONE)
    return facts


def _keep(kind: str, send_key: str, agent: str, is_look: bool, *, place: int | None = None, url: str = "") -> None:
    """Store what happened, once a second at most: reloading, or hammering on a link, adds nothing."""
    now = utc_now()
    event_key = f"{kind}:{send_key}:{'' if place is None else place}:{now:%Y%m%d%H%M%S}"
    send = app_tables.sends.get(q.fetch_only("contact", "campaign"), send_key=send_key)
    if send is None or len(app_tables.send_events.search(q.page_size(1), event_key=event_key)):
        return
    with suppress(tables.TableError):  # the same moment came twice: the database keeps one
        app_tables.send_events.add_row(**_columns(kind, send, event_key, now, agent, url, is_look, place))


def _columns(
    kind: str, send: Any, event_key: str, now: datetime, agent: str, url: str, is_look: bool, place: int | None
) -> dict[str, Any]:
    seen = {"place": place, "look": is_look or None}
    return {
        "event_key": event_key,
        "send": send,
        "contact": send["contact"],
        "campaign": send["campaign"],
        "event_type": kind,
        "occurred_at": now,
        "received_at": now,
        "link_url": url or None,
        "user_agent": agent[:MAX_AGENT],
        "is_machine": None,
        "detail": {name: value for name, value in seen.items() if value is not None} or None,
    }

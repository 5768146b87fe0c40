"""Counting opens and clicks of mails: signed links and a picture, only where the receiver may be counted.

A link says where it leads, under an HMAC: it can lead nowhere but to what stood in that message. What comes in is
stored raw and judged later (``engagement_service``), since whether a machine clicked shows only from what follows.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import anvil.server
from anvil.tables import in_transaction

from ..server_shared.clock import utc_now
from ..server_shared.errors import NotFound
from . import event_service, signed_links, tracking_rules
from .event_rules import CLICK, DELIVERED, OPEN, Event
from .tracking_consent import may_track

# What happened → the name of the pages that note it.
PAGES = {CLICK: "click", OPEN: "open"}
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


def follow(token: str, agent: str, is_look: bool) -> str:
    """Note a click and tell where its link leads. ``is_look``: nobody reads there. Raises NotFound."""
    send_key, place, url = _facts(CLICK, token, 3)
    in_transaction(_keep)(CLICK, send_key, agent, is_look, place=place, url=url)
    return url or f"{anvil.server.get_app_origin()}/"


def note_open(token: str, agent: str, is_look: bool) -> None:
    """Note that the picture of a mail was fetched. Raises NotFound."""
    [send_key] = _facts(OPEN, token, 1)
    in_transaction(_keep)(OPEN, send_key, agent, is_look)


def told(
    event_key: str,
    kind: str,
    occurred_at: datetime,
    *,
    send_key: str | None = None,
    provider_id: str | None = None,
    link: str = "",
    agent: str = "",
    is_proxy: bool = False,
) -> Event:
    """The event of an open or click that a provider's own tracking saw, to be judged like ours.

    ``is_proxy``: the provider knows that a machine did it. A click on a link of ours was noted when it led through this
    server, so that here it only says that the message arrived.
    """
    message = {"send_key": send_key, "provider_id": provider_id}
    if kind == CLICK and link.startswith(f"{_base()}{PAGES[CLICK]}/"):
        return Event(event_key, DELIVERED, occurred_at, **message)
    return Event(
        event_key,
        kind,
        occurred_at,
        **message,
        link_url=link,
        user_agent=agent,
        is_machine=None,
        has_arrived=True,
        detail={"look": True} if is_proxy else None,
    )


def _address(kind: str, *facts: Any) -> str:
    return f"{_base()}{PAGES[kind]}/{signed_links.sign(kind, *facts)}"


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
    seen = {"place": place, "look": is_look or None}
    detail = {name: value for name, value in seen.items() if value is not None}
    event_service.note(
        event_key, kind, now, send_key=send_key, link_url=url, user_agent=agent, is_machine=None, detail=detail
    )

"""What the gate asks of WhatsApp and SMS besides: the age of a message, the window, the template, the tier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from . import phone_settings_service, whatsapp_service
from .gate_rules import GO, SKIP, TEMPLATE, TIER, TOO_LATE, WAIT, WINDOW, Decision
from .whatsapp_rules import LONGEST_WAIT, TIER_WINDOW

CHANNELS = ("whatsapp", "sms")
BEGIN = Decision(GO.what, begins=True)


def narrow(contacts: Sequence[Any], decisions: Sequence[Decision], content: Any, now: datetime) -> list[Decision]:
    """What the gate decided of one WhatsApp content for several people, and what its window and template add."""
    windows = whatsapp_service.open_windows(contacts, now)
    refusal = _refusal_of(content)
    return [
        decision
        if decision.is_refused
        else refusal or (decision if _is_template(content) or contact.get_id() in windows else Decision(SKIP, WINDOW))
        for contact, decision in zip(contacts, decisions, strict=True)
    ]


def narrow_sends(sends: Sequence[Any], decisions: Sequence[Decision], now: datetime) -> list[Decision]:
    """What the gate decided of planned messages, narrowed where they go by telephone. Needs a transaction."""
    phone = [n for n, send in enumerate(sends) if send["channel"] in CHANNELS and decisions[n].goes]
    if not phone:
        return list(decisions)
    narrowed = dict(enumerate(decisions))
    late = {n for n in phone if (sends[n]["ready_at"] or sends[n]["due_at"]) < now - LONGEST_WAIT}
    narrowed.update(dict.fromkeys(late, Decision(SKIP, TOO_LATE)))
    chat = [n for n in phone if n not in late and sends[n]["channel"] == "whatsapp"]
    narrowed.update(zip(chat, _chats([sends[n] for n in chat], now), strict=True))
    return [narrowed[n] for n in range(len(sends))]


def _chats(sends: Sequence[Any], now: datetime) -> list[Decision]:
    """The decision for each of some WhatsApp messages that nothing else keeps from going."""
    if not sends:
        return []
    contacts = [send["contact"] for send in sends]
    windows = whatsapp_service.open_windows(contacts, now)
    contents = {send["content"].get_id(): send["content"] for send in sends}
    refusals = {key: _refusal_of(content) for key, content in contents.items()}
    places = _Places(contacts, now)
    return [
        refusals[send["content"].get_id()] or _decide(send, send["contact"].get_id() in windows, places)
        for send in sends
    ]


def _decide(send: Any, is_open: bool, places: _Places) -> Decision:
    if is_open:
        return GO
    return places.decide(send["contact"]) if _is_template(send["content"]) else Decision(SKIP, WINDOW)


class _Places:
    """How many more people the business may write to first, of those that its tier allows in 24 hours."""

    def __init__(self, contacts: Sequence[Any], now: datetime) -> None:
        self._now = now
        self._since = q.greater_than(now - TIER_WINDOW)
        only = q.fetch_only(contact=q.fetch_only("contact_number"))
        rows = app_tables.sends.search(only, contact=q.any_of(*contacts), conversation_at=self._since)
        self._begun = {row["contact"].get_id() for row in rows}
        tier = phone_settings_service.whatsapp_tier()
        begun = app_tables.sends.search(q.page_size(1), q.fetch_only("status"), conversation_at=self._since)
        self._left = None if tier is None else tier - len(begun)

    def decide(self, contact: Any) -> Decision:
        """Whether a template may go to ``contact``; takes a place where it begins a conversation."""
        if contact.get_id() in self._begun:
            return GO
        if self._left is not None and self._left <= 0:
            return Decision(WAIT, TIER, self._frees_at())
        self._left = None if self._left is None else self._left - 1
        self._begun.add(contact.get_id())
        return BEGIN

    def _frees_at(self) -> datetime:
        oldest = app_tables.sends.search(
            tables.order_by("conversation_at"), q.page_size(1), conversation_at=self._since
        )
        first = next(iter(oldest), None)
        return first["conversation_at"] + TIER_WINDOW if first else self._now + timedelta(hours=1)


def _refusal_of(content: Any) -> Decision | None:
    if not _is_template(content):
        return None
    template = whatsapp_service.find_template(content["settings"]["template_id"])
    return None if whatsapp_service.is_usable(template) else Decision(SKIP, TEMPLATE)


def _is_template(content: Any) -> bool:
    return bool((content["settings"] or {}).get("template_id"))

"""What a campaign uses besides its own words, and which of it was changed after somebody asked for a yes or gave it.

Who comes and goes while rules stay as they are is no change: that is what rules are for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..server_customers import segment_service
from ..server_messaging import whatsapp_service
from ..server_newsletter import list_service
from ..server_shared.actors import SYSTEM
from ..server_shared.clock import utc_now
from ..server_shared.errors import NotFound
from . import channel_contents, offer_service
from .campaign_rules import AWAITING, SCHEDULED

Uses = dict[str, dict[str, str]]
"""``{id: {"label": what people call it, "mark": differs when it does}}``"""
OF_A_LIST = ("name", "purpose", "topics", "archived_at")
OF_A_TEMPLATE = ("name", "language", "category", "status", "body")


def uses_of(campaign: Any) -> Uses:
    """The segments, list, offer and WhatsApp template of a campaign's row, as they are now."""
    return {key: {"label": label, "mark": _mark(what)} for key, label, what in _used(campaign)}


def notice_changes(campaign: Any) -> bool:
    """Whether what a campaign uses was changed since a yes to it was asked for, or given, so that it lapses.

    Then it waits for one, and says why; the version that somebody has seen is no longer the newest. In a transaction.
    """
    status = campaign["status"]
    if status not in (AWAITING, SCHEDULED) or campaign["asked_by"] is None:
        return False
    now = uses_of(campaign)
    what = _changed(campaign["seen_uses"] or {}, now)
    if not what:
        return False
    since = "it was asked for" if status == AWAITING else "it was approved"
    why = f"Changed since {since}: {what}. It needs a yes to that."
    anew = {"version": campaign["version"] + 1, "updated_at": utc_now()}
    campaign.update(status=AWAITING, status_reason=why, seen_uses=now, **anew)
    return True


def _changed(before: Uses, now: Uses) -> str:
    """What is different now, in words; ``""`` for nothing."""
    known = [key for key in {**now, **before} if key in before]  # in the order of now: what is stored has none
    labels = [before[key]["label"] for key in known if now.get(key, {}).get("mark") != before[key]["mark"]]
    return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)


def _used(campaign: Any) -> Iterator[tuple[str, str, Any]]:
    audience = campaign["audience"] or {}
    for segment_id in (*(audience.get("segments") or ()), *(audience.get("without") or ())):
        yield segment_id, *_segment(segment_id)
    if audience.get("list"):
        found = list_service.get_list_row(audience["list"])
        yield audience["list"], f"the list “{found['name']}”", _named(found, OF_A_LIST)
    if campaign["offer"] is not None:
        offer = offer_service.offer_record(campaign["offer"])
        yield offer["offer_id"], f"the offer “{offer['name']}”", {**offer, "version": None}
    template_id = channel_contents.messages_of(campaign).get("whatsapp", {}).get("template_id") or ""
    template = whatsapp_service.find_template(template_id)
    if template is not None:
        yield template_id, f"the WhatsApp template “{template['name']}”", _named(template, OF_A_TEMPLATE)


def _segment(segment_id: str) -> tuple[str, Any]:
    """What a segment is called, and what decides who is in it: its rules, or that somebody fills it by hand."""
    try:
        segment = segment_service.get_segment(SYSTEM, segment_id)
    except NotFound:
        return "a segment that is gone", None
    by_hand = None if segment["is_dynamic"] else segment["count"]
    return f"the segment “{segment['name']}”", {"rules": segment["rules"], "by_hand": by_hand}


def _named(what: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: what[name] for name in names}


def _mark(what: Any) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True, default=str).encode()).hexdigest()[:16]

"""What screens may ask of tags. A change is a transaction; segments that ask for a renamed tag are filled after it."""

from __future__ import annotations

from typing import Any

import anvil.tables as tables

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import labels, segment_service, tag_service

AUDITED = "contact_labels"


@server_callable(permission="customers.view")
def list_tags(actor: Actor) -> dict[str, Any]:
    """``tags`` with their counts, and the ``colors`` there are."""
    return {"tags": tag_service.list_tags(actor), "colors": list(labels.COLORS)}


@server_callable(permission="customers.view")
def get_tag_colors(actor: Actor) -> dict[str, Any]:
    return {"colors": labels.tag_colors()}


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def set_tag_color(actor: Actor, tag: str, color: str) -> None:
    labels.set_tag_color(tag, color)


@server_callable(permission="customers.manage", audited=AUDITED)
def rename_tag(actor: Actor, tag: str, new_name: str) -> dict[str, Any]:
    return _with_segments(tables.in_transaction(tag_service.rename_tag)(actor, tag, new_name))


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def delete_tag(actor: Actor, tag: str) -> dict[str, Any]:
    return tag_service.delete_tag(actor, tag)


@server_callable(permission="customers.manage", audited=AUDITED)
def undo_tag_change(actor: Actor, change_id: str) -> dict[str, Any]:
    return _with_segments(tables.in_transaction(tag_service.undo_tag_change)(actor, change_id))


def _with_segments(change: dict[str, Any]) -> dict[str, Any]:
    for segment_id in change.pop("segments"):
        segment_service.refresh_segment(segment_id)
    return change

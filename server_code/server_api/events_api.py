"""Events that the business's own programs tell of people."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from ..server_customers import own_event_service
from ..server_shared.actors import Actor
from .operations import operation


class NewEvent(Struct, forbid_unknown_fields=True):
    """Something that happened: its ``name`` (``trial_ended``, ``abandoned_cart``) and with whom, by ``contact_id`` or
    ``email``. The same ``key`` counts once for a person and a name; ``note`` is shown on the timeline.
    """

    name: Annotated[str, Meta(min_length=1, max_length=own_event_service.MAX_NAME)]
    contact_id: Annotated[str, Meta(max_length=20)] = ""
    email: Annotated[str, Meta(max_length=254)] = ""
    key: Annotated[str, Meta(max_length=own_event_service.MAX_KEY)] = ""
    note: Annotated[str, Meta(max_length=own_event_service.MAX_NOTE)] = ""


class EventTold(Struct):
    """What came of it: how many sequences the person ``enrolled`` in; ``is_new`` is false for a key told before."""

    contact_id: str
    name: str
    enrolled: int
    is_new: bool


@operation(
    "POST",
    "/v1/events",
    permission="customers.manage",
    body=NewEvent,
    gives=EventTold,
    feature="marketing_enabled",
    status=201,
    transaction=True,
    audited="contacts",
)
def tell_event(actor: Actor, body: NewEvent) -> dict[str, Any]:
    """Tell that something happened with a contact; sequences that wait for it begin."""
    told = {"contact_id": body.contact_id, "email": body.email, "key": body.key, "note": body.note}
    return own_event_service.record_event(actor, body.name, **told)

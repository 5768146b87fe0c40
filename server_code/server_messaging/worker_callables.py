"""What a worker asks that sends from outside, over an uplink with the server key: the outbox, step by step."""

from __future__ import annotations

from typing import Any

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import errand_service, outside_erasure_service, outside_service, whatsapp_template_service


@server_callable(uplink=True)
def claim_messages(actor: Actor, stream: str, worker: str, wanted: int) -> dict[str, Any]:
    return outside_service.claim(stream, worker, wanted)


@server_callable(uplink=True)
def turn_messages(actor: Actor, stream: str, worker: str, outcomes: list, begin: list) -> dict[str, Any]:
    return {"may_go": outside_service.turn(stream, worker, outcomes, begin)}


@server_callable(uplink=True)
def list_doubtful_messages(actor: Actor, provider: str) -> dict[str, Any]:
    return {"messages": outside_service.doubtful(provider)}


@server_callable(uplink=True, transaction=True)
def settle_messages(actor: Actor, outcomes: list) -> dict[str, Any]:
    return {"count": outside_service.settle(outcomes)}


@server_callable(uplink=True, transaction=True)
def take_errand(actor: Actor) -> dict[str, Any]:
    return {"errand": errand_service.take()}


@server_callable(uplink=True, transaction=True)
def finish_errand(actor: Actor, errand_key: str, outcome: dict) -> None:
    errand_service.finish(errand_key, outcome)


@server_callable(uplink=True, transaction=True)
def take_messages_to_erase(actor: Actor) -> dict[str, Any]:
    return {"provider_ids": outside_erasure_service.take()}


@server_callable(uplink=True, transaction=True)
def settle_erased_messages(actor: Actor, outcomes: list) -> None:
    outside_erasure_service.settle(outcomes)


@server_callable(uplink=True, transaction=True)
def store_whatsapp_templates(actor: Actor, templates: list) -> dict[str, Any]:
    return {"counts": whatsapp_template_service.store_fetched(templates)}

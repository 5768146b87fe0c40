"""What a provider's module offers, the message it takes, and what it says became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid

SENT, FAILED, BOUNCED, SKIPPED, UNKNOWN, RETRY = "sent", "failed", "bounced", "skipped", "unknown", "pending"
# So many in a row that nobody can say anything of, and the provider is taken to be down: the rest waits, instead of
# coming into doubt too.
DOUBTS_IN_A_ROW, OUTAGE = 3, timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one address, every token filled in. ``send_key`` is its own, in all the world.

    Mail has ``subject``, ``html``, ``text``, ``headers``, ``sender`` (``Name <address>``), ``reply_to`` and
    ``attachments``; other channels have ``text``, or ``template`` and ``variables``. ``campaign`` is the id of its
    campaign, if it is of one.
    """

    send_key: str
    channel: str
    to: str
    text: str
    subject: str = ""
    html: str = ""
    sender: str = ""
    reply_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()
    template: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``status``: SENT, FAILED, BOUNCED, SKIPPED, UNKNOWN (taken or not, nobody knows) or RETRY (surely not taken).

    ``retry_at`` is when the provider allows another try; ``holds_stream`` that nothing else may go before it either.
    """

    send_key: str
    status: str
    provider_id: str | None = None
    reason: str | None = None
    error: str | None = None
    retry_at: datetime | None = None
    holds_stream: bool = False


class Driver(Protocol):
    """What a provider's module offers. ``at_once`` messages are handed over together, and may be in doubt together."""

    at_once: int

    def deliver(self, messages: Sequence[Message]) -> list[Outcome]:
        """Hand messages to the provider; what became of each. Raises nothing: doubts are outcomes too."""

    def find(self, send_key: str, to: str) -> Outcome | None:
        """What the provider knows of a message whose sending was cut off; None when it cannot tell."""


def one_after_another(messages: Sequence[Message], deliver: Callable[[Message], Outcome]) -> list[Outcome]:
    """What became of each message, where a provider takes one at a time; after one that holds the stream none goes."""
    outcomes: list[Outcome] = []
    for message in messages:
        if outcomes and outcomes[-1].holds_stream:
            outcomes.append(held_back(message.send_key, outcomes[-1]))
        else:
            outcomes = noticing_outage([*outcomes, deliver(message)])
    return outcomes


def held_back(send_key: str, by: Outcome) -> Outcome:
    """What becomes of a message that does not go for now, since another one (``by``) holds the stream."""
    return replace(by, send_key=send_key, status=RETRY, reason="provider", provider_id=None)


def noticing_outage(outcomes: list[Outcome]) -> list[Outcome]:
    """The same, but that the last one holds the stream when it and those before it are all in doubt."""
    last = outcomes[-DOUBTS_IN_A_ROW:]
    if len(last) < DOUBTS_IN_A_ROW or any(outcome.status != UNKNOWN for outcome in last):
        return outcomes
    return [*outcomes[:-1], replace(last[-1], holds_stream=True, retry_at=utc_now() + OUTAGE)]


@dataclass(frozen=True, slots=True)
class Offer:
    """A provider: how its driver is made, what people call it, and whether it has its keys."""

    make: Callable[[], Driver]
    label: str
    is_ready: Callable[[], bool]


_offers: dict[str, Offer] = {}


def offer_driver(
    provider: str, make: Callable[[], Driver], label: str = "", is_ready: Callable[[], bool] = lambda: True
) -> None:
    """Let ``make()`` be what sends through ``provider``, which people call ``label``, once ``is_ready()``."""
    _offers[provider] = Offer(make, label or provider, is_ready)


def make_driver(provider: str) -> Driver:
    """A driver for ``provider``. Raises Invalid when this server has none."""
    if provider not in _offers:
        raise Invalid(f"Nothing here sends through “{provider}”.")
    return _offers[provider].make()


def providers() -> list[str]:
    """The providers that this server sends through."""
    return list(_offers)


def ready_providers() -> dict[str, str]:
    """The providers that have their keys, and what people call them."""
    return {name: offer.label for name, offer in _offers.items() if offer.is_ready()}

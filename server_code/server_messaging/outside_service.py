"""The outbox for workers outside the server: the same steps as for its own, in plain values.

Only streams whose provider no module of the server drives are given away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from anvil.tables import app_tables, in_transaction
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from . import errand_service, outbox_service, streams
from .composing import compose
from .driver_service import providers
from .plain_messages import outcome_of, plain_message, plain_outcome
from .sending_service import StreamOutbox
from .twilio_webhook_service import status_url

MOST_CLAIMED = 400
MOST_DOUBTFUL = 100
# What was sent to the same number about the same time is what a doubtful message is not.
AROUND = timedelta(hours=1)


def claim(stream: str, worker: str, wanted: int) -> dict[str, Any]:
    """Messages that may go: ``messages, unfit, seen, free_in_seconds``; ``has_errand``, and where to tell statuses."""
    _notice(stream)
    batch = StreamOutbox(stream, worker).claim(max(1, min(wanted, MOST_CLAIMED)))
    return {
        "messages": [plain_message(message) for message in batch.messages],
        "unfit": [plain_outcome(outcome) for outcome in batch.unfit],
        "seen": batch.seen,
        "free_in_seconds": batch.free_in_seconds,
        "has_errand": errand_service.is_waiting(),
        "status_url": status_url(),
    }


def turn(stream: str, worker: str, outcomes: Sequence[Mapping[str, Any]], begin: Sequence[str]) -> list[str]:
    """Record outcomes and note beginnings; the keys of those that still may go."""
    return sorted(StreamOutbox(stream, worker).turn([outcome_of(each) for each in outcomes], begin))


def doubtful(provider: str) -> list[dict[str, Any]]:
    """The messages of a provider of which nobody knows whether it took them, the oldest first.

    Each with ``attempted_at``, and in ``known`` the ids of what else went to that number about then.
    """
    outbox_service.settle_abandoned()
    if provider in providers():
        raise Invalid(f"The server itself sends through “{provider}”.")
    rows = islice(app_tables.sends.search(provider=provider, status="unknown"), MOST_DOUBTFUL)
    return [doubt for doubt in map(_doubt, rows) if doubt]


def settle(outcomes: Sequence[Mapping[str, Any]]) -> int:
    """Record what a provider says of doubtful messages; how many. Needs a transaction."""
    now = utc_now()
    found = {each["send_key"]: outcome_of(each) for each in outcomes}
    rows = list(app_tables.sends.search(send_key=q.any_of(*found), status="unknown")) if found else []
    for row in rows:
        outbox_service.record(row, found[row["send_key"]], now)
    return len(rows)


def _doubt(row: Any) -> dict[str, Any] | None:
    try:
        message = compose(row)
    except Invalid:
        return None
    since = row["attempted_at"] - AROUND
    columns = q.fetch_only("provider_id", "past_ids")
    others = app_tables.sends.search(columns, address=row["address"], sent_at=q.greater_than(since))
    known = [each for other in others for each in (other["provider_id"], *(other["past_ids"] or ())) if each]
    return {
        **plain_message(message),
        "attempted_at": row["attempted_at"],
        "known": [*known, *(row["past_ids"] or ())],
    }


@in_transaction
def _notice(stream: str) -> None:
    """Keep that a worker asks for messages of a stream. Raises Invalid where none from outside may."""
    row = streams.stream_row(stream)
    if row["provider"] in providers():
        raise Invalid(f"The server itself sends “{stream}”.")
    errand_service.notice_worker(row)

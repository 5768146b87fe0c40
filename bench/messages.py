"""10,000 receivers of a campaign: who gets it, put into the outbox, sent through a simulated provider, told of."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.served import ROOT, new_folder
from tests.server_process import ServerProcess
from tests.simulator_process import SimulatorProcess, simulator

from .asked import SECRETS, Asked, opened, prepare
from .figures import LIMIT, Figure
from .receivers import add_receivers, new_campaign, secret_flags

PEOPLE = 10_000
SENT = 3_000
PROVIDER = "brevo"
LONGEST_SECONDS = 150.0


def figures() -> Iterator[Figure]:
    """Every figure of this page, each as soon as it is measured."""
    with new_folder() as folder, simulator(folder.parent / "simulator") as outside:
        prepare(folder)
        secrets = {**SECRETS, **outside.secrets}
        with opened(folder, secrets) as asked:
            add_receivers(asked, PEOPLE, PROVIDER)
            campaign_id = new_campaign(asked)
            yield _seconds("Who of 10,000 gets it and why not", 2, lambda: _review(asked))
            asked.ask("launch_campaign", campaign_id)
            yield _seconds("10,000 messages into the outbox", 3, lambda: asked.run("plan_campaign", campaign_id))
        yield from _sending(folder, secrets, outside)


def _review(asked: Asked) -> None:
    found = asked.ask("review_audience", {"everyone": True})
    if found["goes"] + found["waits"] != PEOPLE:
        raise RuntimeError(f"not everybody gets it: {found}")


def _sending(folder: Path, secrets: dict[str, str], outside: SimulatorProcess) -> Iterator[Figure]:
    outside.switch(PROVIDER, per_second=0)
    server = ServerProcess(folder, "--auto-migrate", *secret_flags(secrets), app=ROOT)
    try:
        first, began = _wait_for(outside, 100), time.monotonic()
        last, ended = _wait_for(outside, 100 + SENT), time.monotonic()
        rate = (last - first) / (ended - began)
        yield Figure("E-mails sent", 1000 / rate, "ms", 10, LIMIT, f"each; {rate:,.0f} a second")
        repeated = outside.counts(by="to")["repeated"]
        yield Figure("… sent twice", len(repeated), "", 0, LIMIT)
    finally:
        server.stop()


def _wait_for(outside: SimulatorProcess, count: int) -> int:
    """Wait until so many messages have come; how many have."""
    end = time.monotonic() + LONGEST_SECONDS
    while (total := outside.counts()["total"]) < count:
        if time.monotonic() > end:
            raise RuntimeError(f"only {total} of {count} messages came in {LONGEST_SECONDS:.0f} s")
        time.sleep(0.05)
    return int(total)


def _seconds(label: str, limit: float, action: Callable[[], object]) -> Figure:
    began = time.monotonic()
    action()
    return Figure(label, time.monotonic() - began, "s", limit, LIMIT)

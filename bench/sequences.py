"""A minute of a hundred sequences with 20,000 people in them: nobody due, and 500 whose step is."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.many_enrolled import enrol_many, let_be_due
from tests.served import new_folder

from .asked import SECRETS, Asked, opened, prepare
from .figures import LIMIT, Figure
from .receivers import BLOCKS, add_receivers

LIMIT_SECONDS = 2
# Nothing is sent: the measurement ends where the outbox begins.
MAIL_HERE = {"smtp_url": "smtp://127.0.0.1:9"}


def figures() -> Iterator[Figure]:
    """Every figure of this page, each as soon as it is measured."""
    with new_folder() as folder:
        prepare(folder)
        with opened(folder, {**SECRETS, **MAIL_HERE}) as asked:
            add_receivers(asked, 0, "smtp")
            steps = [{"subject": name, "blocks": BLOCKS, "delay_days": 1} for name in ("Welcome", "Our menu")]
            steps[0]["skip_if"] = {"already_purchased": True}
            made = asked.ask("create_sequence", {"campaign_name": "Welcome", "steps": steps})
            asked.ask("activate_sequence", made["campaign_id"])
            with asked.instance.database.connection() as connection:
                enrol_many(connection)
            for due in (0, 500):
                yield _tick(asked, due)


def _tick(asked: Asked, due: int) -> Figure:
    with asked.instance.database.connection() as connection:
        let_be_due(connection, due)
    began, spent = time.monotonic(), time.process_time()
    asked.run("process_campaigns")
    seconds, spent = time.monotonic() - began, time.process_time() - spent
    with asked.instance.database.connection() as connection:
        [done] = connection.execute("SELECT count(*) FROM data.sends").fetchone() or [0]
    if done != due:
        raise RuntimeError(f"{done} of {due} got their step")
    return Figure(f"A minute of 100 sequences, {due} of 20,000 due", seconds, "s", LIMIT_SECONDS, LIMIT,
                  f"{spent:.2f} s of it computing here")  # fmt: skip

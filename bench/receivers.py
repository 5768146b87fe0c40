"""A business with many people who agreed to hear from it, and a simulator of the services that it sends through."""

from __future__ import annotations

import calendar
import json
import sys
import time
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from tests.simulator_process import SimulatorProcess

from .asked import Asked

ADD_PEOPLE = """
    INSERT INTO data.contacts (
        contact_id, contact_number, first_name, last_name, email, phone, status, lifecycle_stage, source,
        sort_name, search_text, date_added, last_contact_date, created_at, updated_at, agreed_to, version
    )
    SELECT 'C-' || number, number, 'Ann' || number, 'Person', 'ann' || number || '@people.test', '+2782' || number,
        'customer', 'active', 'Manual Entry', 'person ann' || number, 'ann' || number, now(), now(), now(), now(),
        '["email:marketing", "whatsapp:marketing", "sms:marketing"]', 1
    FROM generate_series(1000001, 1000000 + %s) AS number
"""
OPEN_HOURS = {day.lower(): [["00:00", "23:59:59"]] for day in calendar.day_name}
PEOPLE_AT_MOST = 1_000_000
LONGEST_SECONDS = 300.0
SENDER = {"name": "Kestrel", "address": "hello@kestrel.test"}
BLOCKS = [{"kind": "text", "text": "Hello {{first_name|there}}, the [menu](https://kestrel.test/menu) has changed."}]


def add_receivers(asked: Asked, people: int, provider: str) -> None:
    """Let a business have so many people to write to, at any hour, as often and as fast as may be."""
    chosen = {"hours": OPEN_HOURS, "holidays_of": None, "sender": SENDER, "cap": 100, "approve_above": PEOPLE_AT_MOST}
    with asked.instance.database.connection() as connection:
        connection.execute(ADD_PEOPLE, (people,))
        connection.execute("UPDATE data.config SET address = '1 Main Road', messaging = %s", (json.dumps(chosen),))
        connection.execute(
            "INSERT INTO data.send_streams (name, provider, per_hour, counted) VALUES "
            "('marketing_email', %s, 1000000, 0), ('transactional_email', %s, 1000000, 0)",
            (provider, provider),
        )
        connection.execute("ANALYZE")
    # Written past the app, which may have read its settings a moment ago.
    sys.modules["master_template.server_shared.config"]._Cache.settings = None


def new_campaign(asked: Asked, name: str = "Spring") -> str:
    """A draft to everybody; its id."""
    words = {"subject": "Spring, {{first_name|friend}}", "preview_text": "What is new", "blocks": BLOCKS}
    return str(
        asked.ask("create_campaign", {"campaign_name": name, "audience": {"everyone": True}, **words})["campaign_id"]
    )


def secret_flags(secrets: Mapping[str, str]) -> list[str]:
    """The flags that give a server these secrets."""
    return [part for name, value in secrets.items() for part in ("--secret", f"{name}={value}")]


def enqueue(asked: Asked, people: int, channel: str, purpose: str, **words: Any) -> None:
    """Plan a message to so many people, apart from any campaign, and have the outbox looked at."""

    def work() -> None:
        import anvil.server
        from anvil.tables import app_tables

        outbox = sys.modules["master_template.server_messaging.outbox_service"]
        content = app_tables.message_contents.add_row(channel=channel, **{"text": "Thank you.", **words})
        some = islice(app_tables.contacts.search(), people)
        outbox.enqueue(outbox.NewSend(contact, channel, purpose, f"bench {channel}", content) for contact in some)
        anvil.server.launch_background_task("send_due_messages")

    asked.inside(work)


def wait_for(outside: SimulatorProcess, count: int, meanwhile: Callable[[], None] = lambda: None, **which: Any) -> int:
    """Wait until the simulator has taken so many messages; how many it has. Raises TimeoutError."""

    def taken() -> int:
        meanwhile()
        total = int(outside.counts(**which)["total"])
        return total if total >= count else 0

    return int(wait_until(taken, f"{count} messages"))


def wait_until(holds: Callable[[], object], what: str) -> Any:
    """Wait for something that a campaign brings; what ``holds`` answers then. Raises TimeoutError."""
    end = time.monotonic() + LONGEST_SECONDS
    while not (answer := holds()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come in {LONGEST_SECONDS:.0f} s")
        time.sleep(0.05)
    return answer

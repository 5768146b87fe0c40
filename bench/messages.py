"""10,000 receivers of a campaign: who gets it, put into the outbox, sent through a simulated provider, told of."""

from __future__ import annotations

import itertools
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, LiteralString

import httpx

from tests.served import ROOT, new_folder
from tests.server_process import SERVER_KEY, ServerProcess
from tests.simulator_process import SimulatorProcess, simulator

from .asked import SECRETS, Asked, opened, prepare
from .figures import LIMIT, Figure, median_figure, milliseconds, seconds_figure
from .receivers import add_receivers, enqueue, new_campaign, secret_flags, wait_for, wait_until
from .spent import cpu_seconds

PEOPLE, SENT, WHATSAPPS = 10_000, 3_000, 2_000
FIRST = 100
EVENTS, REPORTS, LINES = 100_000, 2_000, 4
PROVIDER = "brevo"
# Both are known to the simulator, which delivers approved templates only.
PHONE = {"whatsapp_number": "+27600000001", "whatsapp_tier": None, "whatsapp_per_second": 250}
TEMPLATE = {
    "name": "seasonal_offer",
    "language": "en",
    "category": "marketing",
    "status": "approved",
    "content_sid": "HX00000000000000000000000000000002",
    "body": "Hello {{1}}, we have something for you: {{2}}. Reply STOP to get no more of these.",
    "samples": {"1": "Nomsa", "2": "10% off in May"},
}
ADD_EVENTS = """
    INSERT INTO data.send_events (event_key, send, event_type, occurred_at, received_at, link_url)
    SELECT 'bench ' || number, ids[1 + number %% cardinality(ids)], (array['open', 'click'])[1 + number %% 2],
        now() - number * interval '1 second', now(), 'https://kestrel.test/menu'
    FROM (SELECT array_agg(_id) AS ids FROM data.sends) AS everything, generate_series(1, %s) AS number
"""
UNDER_WAY = "SELECT count(*) FROM data.sends WHERE status IN ('pending', 'sending')"
UNREAD = "SELECT count(*) FROM data.webhook_events WHERE status = 'waiting'"
WENT = "SELECT send_key, provider_id, address FROM data.sends WHERE provider_id IS NOT NULL LIMIT %s"


def figures() -> Iterator[Figure]:
    """Every figure of this page, each as soon as it is measured."""
    with new_folder() as folder, simulator(folder.parent / "simulator") as outside:
        for service in (PROVIDER, "twilio"):
            outside.switch(service, per_second=0)
        prepare(folder)
        secrets = {**SECRETS, **outside.secrets}
        with opened(folder, secrets) as asked:
            add_receivers(asked, PEOPLE, PROVIDER)
            asked.ask("save_phone_settings", PHONE)  # before the server starts, which would learn of it seconds later
            campaign_id = new_campaign(asked)
            yield seconds_figure("Who of 10,000 gets it and why not", 2, lambda: _review(asked))
            asked.ask("launch_campaign", campaign_id)
            yield seconds_figure("10,000 messages into the outbox", 3, lambda: asked.run("plan_campaign", campaign_id))
        server = ServerProcess(folder, "--auto-migrate", *secret_flags(secrets), app=ROOT)
        try:
            with opened(folder, secrets) as asked:
                yield from _mails(asked, server, outside)
                yield from _reports(asked, server, outside.secrets["brevo_webhook_token"])
                yield from _campaign_page(asked, campaign_id)
                yield from _whatsapps(asked, server, outside)
        finally:
            server.stop()


def _review(asked: Asked) -> None:
    found = asked.ask("review_audience", {"everyone": True})
    if found["goes"] + found["waits"] != PEOPLE:
        raise RuntimeError(f"not everybody gets it: {found}")


def _mails(asked: Asked, server: ServerProcess, outside: SimulatorProcess) -> Iterator[Figure]:
    """How fast a campaign goes out, and how soon a receipt does meanwhile."""
    yield _rate("E-mails sent", 100, server, outside, PROVIDER, SENT)
    began, before = time.monotonic(), outside.ask("state")["messages"]
    enqueue(asked, 1, "email", "transactional", subject="Receipt")
    wait_until(lambda: any(each["subject"] == "Receipt" for each in outside.messages(after=before)), "the receipt")
    yield Figure("A receipt during the campaign", time.monotonic() - began, "s", 5, LIMIT)
    asked.ask("pause_campaign", asked.ask("list_campaigns")["campaigns"][0]["campaign_id"])
    wait_until(lambda: _count(asked, UNDER_WAY) == 0, "the pause")
    yield Figure("… mails sent twice", len(outside.counts(by="to,subject")["repeated"]), "", 0, LIMIT)


def _count(asked: Asked, query: LiteralString) -> int:
    with asked.instance.database.connection() as connection:
        [counted] = connection.execute(query).fetchone() or [0]
    return int(counted)


def _reports(asked: Asked, server: ServerProcess, token: str) -> Iterator[Figure]:
    """How fast reports of a provider are taken in, over a few lines at once."""
    with asked.instance.database.connection() as connection:
        went = connection.execute(WENT, (REPORTS,)).fetchall()
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{server.url}/_/api/webhooks/brevo"

    def post(some: list[Any]) -> list[float]:
        taken = []
        with httpx.Client(headers=headers, trust_env=False) as client:
            for key, message_id, address in some:
                facts = {"event": "delivered", "ts_epoch": int(time.time() * 1000), "email": address}
                began = time.perf_counter()
                answer = client.post(url, json={**facts, "message-id": message_id, "X-Mailin-custom": key})
                taken.append((time.perf_counter() - began) * 1000)
                if not answer.is_success:
                    raise RuntimeError(f"a report was refused: {answer.status_code}")
        return taken

    began = time.monotonic()
    with ThreadPoolExecutor(LINES) as lines:
        taken = [*itertools.chain(*lines.map(post, [went[start::LINES] for start in range(LINES)]))]
    ended = time.monotonic()
    rate = len(taken) / (ended - began)
    wait_until(lambda: _count(asked, UNREAD) == 0, "what was made of the reports")
    note = f"each; {rate:,.0f} a second; understood {time.monotonic() - ended:.1f} s after the last"
    yield Figure("A provider's report, taken in", 1000 / rate, "ms", 1000 / 300, LIMIT, note)
    yield Figure("… until it is answered", statistics.median(taken), "ms", 20, LIMIT, f"median of {len(taken):,}")


def _campaign_page(asked: Asked, campaign_id: str) -> Iterator[Figure]:
    with asked.instance.database.connection() as connection:
        connection.execute(ADD_EVENTS, (EVENTS,))
        connection.execute("ANALYZE")
    asked.run("refresh_figures")

    def page() -> None:
        asked.ask("get_campaign", campaign_id)
        asked.ask("get_campaign_figures", campaign_id)
        asked.ask("list_campaign_recipients", campaign_id)

    yield median_figure("Campaign page with 100,000 events", milliseconds(page, 15), "ms", 60, LIMIT)
    listing = milliseconds(lambda: asked.ask("list_campaigns"), 15)
    yield median_figure("List of campaigns", listing, "ms", 30, LIMIT)


def _whatsapps(asked: Asked, server: ServerProcess, outside: SimulatorProcess) -> Iterator[Figure]:
    """Messages of an approved template through the worker on an uplink."""
    template_id = asked.ask("save_whatsapp_template", TEMPLATE)["template"]["template_id"]
    words = {"template_id": template_id, "variables": {"1": "{{first_name|there}}", "2": "new opening hours"}}
    enqueue(asked, WHATSAPPS, "whatsapp", "marketing", settings=words)
    said = outside.secrets
    secrets = {"TWILIO_ACCOUNT_SID": said["twilio_account_sid"], "TWILIO_AUTH_TOKEN": said["twilio_auth_token"]}
    secrets |= {"TWILIO_URL": said["twilio_url"], "MYBIZZ_UPLINK_KEY": SERVER_KEY}
    url = server.url.replace("http", "ws", 1) + "/_/uplink"
    command = [sys.executable, "-m", "uplink.twilio_worker", "--url", url]
    worker = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **secrets})
    try:
        yield _rate("WhatsApp messages sent", 80, server, outside, "twilio", WHATSAPPS - 500)
    finally:
        worker.terminate()
        worker.wait()


def _rate(
    label: str, least: float, server: ServerProcess, outside: SimulatorProcess, service: str, count: int
) -> Figure:
    """How many messages a second come, once the first are there, and what reports of them are understood meanwhile."""
    begun, began, spent = wait_for(outside, FIRST, service=service), time.monotonic(), cpu_seconds(server)
    ended = wait_for(outside, FIRST + count, service=service)
    rate = (ended - begun) / (time.monotonic() - began)
    spent = (cpu_seconds(server) - spent) / (ended - begun) * 1000
    note = f"each; {rate:,.0f} a second; {spent:.1f} CPU seconds of the server and its database for 1,000"
    return Figure(label, 1000 / rate, "ms", 1000 / least, LIMIT, note)

"""The worker for WhatsApp and SMS on the genuine uplink, against the simulated Twilio."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import psycopg
import pytest

from app_server.database import DATABASE_NAME
from app_server.embedded_postgres import EmbeddedServer
from tests.server_process import ROOT, SERVER_KEY, ServerProcess, free_port
from tests.simulator_process import SimulatorProcess, simulator

WAIT_SECONDS = 90
FIRST = 27_820_000_000
HOURS = {f"{day}day": [["00:00", "23:59:59"]] for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")}
PHONE = {"whatsapp_number": "+27600000001", "sms_sender": "+27600000002", "whatsapp_tier": None}


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SimulatorProcess, int]]:
    port = free_port()
    with simulator(tmp_path_factory.mktemp("twilio"), f"http://127.0.0.1:{port}") as process:
        yield process, port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, outside: Any) -> Iterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("phone")
    for above in (folder, *folder.parents[:2]):
        # PostgreSQL runs under an account of its own when this is root.
        os.chmod(above, 0o755)  # noqa: PTH101
    process, port = outside
    secrets = {"encryption_key": "b" * 43 + "=", "twilio_auth_token": process.secrets["twilio_auth_token"]}
    flags = [text for name, value in secrets.items() for text in ("--secret", f"{name}={value}")]
    running = ServerProcess(folder / "data", "--auto-migrate", *flags, app=ROOT, port=port)
    yield running
    running.stop()


@pytest.fixture
def twilio(outside: Any) -> Iterator[SimulatorProcess]:
    process: SimulatorProcess = outside[0]
    process.tell("clear")
    yield process
    process.switch("twilio", cut_off=0, lost=0)


@pytest.fixture
def ask(server: ServerProcess) -> Callable[..., list[tuple[Any, ...]]]:
    """Rows of the database, whose business, people and messages are new."""
    url = EmbeddedServer(server.data_dir / "postgres").url(DATABASE_NAME)

    def asked(query: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(url, autocommit=True, options="-c search_path=data") as connection:
            cursor = connection.execute(query, values)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    asked("TRUNCATE config, contacts, sends, send_events, send_streams, message_contents, inbound_messages, errands")
    asked("TRUNCATE outside_erasures")
    asked(
        "INSERT INTO config (business_name, features_enabled, messaging) VALUES ('Kestrel', %s, %s)",
        json.dumps({"marketing_enabled": True}),
        json.dumps({"hours": HOURS, "holidays_of": None, "phone": PHONE}),
    )
    asked("INSERT INTO send_streams (name, provider, per_hour) VALUES ('sms', 'twilio', 1000000)")
    return asked


@pytest.fixture
def worker(server: ServerProcess, outside: Any) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """``worker()`` begins a copy."""
    begun: list[subprocess.Popen[str]] = []
    secrets = outside[0].secrets
    named = {name.upper(): secrets[name] for name in ("twilio_account_sid", "twilio_auth_token", "twilio_url")}

    def begin() -> subprocess.Popen[str]:
        address = server.url.replace("http", "ws", 1) + "/_/uplink"
        command = [sys.executable, "-m", "uplink.twilio_worker", "--url", address, "--doubts-every", "1"]
        environment = {**os.environ, "MYBIZZ_UPLINK_KEY": SERVER_KEY, **named}
        begun.append(subprocess.Popen(command, cwd=ROOT, env=environment, text=True))
        return begun[-1]

    yield begin
    for process in begun:
        if process.poll() is None:
            process.terminate()
        process.wait(30)


def plan(ask: Callable[..., list[tuple[Any, ...]]], people: int, first: int = 0) -> None:
    """So many people who agreed to offers by SMS, and a message to each."""
    numbers = "generate_series(%s::bigint, %s::bigint) AS number"
    span = (first, first + people - 1)
    ask(
        "INSERT INTO contacts (contact_id, contact_number, first_name, phone, status, lifecycle_stage, agreed_to) "
        f"SELECT 'C-' || number, number, 'P' || number, '+' || ({FIRST} + number), 'lead', 'new', %s FROM {numbers}",
        json.dumps(["sms:marketing"]),
        *span,
    )
    ask("INSERT INTO message_contents (channel, text) SELECT 'sms', 'Offers' WHERE NOT EXISTS (TABLE message_contents)")
    ask(
        "INSERT INTO sends (send_key, once, contact, channel, purpose, stream, content, priority, status, due_at, "
        "attempts, created_at) SELECT 'key' || contact_number, 'once' || contact_number, _id, 'sms', 'marketing', "
        "'sms', (SELECT max(_id) FROM message_contents), -5, 'pending', now(), 0, now() FROM contacts "
        "WHERE contact_number >= %s AND contact_number <= %s",
        *span,
    )


def wait_until(holds: Callable[[], Any]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not (answer := holds()):
        assert time.monotonic() < end, answer
        time.sleep(0.1)


def statuses(ask: Callable[..., list[tuple[Any, ...]]]) -> dict[str, int]:
    return dict(ask("SELECT status, count(*)::int FROM sends GROUP BY status"))  # type: ignore[arg-type]


def wait_for_statuses(ask: Callable[..., list[tuple[Any, ...]]], *wanted: dict[str, int]) -> None:
    """Wait until so many messages of each status are there, as one of `wanted` says."""
    end = time.monotonic() + WAIT_SECONDS
    while (found := statuses(ask)) not in wanted:
        assert time.monotonic() < end, found
        time.sleep(0.1)


def wait_until_at_rest(ask: Callable[..., list[tuple[Any, ...]]]) -> None:
    """Wait until the calls that a killed worker left with the server have ended: nothing was claimed for a second."""
    before, now = None, ask("SELECT max(claimed_until), max(attempted_at) FROM sends")
    while now != before:
        time.sleep(1)
        before, now = now, ask("SELECT max(claimed_until), max(attempted_at) FROM sends")


def test_messages_go_once_and_are_told_to_have_arrived(ask, twilio, worker):
    plan(ask, 100)
    worker(), worker()
    wait_for_statuses(ask, {"delivered": 100})
    counted = twilio.counts(service="twilio")
    assert (counted["total"], counted["repeated"]) == (100, [])
    [message] = twilio.messages(to=f"+{FIRST + 5}")
    assert twilio.content(message["number"])["text"] == "Offers\nReply STOP to opt out."
    provider_ids = ask("SELECT count(DISTINCT provider_id)::int FROM sends")
    assert provider_ids == [(100,)]


def test_c20_a_worker_killed_while_it_sends_repeats_nothing(ask, twilio, worker):
    plan(ask, 300)
    first = worker()
    wait_until(lambda: statuses(ask).get("pending", 0) < 250)
    first.send_signal(signal.SIGKILL)
    first.wait()
    wait_until_at_rest(ask)
    # As if ten minutes had gone: what Twilio does not list by then was not taken.
    earlier = "claimed_until = now(), attempted_at = attempted_at - interval '10 minutes'"
    ask(f"UPDATE sends SET {earlier} WHERE status = 'sending'")
    worker()
    wait_for_statuses(ask, {"delivered": 300})
    counted = twilio.counts(service="twilio")
    assert (counted["distinct"], counted["repeated"]) == (300, [])


def test_c20_a_line_cut_after_twilio_took_a_message_leaves_no_double(ask, twilio, worker):
    twilio.switch("twilio", cut_off=100, lost=100)
    plan(ask, 20)
    worker()
    wait_until(lambda: twilio.counts(service="twilio")["total"] == 20)
    wait_for_statuses(ask, {"sent": 20}, {"unknown": 20})
    twilio.switch("twilio", cut_off=0)
    wait_for_statuses(ask, {"sent": 20})
    assert twilio.counts(service="twilio")["repeated"] == []


def test_the_worker_outlives_a_restart_of_its_server(ask, twilio, worker, server):
    plan(ask, 20)
    worker()
    wait_for_statuses(ask, {"delivered": 20})
    server.stop(signal.SIGKILL)
    server.start()
    plan(ask, 20, first=100)
    wait_for_statuses(ask, {"delivered": 40})
    assert twilio.counts(service="twilio")["repeated"] == []


def test_stop_from_a_telephone_ends_messages_to_it(ask, twilio, worker):
    plan(ask, 1)
    worker()
    wait_for_statuses(ask, {"delivered": 1})
    twilio.tell("inbound", {"from": f"+{FIRST}", "channel": "whatsapp", "text": "Stop."})
    wait_until(lambda: ask("SELECT 1 FROM suppressions WHERE channel = 'sms' AND reason = 'stopped'"))
    wait_until(lambda: twilio.messages(to=f"+{FIRST}", channel="whatsapp", direction="sent"))
    [answer] = twilio.messages(to=f"+{FIRST}", channel="whatsapp", direction="sent")
    assert answer["subject"].startswith("Kestrel: we send you no more messages here.")


def test_c43_the_worker_deletes_at_twilio_what_it_is_asked_to(ask, outside, twilio, worker):
    plan(ask, 1, first=100)
    worker()
    wait_for_statuses(ask, {"delivered": 1})
    ask(
        "INSERT INTO outside_erasures (provider, provider_id, status, attempts, due_at) "
        "SELECT 'twilio', provider_id, 'waiting', 0, now() FROM sends"
    )
    wait_until(lambda: ask("SELECT status FROM outside_erasures") == [("done",)])
    [(sid,)] = ask("SELECT provider_id FROM sends")
    keys = outside[0].secrets
    account = (keys["twilio_account_sid"], keys["twilio_auth_token"])
    url = f"{keys['twilio_url']}/2010-04-01/Accounts/{account[0]}/Messages/{sid}.json"
    assert httpx.get(url, auth=account).status_code == 404

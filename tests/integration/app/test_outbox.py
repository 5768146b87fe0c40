"""The outbox: planned once, judged at the gate when it goes, sent once whoever dies."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from app_server.instance import Instance
from app_server.rpc import dispatch
from app_server.rpc.call import Call
from tests.server_process import free_port

from .conftest import Visitor

pytestmark = pytest.mark.usefixtures("empty", "awake")

WORDS = "Yes, send me offers by e-mail."


class Inbox:
    """An SMTP server that keeps what it takes; ``answers`` maps an address to the reply its RCPT gets."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.after_data: Callable[[], str] | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if address not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 Good")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return self.after_data() if self.after_data else "250 Taken"

    @property
    def receivers(self) -> list[str]:
        return sorted(str(mail["To"]) for mail in self.mails)


class Post:
    """Server code of the app, called as its own jobs do."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance

    def run(self, function: Callable[[], Any]) -> Any:
        call = Call(self.instance, self.instance.sessions.new(), "server_module", trusted=True)

        def work() -> Any:
            with dispatch.serving(call):
                return function()

        with ThreadPoolExecutor(1) as own_thread:
            return own_thread.submit(work).result()

    def module(self, name: str) -> Any:
        return importlib.import_module(f"server_messaging.{name}")

    def drain(self, stream: str = "marketing_email") -> dict[str, int]:
        return self.run(lambda: self.module("sending_service").drain(stream))

    def plan(self, cause: str = "campaign-1", purpose: str = "marketing", **how: Any) -> int:
        """Plan one message to every contact."""
        from anvil.tables import app_tables

        def work() -> int:
            content = app_tables.message_contents.add_row(
                channel="email",
                subject="Spring, {{first_name|friend}}",
                html="<p>Hello {{first_name|friend}}</p><a href='{{unsubscribe_url}}'>Unsubscribe</a>",
                text="Hello {{first_name|friend}}\n{{unsubscribe_url}}",
            )
            new = self.module("outbox_service").NewSend
            contacts = app_tables.contacts.search()
            messages = [new(contact, "email", purpose, cause, content, **how) for contact in contacts]
            return self.module("outbox_service").enqueue(messages)

        return self.run(work)


@pytest.fixture(scope="module")
def smtp_server() -> Iterator[tuple[Controller, Inbox]]:
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller, inbox
    controller.stop()


@pytest.fixture
def inbox(instance: Instance, smtp_server: tuple[Controller, Inbox], monkeypatch: pytest.MonkeyPatch) -> Inbox:
    controller, inbox = smtp_server
    inbox.__init__()  # type: ignore[misc]
    monkeypatch.setitem(instance.secrets._values, "smtp_url", f"smtp://127.0.0.1:{controller.port}")
    return inbox


@pytest.fixture
def post(instance: Instance) -> Post:
    return Post(instance)


@pytest.fixture
def awake(instance: Instance) -> Iterator[None]:
    """A business that may write at any hour, and fast."""
    hours = {str(day): ["00:00", "23:59:59"] for day in range(7)}
    settings = {"hours": hours, "holidays_of": None, "sender": {"name": "Kestrel", "address": "hello@kestrel.test"}}
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.config SET messaging = %s", [json.dumps(settings)])
        connection.execute(
            "INSERT INTO data.send_streams (name, provider, per_hour, counted) VALUES "
            "('marketing_email', 'smtp', 1000000, 0), ('transactional_email', 'smtp', 1000000, 0)"
        )
    importlib.import_module("server_shared.config")._Cache.settings = None
    yield
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.config SET messaging = NULL")
        connection.execute("TRUNCATE data.send_streams")


def person(owner: Visitor, name: str, consented: bool = True) -> str:
    contact_id = owner.ask("create_contact", {"first_name": name, "email": f"{name.lower()}@example.com"})["contact_id"]
    if consented:
        consent = {"channel": "email", "purpose": "marketing", "state": "granted", "words": WORDS}
        owner.ask("set_consent", contact_id, consent)
    return contact_id


def test_c09_a_message_reaches_those_who_agreed_and_says_why_not_the_others(owner, post, inbox, instance):
    person(owner, "Ann")
    person(owner, "Ben", consented=False)
    assert post.plan() == 2
    assert post.drain() == {"sent": 1}
    [mail] = inbox.mails
    assert (mail["To"], mail["Subject"]) == ("ann@example.com", "Spring, Ann")
    assert post.run(statuses) == {"Ann": ("sent", None), "Ben": ("skipped", "no_consent")}


def statuses() -> dict[str, tuple[str, str | None]]:
    from anvil.tables import app_tables

    return {row["contact"]["first_name"]: (row["status"], row["reason"]) for row in app_tables.sends.search()}


def test_c01_c18_mail_carries_one_click_headers_and_a_text_part(owner, post, inbox):
    person(owner, "Ann")
    post.plan()
    post.drain()
    [mail] = inbox.mails
    link = mail["List-Unsubscribe"].split(">")[0].lstrip("<")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mail.get_body(("plain",)).get_content()
    assert link in mail.get_body(("html",)).get_content()
    post.plan("receipt-7", "transactional")
    post.drain("transactional_email")
    assert inbox.mails[1]["List-Unsubscribe"] is None


def test_c20_what_is_planned_twice_goes_once(owner, post, inbox):
    for name in ("Ann", "Ben", "Cleo"):
        person(owner, name)
    assert (post.plan(), post.plan()) == (3, 0)
    with ThreadPoolExecutor(3) as workers:
        list(workers.map(lambda _: post.drain(), range(3)))
    assert inbox.receivers == ["ann@example.com", "ben@example.com", "cleo@example.com"]


def test_c05_who_unsubscribes_while_it_waits_gets_nothing(owner, post, inbox):
    ann = person(owner, "Ann")
    post.plan()
    owner.ask("set_consent", ann, {"channel": "email", "purpose": "marketing", "state": "withdrawn"})
    post.drain()
    assert inbox.mails == []
    assert post.run(statuses) == {"Ann": ("skipped", "unsubscribed")}


def test_c13_a_hard_bounce_suppresses_the_address_for_receipts_too(owner, post, inbox):
    person(owner, "Ann")
    inbox.answers["ann@example.com"] = "550 5.1.1 No such person"
    post.plan()
    assert post.drain() == {"bounced": 1}
    inbox.answers.clear()
    post.plan("receipt-7", "transactional")
    assert post.drain("transactional_email") == {}
    assert inbox.mails == []


def test_a_mailbox_that_is_full_is_tried_again_later(owner, post, inbox, instance):
    person(owner, "Ann")
    inbox.answers["ann@example.com"] = "452 4.2.2 Full"
    post.plan()
    assert post.drain() == {"pending": 1}
    inbox.answers.clear()
    assert post.drain() == {}
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET due_at = now()")
    assert post.drain() == {"sent": 1}
    assert len(inbox.mails) == 1


def test_c20_a_mail_server_that_falls_silent_after_taking_it_leaves_a_doubt_and_no_double(owner, post, inbox):
    person(owner, "Ann")
    inbox.after_data = lambda: 1 / 0  # type: ignore[assignment,return-value]
    post.plan()
    post.drain()
    inbox.after_data = None
    post.drain()
    assert len(inbox.mails) == 1


def test_c20_what_a_dead_worker_had_begun_is_in_doubt_and_the_rest_goes(owner, post, inbox, instance):
    for name in ("Ann", "Ben"):
        person(owner, name)
    post.plan()

    def die_after_beginning_one() -> None:
        outbox = post.module("outbox_service")
        claim = outbox.claim("marketing_email", "worker-1", 10)
        outbox.turn("worker-1", [], [claim.rows[0]["send_key"]])

    post.run(die_after_beginning_one)
    assert post.drain() == {}
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET claimed_until = %s", [datetime.now(UTC) - timedelta(seconds=1)])
    assert post.drain() == {"sent": 1}
    assert sorted(status for status, _ in post.run(statuses).values()) == ["sent", "unknown"]
    assert len(inbox.mails) == 1


def test_c24_the_fourth_message_in_a_week_is_left_out_or_waits(owner, post, inbox):
    person(owner, "Ann")
    for number in range(4):
        post.plan(f"campaign-{number}")
        post.drain()
    assert len(inbox.mails) == 3
    post.plan("step-1", cap_waits=True)
    post.drain()
    reasons = post.run(lambda: sorted((row["status"], row["reason"]) for row in everything() if row["reason"]))
    assert reasons == [("pending", "cap"), ("skipped", "cap")]


def everything() -> Any:
    from anvil.tables import app_tables

    return app_tables.sends.search()


def test_c16_a_receipt_goes_before_the_campaign_is_through(owner, post, inbox, instance):
    for name in ("Ann", "Ben"):
        person(owner, name)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.send_streams SET per_hour = 50 WHERE name = 'marketing_email'")
    post.plan()
    assert post.drain() == {"sent": 1}
    post.plan("receipt-7", "transactional")
    assert post.drain("transactional_email") == {"sent": 2}


def test_c19_a_name_that_is_markup_is_shown_as_text(owner, post, inbox):
    person(owner, "Ann")
    contact = owner.ask("create_contact", {"first_name": "<b>Bo</b>", "email": "bo@example.com"})["contact_id"]
    owner.ask("set_consent", contact, {"channel": "email", "purpose": "marketing", "state": "granted", "words": WORDS})
    post.plan()
    post.drain()
    [mail] = [mail for mail in inbox.mails if mail["To"] == "bo@example.com"]
    assert "Hello &lt;b&gt;Bo&lt;/b&gt;" in mail.get_body(("html",)).get_content()
    assert mail["Subject"] == "Spring, <b>Bo</b>"

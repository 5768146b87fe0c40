"""A business that sends: a real SMTP server that keeps what it takes, and server code called as its jobs do."""

from __future__ import annotations

import calendar
import importlib
import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from starlette.testclient import TestClient

from app_server.instance import Instance
from app_server.rpc import dispatch
from app_server.rpc.call import Call
from app_server.settings import Smtp
from app_server.web import make_web_app
from tests.integration.app.conftest import Visitor, wait_for_the_queue
from tests.server_process import free_port

from .phone import OURS, TOKEN, Driver, Twilio

WORDS = "Yes, send me offers by e-mail."


class Inbox:
    """An SMTP server that keeps what it takes; ``answers`` maps an address to the reply its RCPT gets."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.answers: dict[str, str] = {}
        self.after_data: Callable[[], str] | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if address not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 Good")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.raw.append(envelope.original_content or b"")
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

    def package(self, name: str) -> Any:
        """One of the app's server modules."""
        return importlib.import_module(name)

    def module(self, name: str) -> Any:
        return self.package(f"server_messaging.{name}")

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
def app_mail(instance: Instance, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> Inbox:
    """Mails that the app itself writes to one person come into the inbox too."""
    where = urlsplit(instance.secrets._values["smtp_url"])
    smtp = Smtp(str(where.hostname), int(where.port or 0), sender="app@kestrel.test")
    monkeypatch.setattr(instance, "settings", replace(instance.settings, smtp=smtp))
    return inbox


@pytest.fixture
def post(instance: Instance) -> Post:
    return Post(instance)


@pytest.fixture(scope="module")
def web(instance: Instance) -> Iterator[TestClient]:
    with TestClient(make_web_app(instance), base_url=instance.origin, follow_redirects=False) as client:
        yield client


@pytest.fixture(autouse=True)
def _visitors_are_new(instance: Instance) -> None:
    """Who sends public forms has not sent any in other tests of this hour."""
    sys.modules["master_template.server_public.bot_traps"]._tries.clear()


@pytest.fixture
def no_traps(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    """Public forms may be sent as soon as they are shown, however often."""
    traps = sys.modules["master_template.server_public.bot_traps"]
    monkeypatch.setattr(traps, "LEAST_SECONDS", 0)
    monkeypatch.setattr(traps, "TRIES", 1000)


@pytest.fixture
def awake(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A business that may write at any hour, and fast. Only the test itself sends, not the queue beside it."""
    hours = {day.lower(): [["00:00", "23:59:59"]] for day in calendar.day_name}
    settings = {"hours": hours, "holidays_of": None, "sender": {"name": "Kestrel", "address": "hello@kestrel.test"}}
    with instance.database.connection() as connection:
        connection.execute(
            "UPDATE data.config SET messaging = %s, address = '1 Main Rd'",
            [json.dumps(settings)],
        )
        connection.execute(
            "INSERT INTO data.send_streams (name, provider, per_hour, counted) VALUES "
            "('marketing_email', 'smtp', 1000000, 0), ('transactional_email', 'smtp', 1000000, 0)"
        )
    importlib.import_module("server_shared.config")._Cache.settings = None
    monkeypatch.setattr(importlib.import_module("server_messaging.sending_service"), "busy_streams", list)
    idle = SimpleNamespace(process_campaigns=dict, SENT="sent")
    monkeypatch.setattr(importlib.import_module("server_sequences.jobs"), "engine", idle)
    yield
    wait_for_the_queue(instance)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.config SET messaging = NULL")


@pytest.fixture
def numbers(instance, owner, post, awake, monkeypatch) -> None:
    """The business has its numbers, and Twilio's secret. What Twilio tells is worked off by the test itself."""
    monkeypatch.setattr(post.module("webhook_service"), "_start", lambda: None)
    monkeypatch.setitem(instance.secrets._values, "twilio_auth_token", TOKEN)
    owner.ask("save_phone_settings", {"whatsapp_number": OURS["whatsapp"], "sms_sender": OURS["sms"]})


@pytest.fixture
def driver(post) -> Driver:
    return Driver(post)


@pytest.fixture
def twilio(instance, post) -> Twilio:
    return Twilio(instance, post)


def person(owner: Visitor, name: str, consented: bool = True) -> str:
    contact_id = owner.ask("create_contact", {"first_name": name, "email": f"{name.lower()}@example.com"})["contact_id"]
    if consented:
        consent = {"channel": "email", "purpose": "marketing", "state": "granted", "words": WORDS}
        owner.ask("set_consent", contact_id, consent)
    return contact_id

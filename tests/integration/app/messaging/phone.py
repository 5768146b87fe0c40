"""A business with numbers for WhatsApp and SMS, people who have telephones, and Twilio's signed requests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from starlette.testclient import TestClient
from twilio.request_validator import RequestValidator

from app_server.instance import Instance
from app_server.web import make_web_app
from tests.integration.app.conftest import Visitor

if TYPE_CHECKING:
    from .conftest import Post

ORIGIN = "http://127.0.0.1:42600"
TOKEN = "12345"
ANN, BEN = "+27821234567", "+27831234567"
OURS = {"whatsapp": "+27210000001", "sms": "+27210000002"}


def somebody(owner: Visitor, name: str, phone: str, *channels: str) -> str:
    """A contact with a telephone who agreed to offers on ``channels``."""
    contact_id = owner.ask("create_contact", {"first_name": name, "phone": phone})["contact_id"]
    for channel in channels:
        words = f"Yes, send me offers by {channel}."
        consent = {"channel": channel, "purpose": "marketing", "state": "granted", "words": words}
        owner.ask("set_consent", contact_id, consent)
    return contact_id


def plan(post: Post, channel: str, cause: str = "campaign-1", purpose: str = "marketing", **content: Any) -> int:
    """Plan one message to every contact."""
    from anvil.tables import app_tables

    def work() -> int:
        row = app_tables.message_contents.add_row(channel=channel, **content)
        new = post.module("outbox_service").NewSend
        contacts = app_tables.contacts.search()
        return post.module("outbox_service").enqueue([new(each, channel, purpose, cause, row) for each in contacts])

    return post.run(work)


class Driver:
    """A driver of the test's own: keeps what it is given and answers with ``outcomes`` of reason by address."""

    at_once = 10

    def __init__(self, post: Post) -> None:
        self._service = post.module("driver_service")
        self.messages: list[Any] = []
        self.outcomes: dict[str, tuple[str, str]] = {}

    def deliver(self, messages: Sequence[Any]) -> list[Any]:
        self.messages += messages
        return [self._outcome(message) for message in messages]

    def _outcome(self, message: Any) -> Any:
        status, reason = self.outcomes.get(message.to, ("sent", ""))
        tries = sum(each.send_key == message.send_key for each in self.messages)
        sid = sid_of(message.send_key, tries) if status == "sent" else None
        return self._service.Outcome(message.send_key, status, provider_id=sid, reason=reason or None)


def send(post: Post, driver: Driver, channel: str) -> dict[str, int]:
    """Let a worker with ``driver`` send what is due on a channel."""
    service, loop = post.module("sending_service"), post.module("sending_loop")
    return post.run(lambda: loop.send_due(service.StreamOutbox(channel, "worker-1"), driver, 5))


def states(post: Post) -> dict[str, tuple[str, str | None]]:
    """First name → status and reason of the message to each."""
    from anvil.tables import app_tables

    return post.run(
        lambda: {row["contact"]["first_name"]: (row["status"], row["reason"]) for row in app_tables.sends.search()}
    )


def sid_of(send_key: str, tries: int) -> str:
    """What Twilio calls a message that goes for the first, second … time."""
    return f"SM{send_key if tries == 1 else hashlib.md5(f'{send_key}:{tries}'.encode()).hexdigest()}"


class Twilio:
    """Twilio's requests to the app, signed."""

    def __init__(self, instance: Instance, post: Post) -> None:
        self._browser = TestClient(make_web_app(instance), base_url=ORIGIN)
        self._post = post
        self._number = 0

    def tell(self, path: str, given: dict[str, str], **headers: str) -> int:
        """The status of the answer to a request to ``path``, with its true signature unless ``headers`` have one."""
        url = f"{ORIGIN}/_/api/webhooks/twilio/{path}"
        signature = RequestValidator(TOKEN).compute_signature(url, given)
        all_headers = {"X-Twilio-Signature": signature, **headers}
        return self._browser.post(url, data=given, headers=all_headers).status_code

    def write(self, text: str, phone: str = ANN, channel: str = "whatsapp", **more: str) -> int:
        """Somebody writes, and the app works it off."""
        self._number += 1
        prefix = "whatsapp:" if channel == "whatsapp" else ""
        given = {
            "MessageSid": f"SM{self._number:032x}",
            "From": f"{prefix}{phone}",
            "To": f"{prefix}{OURS[channel]}",
            "Body": text,
            "NumMedia": "0",
            **more,
        }
        status = self.tell("inbound", given)
        self.work()
        return status

    def report(self, send_key: str, status: str, code: str = "", tries: int = 1) -> int:
        """A status callback about one of the ``tries`` of a message, worked off."""
        told = {"ErrorCode": code} if code else {}
        given = {"MessageSid": sid_of(send_key, tries), "MessageStatus": status, **told}
        answer = self.tell(f"status?send={send_key}", given)
        self.work()
        return answer

    def work(self) -> None:
        self._post.run(lambda: self._post.module("webhook_service").process())


def ago(**how_long: float) -> datetime:
    return datetime.now(UTC) - timedelta(**how_long)


def template(owner, **changes: Any) -> str:
    given = {
        "name": "spring_offer",
        "language": "en",
        "category": "marketing",
        "status": "approved",
        "content_sid": "HX" + "0" * 32,
        "body": "Hello {{1}}, spring is here.",
        "samples": {"1": "Thandi"},
        **changes,
    }
    return owner.ask("save_whatsapp_template", given)["template"]["template_id"]


def words_of(template_id: str, **variables: str) -> dict[str, Any]:
    """The columns of a content that sends a template."""
    return {"settings": {"template_id": template_id, "variables": variables or {"1": "{{first_name|there}}"}}}


def age(instance, table: str, column: str, **how_long: float) -> None:
    with instance.database.connection() as connection:
        connection.execute(f"UPDATE data.{table} SET {column} = %s WHERE {column} IS NOT NULL", [ago(**how_long)])

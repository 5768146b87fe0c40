"""What guests of the demo business wrote of late, what they were answered, and words that are often needed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import anvil
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_inbox import conversation_service, quick_reply_service
from ..server_messaging import answer_service, inbound_file_service, inbound_service
from ..server_shared.actors import SYSTEM
from ..server_shared.clock import utc_now

ANSWERED_BY = "Sipho Dube"
# Hours ago, channel, subject of a mail, words; an answer of ours has no subject and stands after an arrow.
CONVERSATIONS = (
    (
        (26, "whatsapp", "", "Good morning! Do you still have a room for two from Friday to Sunday?"),
        (25, "whatsapp", "", "→ Good morning! Yes, the garden cottage is free. Shall I hold it for you?"),
        (2, "whatsapp", "", "Yes please. We will be there at about five, with a small dog if that is all right."),
    ),
    (
        (5, "email", "Birthday breakfast", "Hello,\n\ncan we have breakfast for eight on the 12th, without nuts?"),
    ),
    (
        (30, "sms", "", "Running late, will be there after nine. Where do I find the key?"),
        (29, "sms", "", "→ No problem. The key is in the box beside the door; the code comes in a minute."),
    ),
    ((49, "whatsapp", "", "Did I leave a grey scarf in room 2?"),),
)  # fmt: skip
# What came with the mail.
GUESTS = ("guests.csv", b"Name,Does not eat\nLerato,nuts\nBen,\nAisha,\nTomas,nuts and eggs\n")
QUICK_REPLIES = (
    (
        "Check-in",
        "Hello {{first_name|there}}, your room is ready from two o'clock.",
    ),
    (
        "Directions",
        "We are at 18 Bluegum Lane. There is room for your car behind the house.",
    ),
    ("Thank you", "Thank you for staying with us, {{first_name|dear guest}}. We would be glad to see you again."),
)


def make_conversations() -> None:
    """Fill the inbox of an instance where nobody wrote yet."""
    if not len(app_tables.conversations.search()):
        tables.in_transaction(_make)()


def _make() -> None:
    for title, text in QUICK_REPLIES:
        quick_reply_service.save_quick_reply(SYSTEM, title, text)
    reachable = {"email": q.not_(None), "phone": q.not_(None), "archived_at": None}
    people = app_tables.contacts.search(tables.order_by("contact_number"), q.page_size(20), **reachable)
    for number, (contact, messages) in enumerate(zip(people, CONVERSATIONS, strict=False)):
        for place, (hours, channel, subject, text) in enumerate(messages):
            moment = utc_now() - timedelta(hours=hours)
            if text.startswith("→"):
                _answer(contact, channel, moment, text[1:].strip())
            else:
                _receive(contact, channel, moment, subject, text, f"demo-{number}-{place}")
    for row in app_tables.conversations.search(last_author=q.not_(None)):
        row.update(state=conversation_service.CLOSED)


def _receive(contact: Any, channel: str, moment: datetime, subject: str, text: str, key: str) -> None:
    message = app_tables.inbound_messages.add_row(
        contact=contact,
        channel=channel,
        provider_id=f"<{key}@demo.test>",
        address=contact["email"] if channel == "email" else contact["phone"],
        text=text,
        subject=subject or None,
        received_at=moment,
        opens_until=moment + inbound_service.WINDOW if channel == "whatsapp" else None,
    )
    conversation_service.hear(contact, channel, moment, text)
    if channel == "email":
        name, content = GUESTS
        app_tables.inbound_files.add_row(
            file_key=f"{int(contact['contact_number']):032x}",
            message=message,
            contact=contact,
            name=name,
            content_type="text/csv",
            size=len(content),
            status=inbound_file_service.KEPT,
            attempts=1,
            received_at=moment,
            file=anvil.BlobMedia("text/csv", content, name=name),
        )


def _answer(contact: Any, channel: str, moment: datetime, text: str) -> None:
    answer = answer_service.written(channel, {"text": text})
    app_tables.sends.add_row(
        send_key=f"{int(contact['contact_number']):032x}",
        once=f"reply:demo|{int(contact['contact_number'])}|{channel}",
        contact=contact,
        channel=channel,
        purpose=answer.purpose,
        stream=channel,
        content=answer.content,
        values={"answer": text, "author": ANSWERED_BY},
        status="read" if channel == "whatsapp" else "delivered",
        due_at=moment,
        created_at=moment,
        sent_at=moment,
        delivered_at=moment,
        ended_at=moment,
        attempts=1,
    )
    row = conversation_service.find_conversation(contact)
    row.update(version=row["version"] + 1, unread=0, last_at=moment, last_author=ANSWERED_BY, preview=text)

"""What was sent to a person, and what came back, is given out to them and erased with them."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from anvil.tables import TableError, app_tables

from tests.integration.app.test_compliance import everywhere

from .conftest import person
from .test_events import key_of, note, send_of

pytestmark = pytest.mark.usefixtures("empty", "awake")

TABLES = ("consents", "sends", "send_events", "contact_events", "list_subscriptions", "inbound_messages")
SUBSCRIBED = """
    INSERT INTO data.list_subscriptions (contact, mailing_list, status)
    SELECT _id, (SELECT min(_id) FROM data.mailing_lists), 'active' FROM data.contacts
"""
WROTE = """
    INSERT INTO data.inbound_messages (contact, channel, address, text, received_at)
    SELECT _id, 'sms', '+27825550177', 'Zebedea here', now() FROM data.contacts
"""


@pytest.fixture
def zebedea(owner, post, inbox) -> str:
    """Somebody who got a mail, opened it, subscribed and wrote; of whom a provider told, and the log of mails."""
    contact_id = person(owner, "Zebedea")
    owner.ask("create_mailing_list", {"name": "News"})
    post.plan()
    post.drain()
    for number, event_type in enumerate(("delivered", "open", "click")):
        note(post, f"brevo:{number}", event_type, number, send_key=key_of(post, "campaign-1"))
    brevo = post.package("server_emails.brevo_integration")
    report = json.dumps({"event": "delivered", "email": "zebedea@example.com", "ts_event": 1_700_000_000})
    post.run(lambda: post.module("webhook_service").keep("brevo", brevo.event_key(json.loads(report)), report))
    with post.instance.database.connection() as connection:
        connection.execute(SUBSCRIBED)
        connection.execute(WROTE)
        connection.execute("INSERT INTO data.email_log (recipient, subject) VALUES ('zebedea@example.com', 'Hello')")
    return contact_id


def test_c43_messages_events_and_consents_are_given_out_and_erased(owner, post, zebedea):
    file = owner.bytes_of(owner.ask("export_customer_data", zebedea)["file"])
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        held = {name: json.loads(archive.read(f"{name}.json")) for name in TABLES}
    assert [row["channel"] for row in held["sends"]] == ["email"]
    assert {row["event_type"] for row in held["send_events"]} == {"delivered", "open", "click"}
    assert all(held.values())
    owner.ask("delete_customer_data", zebedea, zebedea, "Asked by letter.")
    assert everywhere(post.instance, "zebedea") == []
    assert everywhere(post.instance, "825550177") == []


def test_c08_what_somebody_had_agreed_to_when_a_mail_went_is_shown_after_they_took_it_back(owner, post, inbox):
    ann = person(owner, "Ann")
    post.plan()
    post.drain()
    sent_at = send_of(post, key_of(post, "campaign-1"))["sent_at"]
    owner.ask("set_consent", ann, {"channel": "email", "purpose": "marketing", "state": "withdrawn"})

    def held(*moment):
        [entry] = owner.ask("get_consents", ann, *moment)["consents"]
        return entry["state"]

    assert (held(sent_at), held()) == ("granted", "withdrawn")
    archive = owner.bytes_of(owner.ask("export_customer_data", ann)["file"])
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        proof = json.loads(opened.read("consents.json"))
    assert [row["state"] for row in proof] == ["granted", "withdrawn"]


@pytest.mark.parametrize("change", [{"state": "granted"}, {"evidence": {"note": "He said so."}}, None])
def test_c08_the_database_keeps_the_record_of_consent_from_being_changed_or_removed(owner, post, change):
    ann = person(owner, "Ann")
    owner.ask("set_consent", ann, {"channel": "email", "purpose": "marketing", "state": "withdrawn"})
    before = owner.ask("get_consents", ann)

    def tamper():
        entry = app_tables.consents.search(state="withdrawn")[0]
        entry.update(**change) if change else entry.delete()

    with pytest.raises(TableError, match="The record of consent is only added to"):
        post.run(tamper)
    assert owner.ask("get_consents", ann) == before
    owner.ask("delete_customer_data", ann, ann)
    assert post.run(lambda: len(app_tables.consents.search())) == 0

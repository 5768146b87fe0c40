"""What was sent to a person, and what came back, is given out to them and erased with them."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from anvil.tables import TableError, app_tables, in_transaction

from tests.integration.app.test_compliance import everywhere

from .conftest import person
from .phone import ANN
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


OUT, OLD, NEW = (f"SM{digit * 32}" for digit in "abc")
SENT_THERE = """
    INSERT INTO data.sends (contact, channel, send_key, once, status, provider_id)
    SELECT _id, 'sms', 'k', 'k', 'delivered', %s FROM data.contacts
"""
WROTE_ONCE = "INSERT INTO data.inbound_messages (channel, provider_id, received_at) VALUES ('sms', %s, now() - %s)"


def sql(post, query: str, *values: object) -> None:
    with post.instance.database.connection() as connection:
        connection.execute(query, values)


def told(post, **errors: str) -> list[str]:
    """The messages that the worker outside is given to delete, after it told what became of others."""
    outside = post.module("outside_erasure_service")
    outcomes = [{"provider_id": key, "error": error} for key, error in errors.items()]

    def work() -> list[str]:
        in_transaction(outside.settle)(outcomes)
        return in_transaction(outside.take)()

    return sorted(post.run(work))


@pytest.mark.usefixtures("empty", "awake", "numbers")
def test_c43_what_twilio_keeps_of_an_erased_person_is_deleted_there_and_tried_until_it_is_done(owner, post, twilio):
    ann = owner.ask("create_contact", {"first_name": "Ann", "phone": ANN})["contact_id"]
    twilio.write("Are you open?")
    sql(post, SENT_THERE, OUT)
    wrote = f"SM{1:032x}"
    assert (owner.ask("plan_erasure", ann)["outside"], told(post)) == (2, [])
    owner.ask("delete_customer_data", ann, ann)

    def progress() -> dict[str, object]:
        return owner.call("get_contact_page", ann)["erased"]["outside"]

    assert told(post) == sorted([wrote, OUT])
    assert told(post, **{wrote: "", OUT: "20009 in progress"}) == [], "not at once again"
    assert progress() == {"done": 1, "waiting": 1, "error": "20009 in progress"}
    sql(post, "UPDATE data.outside_erasures SET due_at = now() - interval '1 second'")
    assert told(post) == [OUT]
    told(post, **{OUT: ""})
    assert progress() == {"done": 2, "waiting": 0, "error": ""}
    assert everywhere(post.instance, ANN.removeprefix("+")) == []


def test_what_is_too_old_to_be_kept_here_is_deleted_at_twilio_too(owner, post):
    sql(post, WROTE_ONCE, OLD, timedelta(days=800))
    sql(post, WROTE_ONCE, NEW, timedelta(days=700))
    sql(post, WROTE_ONCE, "<mail@example.com>", timedelta(days=800))
    for _ in range(2):
        owner.run("purge_old_data")
    assert told(post) == [OLD]
    told(post, **{OLD: ""})
    sql(post, "UPDATE data.outside_erasures SET done_at = now() - interval '800 days'")
    assert owner.run("purge_old_data")["What was deleted at Twilio too, after 2 years"] == 1

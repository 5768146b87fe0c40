"""Mails that ask for no more mail: whose wish is obeyed, and whose is put to somebody of the business."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

from .letters import MAIL_OF, Letters

pytestmark = pytest.mark.usefixtures("empty", "awake", "brevo")
GRANTED = {"channel": "email", "purpose": "marketing", "state": "granted", "words": "Yes, send me offers by e-mail."}


@pytest.fixture
def brevo(instance, post, monkeypatch) -> None:
    """Brevo's token is set. What is told is worked off by the test itself."""
    monkeypatch.setattr(post.module("webhook_service"), "_start", lambda: None)
    monkeypatch.setitem(instance.secrets._values, "brevo_webhook_token", "brevo-token")


@pytest.fixture
def letters(web, post) -> Letters:
    return Letters(web, post)


def subscriber(owner, name: str = "Ann", email: str = MAIL_OF["Ann"]) -> str:
    contact_id = owner.ask("create_contact", {"first_name": name, "email": email})["contact_id"]
    owner.ask("set_consent", contact_id, GRANTED)
    return contact_id


def consent(owner, contact_id: str) -> str:
    [held] = [each for each in owner.ask("get_consents", contact_id)["consents"] if each["channel"] == "email"]
    return held["state"]


def wish(owner, contact_id: str) -> dict[str, Any]:
    return [each for each in owner.ask("get_thread", contact_id)["messages"] if each["direction"] == "in"][-1]


def written_to(owner, post, inbox) -> Any:
    """The campaign's mail that Ann got."""
    post.plan("spring", "marketing")
    post.drain("marketing_email")
    return inbox.mails[-1]


def test_who_asks_to_unsubscribe_in_answer_to_our_mail_is_obeyed_at_once(owner, post, inbox, letters):
    contact_id = subscriber(owner)
    mail = written_to(owner, post, inbox)
    letters.write("Unsubscribe!", InReplyTo=str(mail["Message-ID"]))
    assert (consent(owner, contact_id), wish(owner, contact_id)["stop_request"]) == ("withdrawn", "obeyed")


def test_the_mail_that_a_mail_program_writes_to_unsubscribe_is_obeyed_from_whatever_address(
    owner, post, inbox, letters
):
    contact_id = subscriber(owner)
    written = written_to(owner, post, inbox)["List-Unsubscribe"].split("<mailto:")[1].rstrip(">")
    to, _, asked = written.partition("?")
    subject = unquote(asked.partition("=")[2])
    letters.write("Sent from my telephone", sender="ann.private@example.org", Recipients=[to], Subject=subject)
    assert (consent(owner, contact_id), wish(owner, contact_id)["subject"]) == ("withdrawn", "unsubscribe")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authentication-Results": "mx.elsewhere.test; dmarc=pass header.from=example.com"},
        {"Authentication-Results": "mx.kestrel.test; dmarc=fail header.from=example.com"},
        {"Authentication-Results": ["mx.kestrel.test; dmarc=pass header.from=example.com"] * 2},
    ],
)
def test_a_mail_that_merely_claims_to_be_somebodys_unsubscribes_nobody(owner, instance, letters, monkeypatch, headers):
    monkeypatch.setitem(instance.secrets._values, "inbound_mail_server", "mx.kestrel.test")
    contact_id = subscriber(owner)
    letters.write("", Subject="unsubscribe", Headers=headers)
    assert (consent(owner, contact_id), wish(owner, contact_id)["stop_request"]) == ("granted", "waiting")
    [line] = owner.ask("list_conversations")["conversations"]
    assert line["preview"] == "Asks for no more e-mails"
    assert [task["title"] for task in owner.ask("get_all_tasks", "all")["tasks"]] == ["Does Ann want no more e-mails?"]


def test_a_mail_that_our_own_mail_server_found_genuine_is_obeyed(owner, instance, letters, monkeypatch):
    monkeypatch.setitem(instance.secrets._values, "inbound_mail_server", "mx.kestrel.test")
    contact_id = subscriber(owner)
    letters.write("stop", Headers={"Authentication-Results": "mx.kestrel.test; dkim=pass header.d=example.com"})
    assert consent(owner, contact_id) == "withdrawn"


def test_the_key_of_somebody_elses_mail_unsubscribes_them_alone(owner, post, inbox, letters):
    contact_id = subscriber(owner)
    mail = written_to(owner, post, inbox)
    other = subscriber(owner, "Ben", "ben@example.com")
    letters.write("stop", sender="ben@example.com", InReplyTo=str(mail["Message-ID"]))
    assert (consent(owner, contact_id), consent(owner, other)) == ("withdrawn", "granted")
    assert wish(owner, other)["stop_request"] == "waiting"


def test_somebody_of_the_business_confirms_a_wish_that_is_not_proved_or_leaves_it(owner, sign_in, letters):
    contact_id, staff = subscriber(owner), sign_in("staff")
    letters.write("stop")
    key = wish(owner, contact_id)["key"]
    for decision in ("left", "waiting", "left"):
        staff.ask("decide_stop_request", contact_id, key, decision)
        assert (wish(owner, contact_id)["stop_request"], consent(owner, contact_id)) == (decision, "granted")
    assert owner.ask("get_all_tasks", "all")["total"] == 0
    for _ in range(2):
        staff.ask("decide_stop_request", contact_id, key, "obeyed")
    assert (wish(owner, contact_id)["stop_request"], consent(owner, contact_id)) == ("obeyed", "withdrawn")
    assert staff.call("decide_stop_request", contact_id, key, "left")["code"] == "conflict"
    letters.write("Thank you.")
    assert staff.call("decide_stop_request", contact_id, wish(owner, contact_id)["key"], "obeyed")["code"] == "invalid"
    assert staff.call("decide_stop_request", contact_id, "<other@mail.test>", "obeyed")["code"] == "not_found"

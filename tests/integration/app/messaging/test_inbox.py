"""The inbox: mails, WhatsApp and SMS in one thread, answered through the gate and the outbox."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from .letters import BEARER, MAIL_OF, Letters
from .phone import ANN, OURS, TOKEN, Driver, Twilio, send, somebody

pytestmark = pytest.mark.usefixtures("empty", "awake", "numbers")


@pytest.fixture
def numbers(instance, owner, post, awake, monkeypatch) -> None:
    """The business has its numbers and its secrets. What is told is worked off by the test itself."""
    monkeypatch.setattr(post.module("webhook_service"), "_start", lambda: None)
    monkeypatch.setattr(post.module("answer_service"), "send_soon", lambda channel: None)
    monkeypatch.setitem(instance.secrets._values, "twilio_auth_token", TOKEN)
    monkeypatch.setitem(instance.secrets._values, "brevo_webhook_token", "brevo-token")
    owner.ask("save_phone_settings", {"whatsapp_number": OURS["whatsapp"], "sms_sender": OURS["sms"]})


@pytest.fixture
def twilio(instance, post) -> Twilio:
    return Twilio(instance, post)


@pytest.fixture
def driver(post) -> Driver:
    return Driver(post)


@pytest.fixture
def letters(web, post) -> Letters:
    return Letters(web, post)


def ann(owner) -> str:
    contact = {"first_name": "Ann", "phone": ANN, "email": MAIL_OF["Ann"]}
    return owner.ask("create_contact", contact)["contact_id"]


def answer(visitor, contact_id: str, channel: str, text: str = "Until nine.", key: str = "", **words: Any):
    version = visitor.ask("get_thread", contact_id)["conversation"]["version"]
    given = words or {"text": text}
    return visitor.call("reply_to_contact", contact_id, channel, given, key or uuid4().hex, version)


def said(owner, contact_id: str) -> list[tuple[str, str, str]]:
    messages = owner.ask("get_thread", contact_id)["messages"]
    return [(each["direction"], each["channel"], each["text"]) for each in messages]


def listed(visitor, view: str = "open", **how: Any) -> list[str]:
    return [each["name"] for each in visitor.ask("list_conversations", view, **how)["conversations"]]


def test_b10_9_all_channels_of_a_person_are_one_thread_and_one_timeline(owner, twilio, letters):
    contact_id = ann(owner)
    twilio.write("Are you open?")
    twilio.write("Hello?", channel="sms")
    letters.write("I asked on WhatsApp already.")
    assert said(owner, contact_id) == [
        ("in", "whatsapp", "Are you open?"),
        ("in", "sms", "Hello?"),
        ("in", "email", "I asked on WhatsApp already."),
    ]
    [row] = owner.ask("list_conversations")["conversations"]
    assert (row["name"], row["unread"], row["last_channel"]) == ("Ann", 3, "email")
    timeline = owner.ask("get_contact_timeline", contact_id, kind="mail")["timeline"]
    assert timeline[0]["description"] == "Wrote by e-mail: I asked on WhatsApp already."
    [task] = owner.ask("get_all_tasks", "all")["tasks"]
    assert task["title"] == "Answer Ann on WhatsApp"


def test_an_answer_goes_through_the_outbox_ends_the_task_and_shows_how_far_it_got(owner, post, twilio, driver):
    contact_id = ann(owner)
    twilio.write("Are you open?")
    assert answer(owner, contact_id, "whatsapp")["success"]
    assert send(post, driver, "whatsapp") == {"sent": 1}
    [message] = driver.messages
    assert (message.to, message.text) == (ANN, "Until nine.")
    twilio.report(message.send_key, "delivered")
    twilio.report(message.send_key, "read")
    thread = owner.ask("get_thread", contact_id)
    last = thread["messages"][-1]
    assert (last["text"], last["status"], last["author"]) == ("Until nine.", "read", "Thandi Nkosi")
    conversation = thread["conversation"]
    assert (conversation["unread"], conversation["assigned_to"]) == (0, "owner@demo.test")
    assert owner.ask("get_all_tasks", "all")["total"] == 0
    timeline = owner.ask("get_contact_timeline", contact_id)["timeline"]
    assert "Was answered on WhatsApp: Until nine." in [event["description"] for event in timeline]


def test_a_mail_is_answered_below_the_mail_that_it_answers(owner, post, inbox, letters):
    contact_id = ann(owner)
    letters.write("Two nights?", MessageId="<a1@mail.test>", Headers={"References": "<a0@mail.test>"})
    assert answer(owner, contact_id, "email", "Gladly.\n\nSipho")["success"]
    post.drain("transactional_email")
    [mail] = inbox.mails
    assert (mail["Subject"], mail["In-Reply-To"]) == ("Re: A question", "<a1@mail.test>")
    assert mail["References"] == "<a0@mail.test> <a1@mail.test>"
    assert mail["List-Unsubscribe"] is None
    assert mail.get_content().replace("\r\n", "\n") == "Gladly.\n\nSipho\n"
    letters.write("Thank you!\n\nOn Friday, Kestrel wrote:\n> Gladly.", InReplyTo=str(mail["Message-ID"]))
    last = owner.ask("get_thread", contact_id)["messages"][-1]
    assert (last["text"], last["quoted"]) == ("Thank you!", "On Friday, Kestrel wrote:\n> Gladly.")


def test_who_answers_a_campaign_from_another_address_is_still_the_one_it_went_to(owner, post, inbox, letters):
    contact_id = ann(owner)
    post.plan("receipt", "transactional")
    post.drain("transactional_email")
    letters.write("Nice", sender="ann.private@example.org", InReplyTo=str(inbox.mails[0]["Message-ID"]))
    [message] = [each for each in owner.ask("get_thread", contact_id)["messages"] if each["direction"] == "in"]
    assert message["address"] == "ann.private@example.org"


def test_a_mail_of_nobody_known_makes_a_lead_and_spam_and_notices_make_none(owner, letters):
    letters.write(
        "Do you have a room?", sender="thabo@example.com", From={"Name": "Thabo Molefe", "Address": "thabo@example.com"}
    )
    letters.write("Cheap pills", sender="spam@example.com", SpamScore=12.5)
    letters.write("Back on Monday", sender="away@example.com", Headers={"Auto-Submitted": "auto-replied"})
    letters.write("Mine", sender="hello@kestrel.test")
    assert listed(owner) == ["Thabo Molefe"]
    assert owner.ask("get_all_contacts", {})["total"] == 1


def test_an_automatic_answer_is_marked_and_neither_unread_nor_a_task(owner, letters):
    contact_id = ann(owner)
    letters.write("Hello")
    owner.ask("set_conversation_state", contact_id, "closed")
    letters.write("I am away.", Subject="Out of office", Headers={"Auto-Submitted": "auto-replied"})
    thread = owner.ask("get_thread", contact_id)
    assert [each["is_automatic"] for each in thread["messages"]] == [False, True]
    assert thread["conversation"]["state"] == "closed"


def test_a_mail_in_html_is_text_and_its_files_are_named(owner, letters):
    contact_id = ann(owner)
    html = "<p>See the <a href='https://x.test/plan'>plan</a></p><script>alert(1)</script>"
    file = {"Name": "plan.pdf", "ContentType": "application/pdf", "ContentLength": 2048, "DownloadToken": "t"}
    letters.write("", RawTextBody=None, RawHtmlBody=html, Attachments=[file])
    [message] = owner.ask("get_thread", contact_id)["messages"]
    assert message["text"] == "See the plan (https://x.test/plan)"
    assert [(file["name"], file["size"], file["status"]) for file in message["files"]] == [
        ("plan.pdf", 2048, "waiting")
    ]


def test_a_replayed_or_forged_mail_changes_nothing(owner, letters, web):
    contact_id = ann(owner)
    item = letters.item("Hello", MAIL_OF["Ann"])
    for _ in range(3):
        assert web.post("/_/api/webhooks/brevo-inbound", json={"items": [item]}, headers=BEARER).status_code == 204
    letters.work()
    forged = letters.item("Forged", MAIL_OF["Ann"])
    url = "/_/api/webhooks/brevo-inbound"
    assert web.post(url, json={"items": [forged]}, headers={"Authorization": "Bearer x"}).status_code == 401
    assert web.post(url, json={"nothing": 1}, headers=BEARER).status_code == 400
    letters.work()
    assert said(owner, contact_id) == [("in", "email", "Hello")]


def test_c25_a_number_that_said_stop_cannot_be_answered_there(owner, twilio):
    contact_id = ann(owner)
    twilio.write("Hello", channel="sms")
    twilio.write("STOP", channel="sms")
    channels = {each["channel"]: each["refusal"] for each in owner.ask("get_thread", contact_id)["channels"]}
    assert channels == {"email": "", "whatsapp": "Answered STOP", "sms": "Answered STOP"}
    assert answer(owner, contact_id, "sms")["error"] == "Answered STOP."


def test_c27_after_24_hours_only_a_template_answers(owner, instance, post, twilio, driver):
    contact_id = ann(owner)
    twilio.write("Hello")
    with instance.database.connection() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute("UPDATE data.inbound_messages SET opens_until = %s", [past])
    refused = answer(owner, contact_id, "whatsapp")
    assert refused["code"] == "invalid" and "24 hours" in refused["error"]
    template = {
        "name": "room_ready",
        "language": "en",
        "category": "utility",
        "status": "approved",
        "content_sid": "HX" + "0" * 32,
        "body": "Hello {{1}}, your room is ready.",
        "samples": {"1": "Thandi"},
    }
    template_id = owner.ask("save_whatsapp_template", template)["template"]["template_id"]
    assert answer(owner, contact_id, "whatsapp", template_id=template_id, variables={"1": "Ann"})["success"]
    send(post, driver, "whatsapp")
    assert (driver.messages[0].template, driver.messages[0].variables) == ("HX" + "0" * 32, {"1": "Ann"})
    assert said(owner, contact_id)[-1] == ("out", "whatsapp", "Hello Ann, your room is ready.")
    owner.ask("save_whatsapp_template", {**template, "template_id": template_id, "category": "marketing"})
    refused = answer(owner, contact_id, "whatsapp", template_id=template_id, variables={"1": "Ann"})
    assert refused["error"] == "Never agreed to this."


def test_one_answer_is_sent_once_however_often_it_is_asked_for(owner, post, twilio, driver):
    contact_id = ann(owner)
    twilio.write("Hello")
    version = owner.ask("get_thread", contact_id)["conversation"]["version"]
    words = (contact_id, "whatsapp", {"text": "Hi"}, "one-key", version)
    keys = {owner.ask("reply_to_contact", *words)["send_key"] for _ in range(3)}
    assert len(keys) == 1
    assert send(post, driver, "whatsapp") == {"sent": 1}


def test_two_colleagues_do_not_answer_past_each_other(owner, sign_in, twilio):
    contact_id = ann(owner)
    twilio.write("Hello")
    version = owner.ask("get_thread", contact_id)["conversation"]["version"]
    assert answer(sign_in("staff"), contact_id, "whatsapp", "Mine")["success"]
    late = owner.refusal("reply_to_contact", contact_id, "whatsapp", {"text": "Late"}, "k", version)
    assert late["code"] == "conflict"
    assert late["error"].endswith("has answered meanwhile. Your words are still here: look, then send them again.")
    now = late["current"]["version"]
    owner.ask("reply_to_contact", contact_id, "whatsapp", {"text": "Late"}, "k", now)
    twilio.write("Thanks")
    again = owner.refusal("reply_to_contact", contact_id, "whatsapp", {"text": "Bye"}, "l", now + 1)
    assert again["error"].startswith("Ann has written again meanwhile.")


def test_a_failed_answer_is_tried_again_by_hand_and_others_are_not(owner, post, twilio, driver):
    contact_id = ann(owner)
    twilio.write("Hello")
    driver.outcomes[ANN] = ("failed", "refused")
    send_key = answer(owner, contact_id, "whatsapp")["send_key"]
    send(post, driver, "whatsapp")
    failed = owner.ask("get_thread", contact_id)["messages"][-1]
    assert (failed["status"], failed["may_retry"]) == ("failed", True)
    driver.outcomes.clear()
    owner.ask("retry_reply", contact_id, send_key)
    assert send(post, driver, "whatsapp") == {"sent": 1}
    assert owner.refusal("retry_reply", contact_id, send_key)["code"] == "invalid"
    assert owner.refusal("retry_reply", contact_id, "nothing")["code"] == "not_found"


def test_conversations_are_closed_put_off_given_away_and_come_back(owner, sign_in, post, instance, twilio):
    contact_id = ann(owner)
    twilio.write("Hello")
    assert (listed(owner, "unassigned"), listed(owner, "mine")) == (["Ann"], [])
    owner.ask("assign_conversation", contact_id, "staff@demo.test")
    assert (listed(sign_in("staff"), "mine"), listed(owner, "unassigned")) == (["Ann"], [])
    assert (sign_in("staff").ask("get_unread_count")["unread"], owner.ask("get_unread_count")["unread"]) == (1, 0)
    owner.ask("mark_conversation", contact_id, True)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    owner.ask("set_conversation_state", contact_id, "snoozed", tomorrow)
    assert (listed(owner), listed(owner, "snoozed")) == ([], ["Ann"])
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.conversations SET snoozed_until = now() - interval '1 minute'")
    assert owner.run("wake_conversations") == 1
    [row] = owner.ask("list_conversations")["conversations"]
    assert (row["state"], row["unread"]) == ("open", 1)
    owner.ask("set_conversation_state", contact_id, "closed")
    assert listed(owner, "closed") == ["Ann"]
    twilio.write("One more thing")
    assert listed(owner) == ["Ann"]


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("set_conversation_state", ("C-0", "gone")),
        ("set_conversation_state", ("C-0", "snoozed", "2001-01-01")),
        ("assign_conversation", ("C-0", "nobody@demo.test")),
        ("reply_to_contact", ("C-0", "pigeon", {"text": "x"}, "k", 1)),
        ("reply_to_contact", ("C-0", "whatsapp", {"text": " "}, "k", 1)),
        ("list_conversations", ("all",)),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(owner, twilio, name, args):
    contact_id = ann(owner)
    twilio.write("Hello")
    given = [contact_id if each == "C-0" else each for each in args]
    assert owner.refusal(name, *given)["code"] == "invalid"


def test_only_who_wrote_can_be_answered(owner):
    contact_id = ann(owner)
    assert owner.refusal("get_thread", contact_id)["error"] == "This person has not written to you yet."
    refused = owner.refusal("reply_to_contact", contact_id, "sms", {"text": "Buy"}, "k", 0)
    assert refused["code"] == "not_found"


def test_quick_replies_are_filled_in_for_who_is_answered(owner):
    contact_id = ann(owner)
    reply_id = owner.ask("save_quick_reply", "Hours", "Hello {{first_name|there}}, we are open until nine.")["reply_id"]
    [reply] = owner.ask("list_quick_replies", contact_id)["replies"]
    assert reply["filled"] == "Hello Ann, we are open until nine."
    refused = owner.refusal("save_quick_reply", "", "{{secret}}")
    assert set(refused["fields"]) == {"title", "text"}
    owner.ask("save_quick_reply", "Hours", "Closed.", reply_id, 1)
    assert owner.refusal("save_quick_reply", "Hours", "Open.", reply_id, 1)["code"] == "conflict"
    assert owner.ask("remove_quick_reply", reply_id)["reply"] == {"title": "Hours", "text": "Closed."}
    assert owner.refusal("remove_quick_reply", reply_id)["code"] == "not_found"


def test_the_stamps_change_with_a_message_and_with_how_far_an_answer_got(owner, post, twilio, driver):
    contact_id = ann(owner)
    stamps = [owner.ask("get_inbox_stamps", contact_id)]
    for change in (
        lambda: twilio.write("Hello"),
        lambda: answer(owner, contact_id, "whatsapp"),
        lambda: send(post, driver, "whatsapp"),
        lambda: owner.ask("assign_conversation", contact_id, ""),
    ):
        change()
        stamps.append(owner.ask("get_inbox_stamps", contact_id))
    assert len({each["thread"] for each in stamps}) == 5
    assert [each["list"] == before["list"] for before, each in itertools.pairwise(stamps)] == [
        False,
        False,
        True,
        False,
    ]
    seen = (owner.ask("list_conversations")["stamp"], owner.ask("get_thread", contact_id)["stamp"])
    assert seen == (stamps[-1]["list"], stamps[-1]["thread"])


def test_a_merged_contact_brings_its_thread_and_undoing_takes_it_back(owner, twilio, letters):
    first, second = ann(owner), somebody(owner, "Anna", "+27831234599")
    twilio.write("By telephone", phone="+27831234599")
    letters.write("By mail")
    change_id = owner.ask("merge_contacts", first, [second], {})["change_id"]
    assert listed(owner) == ["Ann"]
    assert {text for _, _, text in said(owner, first)} == {"By telephone", "By mail"}
    owner.ask("undo_merge", change_id)
    assert sorted(listed(owner)) == ["Ann", "Anna"]
    assert said(owner, second) == [("in", "whatsapp", "By telephone")]


def test_ten_thousand_conversations_are_listed_in_few_statements(owner, instance, statements):
    with instance.database.connection() as connection:
        connection.execute(
            "INSERT INTO data.contacts (contact_id, contact_number, first_name, search_text, version) "
            "SELECT 'C-X' || n, 1000000 + n, 'P' || n, 'p' || n, 1 FROM generate_series(1, 10000) n"
        )
        connection.execute(
            "INSERT INTO data.conversations (contact, state, unread, last_at, version) "
            "SELECT _id, 'open', 1, now() - contact_number * interval '1 second', 1 FROM data.contacts"
        )
    owner.ask("list_conversations")
    statements.clear()
    page = owner.ask("list_conversations")
    assert (page["total"], len(page["conversations"]), page["counts"]["unread"]) == (10_000, 50, 10_000)
    assert len([each for each in statements if "conversations" in each]) <= 12
    assert listed(owner, search="p4711") == ["P4711"]


def test_a_mail_of_the_simulator_is_understood(owner, letters, web):
    """The shape of the simulator's posts is the documented one; both sides are held to it here."""
    from simulator.core.journal import Message
    from simulator.people import inbound_item

    contact_id = ann(owner)
    mail = Message(1, 0.0, "brevo", "email", "reply", MAIL_OF["Ann"], "hello@kestrel.test", "Re: Spring", "<r1@s.test>")
    body = {"items": [inbound_item(mail, "<x@y.test>", "Lovely")]}
    assert web.post("/_/api/webhooks/brevo-inbound", json=body, headers=BEARER).status_code == 204
    letters.work()
    assert said(owner, contact_id) == [("in", "email", "Lovely")]

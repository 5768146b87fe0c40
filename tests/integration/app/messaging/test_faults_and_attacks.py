"""What a hostile and an unlucky world does to messages: nobody gets what they should not, and nothing stands still."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.integration.app.conftest import eventually

from .conftest import Post, person
from .http_stub import http_stub
from .letters import BEARER, Letters
from .test_campaigns import campaign, go, until, version
from .test_lead_capture import live_form
from .test_newsletters import TOLD, mailing_list
from .test_outbox import statuses

pytestmark = pytest.mark.usefixtures("empty", "awake")

PEOPLE = ("Ann", "Ben", "Cleo")
DEEP = b"[" * 100_000


def sql(post: Post, statement: str, *values: Any) -> Any:
    with post.instance.database.connection() as connection:
        cursor = connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


def at_the_first_mail(inbox: Any, happens: Any) -> None:
    """Let something happen while the mail server takes the first mail: the worker holds the others in its hands."""

    def taken() -> str:
        inbox.after_data = None
        happens()
        return "250 Taken"

    inbox.after_data = taken


def waiting_campaign(owner: Any, post: Post) -> str:
    """A campaign to some people, planned, of which nothing has gone."""
    for name in PEOPLE:
        person(owner, name)
    made = campaign(owner)
    until(post.instance, "now() + interval '1 hour'")
    owner.ask("launch_campaign", made)
    owner.run("plan_campaign", made)
    return made


def test_c05_who_unsubscribes_while_a_worker_holds_the_mail_gets_none(owner, post, inbox):
    ids = [person(owner, name) for name in PEOPLE]
    withdrawn = {"channel": "email", "purpose": "marketing", "state": "withdrawn"}
    at_the_first_mail(inbox, lambda: [owner.ask("set_consent", each, withdrawn) for each in ids])
    post.plan()
    post.drain()
    assert len(inbox.mails) == 1
    assert sorted(post.run(statuses).values()).count(("skipped", "unsubscribed")) == 2


def test_c05_who_leaves_a_list_or_complains_while_a_worker_holds_the_mail_gets_none(owner, post, inbox):
    lists = [mailing_list(owner, name) for name in ("Garden news", "Kitchen news")]
    for name in PEOPLE:
        contact_id = person(owner, name)
        for list_id in lists:
            owner.ask("add_subscriber", list_id, contact_id, TOLD)

    def happen() -> None:
        from anvil.tables import app_tables, in_transaction

        leave = post.package("server_newsletter.list_service").leave
        suppress = post.package("server_compliance.consent_service").suppress
        one, other = (row["contact"] for row in app_tables.sends.search(status="sending", attempted_at=None))
        garden = app_tables.mailing_lists.get(list_id=lists[0])
        in_transaction(leave)(post.package("server_shared.actors").SYSTEM, one, garden)
        in_transaction(suppress)("email", other["email"], "complained")

    at_the_first_mail(inbox, lambda: post.run(happen))
    post.plan("news-1", "newsletter", list_id=lists[0])
    post.drain()
    assert len(inbox.mails) == 1


@pytest.mark.parametrize(("step", "becomes"), [("pause_campaign", "held"), ("cancel_campaign", "cancelled")])
def test_a_campaign_that_is_stopped_leaves_nothing_in_the_hands_of_workers(owner, post, inbox, step, becomes):
    made = waiting_campaign(owner, post)
    until(post.instance, "NULL")
    at_the_first_mail(inbox, lambda: owner.ask(step, made))
    post.drain()
    assert len(inbox.mails) == 1
    assert sorted(status for status, _ in post.run(statuses).values()) == [becomes, becomes, "sent"]


@pytest.mark.parametrize(("status", "becomes"), [("paused", "held"), ("cancelled", "cancelled")])
def test_a_stopped_campaign_rests_though_the_job_that_holds_it_died(owner, post, inbox, status, becomes):
    made = waiting_campaign(owner, post)
    sql(post, "UPDATE data.email_campaigns SET status = %s WHERE campaign_id = %s", status, made)
    until(post.instance, "NULL")
    assert post.drain() == {}
    assert set(post.run(statuses).values()) == {(becomes, None)}
    assert inbox.mails == []


def test_a_campaign_resumed_while_it_is_being_paused_goes_on_whole(owner, post, inbox, monkeypatch):
    made = waiting_campaign(owner, post)
    sending = post.package("server_marketing.campaign_sending")
    move_batch = sending._move_batch
    monkeypatch.setattr(sending, "BATCH", 1)

    def resumed_in_between(*args: Any) -> int:
        count = move_batch(*args)
        sql(post, "UPDATE data.email_campaigns SET status = 'sending'")
        return count

    monkeypatch.setattr(sending, "_move_batch", resumed_in_between)
    sql(post, "UPDATE data.email_campaigns SET status = 'paused'")
    owner.run("hold_campaign", made)
    assert sql(post, "SELECT DISTINCT status FROM data.sends") == [("pending",)]


def test_a_resumed_campaign_goes_on_though_the_job_that_frees_it_died(owner, post, inbox):
    waiting_campaign(owner, post)
    sql(post, "UPDATE data.sends SET status = 'held'")
    owner.run("check_scheduled_campaigns")
    eventually(lambda: sql(post, "SELECT DISTINCT status FROM data.sends") == [("pending",)])


def test_c45_scheduling_is_no_way_round_the_second_person(owner, sign_in, inbox, post):
    for name in PEOPLE:
        person(owner, name)
    sql(post, "UPDATE data.config SET messaging = messaging || '{\"approve_above\": 2}'")
    post.package("server_shared.config")._Cache.settings = None
    made = campaign(owner)
    assert owner.ask("schedule_campaign", made, "2199-01-01T09:00")["campaign"]["status"] == "awaiting_approval"
    assert owner.refusal("approve_campaign", made, version(owner, made))["code"] == "forbidden"
    approved = sign_in("manager").ask("approve_campaign", made, version(owner, made))["campaign"]
    assert (approved["status"], approved["scheduled_at"].year) == ("scheduled", 2199)
    due = "UPDATE data.email_campaigns SET scheduled_at = now() - interval '1 minute' WHERE campaign_id = %s"
    sql(post, due, made)
    owner.run("check_scheduled_campaigns")
    assert go(owner, made)["status"] == "sent"
    assert len(inbox.mails) == 3


def test_c45_a_scheduled_campaign_that_reaches_more_people_by_its_time_waits_for_a_yes(owner, inbox, post):
    for name in PEOPLE:
        person(owner, name)
    made = campaign(owner)
    assert owner.ask("schedule_campaign", made, "2199-01-01T09:00")["campaign"]["status"] == "scheduled"
    sql(post, "UPDATE data.config SET messaging = messaging || '{\"approve_above\": 2}'")
    post.package("server_shared.config")._Cache.settings = None
    sql(post, "UPDATE data.email_campaigns SET scheduled_at = now() - interval '1 minute' WHERE campaign_id = %s", made)
    owner.run("check_scheduled_campaigns")
    found = owner.ask("get_campaign", made)["campaign"]
    assert (found["status"], found["status_reason"][:17]) == ("awaiting_approval", "More people get i")
    assert owner.refusal("approve_campaign", made, version(owner, made))["code"] == "forbidden"


def test_words_that_cannot_be_put_together_stop_nobody_else(owner, post, inbox):
    person(owner, "Ann")
    post.plan("broken")
    lost = {"attachments": [{"key": "gone", "name": "menu.pdf", "content_type": "application/pdf"}]}
    sql(post, "UPDATE data.message_contents SET settings = %s", json.dumps(lost))
    post.plan("sound")
    assert post.drain() == {"failed": 1, "sent": 1}


def test_a_driver_that_stumbles_over_one_message_goes_on_with_the_others(owner, post, inbox, monkeypatch):
    for name in PEOPLE:
        person(owner, name)
    module = post.package("server_emails.zoho_integration")
    to_mime = module.to_mime

    def stumbling(message: Any) -> Any:
        return to_mime(message) if "ben" not in message.to else 1 / 0

    monkeypatch.setattr(module, "to_mime", stumbling)
    post.plan()
    assert post.drain() == {"sent": 2, "unknown": 1}
    assert inbox.receivers == ["ann@example.com", "cleo@example.com"]


def test_addresses_beyond_ascii_reach_their_domain_or_are_left_out(owner, post, inbox):
    for number, address in enumerate(("info@bäckerei.example", "käthe@example.com", "ann@example.com")):
        contact = owner.ask("create_contact", {"first_name": f"P{number}", "email": address})["contact_id"]
        consent = {"channel": "email", "purpose": "marketing", "state": "granted", "words": "Yes"}
        owner.ask("set_consent", contact, consent)
    post.plan()
    assert post.drain() == {"skipped": 1, "sent": 2}
    assert inbox.receivers == ["ann@example.com", "info@xn--bckerei-5wa.example"]
    assert owner.refusal("save_messaging_settings", {"sender_address": "käthe@example.com"})["fields"]


def test_c20_a_mail_server_that_drops_every_mail_leaves_few_in_doubt(owner, post, inbox):
    def hang_up() -> str:
        raise ConnectionResetError

    for number in range(8):
        person(owner, f"P{number}")
    inbox.after_data = hang_up
    post.plan()
    assert post.drain() == {"unknown": 3, "pending": 5}
    assert post.drain() == {}
    assert len(inbox.mails) == 3


@pytest.mark.parametrize("provider", ["brevo", "ses"])
def test_c20_an_outage_of_500s_leaves_few_in_doubt(owner, post, monkeypatch, provider):
    for number in range(8):
        person(owner, f"P{number}")
    with http_stub() as service:
        service.always(500, {})
        secrets = {f"{provider}_url": service.url, "brevo_api_key": "key"}
        secrets |= {"ses_access_key_id": "AKIA", "ses_secret_access_key": "hidden"}
        for key, value in secrets.items():
            monkeypatch.setitem(post.instance.secrets._values, key, value)
        sql(post, "UPDATE data.send_streams SET provider = %s WHERE name = 'marketing_email'", provider)
        post.plan()
        assert post.drain() == {"unknown": 3, "pending": 5}
        assert post.drain() == {}
        assert len(service.asked) == 3


def test_what_a_database_cannot_hold_in_a_report_is_left_out_and_the_report_counts(
    post, owner, inbox, web, monkeypatch
):
    from .test_events import key_of
    from .test_webhooks import BREVO, report

    monkeypatch.setattr(post.module("webhook_service"), "_start", lambda: None)
    monkeypatch.setitem(post.instance.secrets._values, "brevo_webhook_token", "brevo-says")
    person(owner, "Ann")
    post.plan()
    post.drain()
    key = key_of(post, "campaign-1")
    told = report(key, "hard_bounce", reason="550 no\x00body \ud800 here", link="\ud800")
    answer = web.post("/_/api/webhooks/brevo", content=json.dumps(told), headers=BREVO)
    assert answer.status_code == 204
    assert post.run(post.module("webhook_service").process) == {"done": 1}
    assert sql(post, "SELECT status, error FROM data.sends") == [("bounced", "550 nobody  here")]


def test_a_mail_with_a_poisonous_id_and_words_holds_up_no_other(owner, post, web, monkeypatch):
    monkeypatch.setattr(post.module("webhook_service"), "_start", lambda: None)
    monkeypatch.setitem(post.instance.secrets._values, "brevo_webhook_token", "brevo-token")
    letters = Letters(web, post)
    poison = letters.item("Hi\x00 \ud83d there", "eve@example.com", MessageId="<\x00\ud800x@evil.test>")
    sound = letters.item("Hello", "ann@example.com")
    body = json.dumps({"items": [poison, sound]})
    assert web.post("/_/api/webhooks/brevo-inbound", content=body, headers=BEARER).status_code == 204
    letters.work()
    found = sql(post, "SELECT address, text FROM data.inbound_messages ORDER BY 1")
    assert found == [("ann@example.com", "Hello"), ("eve@example.com", "Hi  there")]


@pytest.mark.usefixtures("no_traps")
def test_json_as_deep_as_the_sea_is_refused_by_every_public_address(owner, web):
    live_form(owner)
    token = owner.ask("create_api_token", "Till", ["campaigns.manage"], 30)["token"]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for path in ("/_/api/webhooks/ses", "/embed/ask-us/submit", "/_/api/v1/campaigns"):
        assert web.post(path, content=DEEP, headers=headers).status_code == 400, path


def test_what_others_append_to_a_link_does_no_harm(owner, post, inbox, web):
    person(owner, "Ann")
    post.plan()
    post.drain()
    link = inbox.mails[0]["List-Unsubscribe"].split(">")[0].lstrip("<").split("/", 3)[3]
    assert web.get(f"/{link}?utm_source=mail&token=x&use=preferences").status_code == 200
    assert web.get("/pictures/nothing?size=2").status_code == 404
    answer = web.post(f"/{link}?token=other", data={"token": "another", "List-Unsubscribe": "One-Click"})
    assert "You are unsubscribed" in answer.text


@pytest.mark.usefixtures("no_traps")
def test_characters_that_cannot_be_stored_break_no_public_address(owner, web):
    for path in ("/newsletter/%00", "/forms/%00", "/embed/%00.js", "/pictures/%00", "/email/click/%00"):
        assert web.get(path).status_code == 404, path
    live_form(owner)
    page = {"page": "https://shop.example.com/\x00\ud800", "key": "\x00"}
    assert submitted(web, {"answer:email": "ann@example.com", "answer:first_name": "A\x00nn"}, **page) == {"ok": True}
    [ann] = owner.ask("get_all_contacts", {})["contacts"]
    assert ann["first_name"] == "Ann"


def submitted(web: Any, fields: dict[str, str], **more: str) -> dict[str, Any]:
    """Send the form from another site; what is answered, but for what is shown then."""
    script = web.get("/embed/ask-us.js").text
    stamp = re.search(r'name=\\"stamp\\" value=\\"([^"\\]+)', script)[1]
    answer = web.post("/embed/ask-us/submit", content=json.dumps({"stamp": stamp, "fields": fields, **more}))
    return {name: value for name, value in answer.json().items() if name != "done"}


def test_c04_who_was_merged_into_another_contact_can_still_unsubscribe(owner, post, inbox, web):
    ann, anna = person(owner, "Ann"), person(owner, "Anna")
    post.plan()
    post.drain()
    mail = next(mail for mail in inbox.mails if mail["To"] == "anna@example.com")
    owner.ask("merge_contacts", ann, [anna], {})
    link = mail["List-Unsubscribe"].split(">")[0].lstrip("<").split("/", 3)[3]
    assert "You are unsubscribed" in web.post(f"/{link}").text
    sql(post, "UPDATE data.sends SET sent_at = sent_at - interval '9 days'")
    post.plan("campaign-2")
    assert post.drain() == {}


def test_a_sequence_takes_none_of_the_steps_of_a_campaign(owner):
    made = owner.ask("create_campaign", {"campaign_name": "Welcome", "campaign_type": "sequence"})["campaign_id"]
    calls = ("launch_campaign", "resume_campaign", "cancel_campaign", "archive_campaign")
    for name in (*calls, "restore_campaign", "duplicate_campaign", "get_campaign"):
        assert owner.refusal(name, made)["code"] == "not_found", name
    assert owner.refusal("schedule_campaign", made, "2199-01-01T09:00")["code"] == "not_found"
    assert owner.refusal("approve_campaign", made, 1)["code"] == "not_found"
    assert owner.refusal("update_campaign", made, {"audience": {"everyone": True}})["code"] == "not_found"
    assert owner.ask("get_sequence", made)["sequence"]["status"] == "draft"


@pytest.mark.parametrize(
    ("name", "args"),
    [("list_templates", ("", "", False, -1)), ("list_provider_reports", (-1,)), ("list_sent_mails", (-1,))],
)
def test_a_page_before_the_first_is_the_first(owner, name, args):
    assert owner.ask(name, *args)["total"] >= 0

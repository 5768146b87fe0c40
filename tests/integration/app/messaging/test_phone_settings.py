"""Numbers, prices and templates of WhatsApp and SMS; what a worker outside is asked to do at once."""

from __future__ import annotations

import threading
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from anvil.tables import in_transaction

from tests.integration.app.conftest import eventually

from .phone import ANN, BEN, OURS, Driver, Twilio, age, ago, plan, send, somebody, states, template, words_of

pytestmark = pytest.mark.usefixtures("empty", "awake", "numbers")


def test_settings_are_kept_and_hold(owner, post, instance):
    given = {
        "whatsapp_number": "021 000 0001",
        "whatsapp_tier": None,
        "whatsapp_per_second": 40,
        "sms_sender": "BLUEGUM",
        "sms_prices": {"ZA": "0,285", "GB": ""},
        "sms_per_second": 5,
    }
    saved = owner.ask("save_phone_settings", given)["settings"]
    assert saved == owner.ask("get_phone_settings")["settings"]
    assert {**saved, **given, "whatsapp_number": "+27210000001", "sms_prices": {"ZA": "0.285"}} == saved
    price = partial(post.module("phone_settings_service").price_at, "sms")
    assert post.run(lambda: price(ANN)) == Decimal("0.285")
    assert post.run(lambda: price("+442079460000")) == post.run(lambda: post.module("settings_service").price_of("sms"))
    with instance.database.connection() as connection:
        rates = connection.execute("SELECT name, per_hour::int FROM data.send_streams WHERE provider = 'twilio'")
        assert dict(rates.fetchall()) == {"whatsapp": 144_000, "sms": 18_000}


@pytest.mark.parametrize(
    "wrong",
    [
        {"whatsapp_number": "12"},
        {"whatsapp_tier": 5},
        {"whatsapp_tier": True},
        {"sms_sender": "THIS NAME IS TOO LONG"},
        {"sms_sender": "12"},
        {"sms_prices": {"XX": "1"}},
        {"sms_prices": {"ZA": "-1"}},
        {"sms_prices": {"ZA": "0.00001"}},
        {"sms_prices": {"ZA": "NaN"}},
        {"sms_prices": ["ZA"]},
        {"sms_per_second": 0},
        {"whatsapp_per_second": 1.5},
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(owner, wrong):
    before = owner.ask("get_phone_settings")["settings"]
    assert list(owner.refusal("save_phone_settings", wrong)["fields"]) == list(wrong)
    assert owner.ask("get_phone_settings")["settings"] == before


def test_c31_an_sms_from_a_name_ends_with_a_link_since_nobody_can_answer_it(owner, post):
    somebody(owner, "Ann", ANN, "sms")
    owner.ask("save_phone_settings", {"sms_sender": "BLUEGUM"})
    driver = Driver(post)
    plan(post, "sms", text="Offers for {{first_name|you}}")
    send(post, driver, "sms")
    [message] = driver.messages
    assert message.sender == "BLUEGUM"
    assert message.text.startswith("Offers for Ann\nOpt out: http://127.0.0.1:42600/email/unsubscribe/")


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
def test_without_a_number_nothing_goes_and_the_reason_is_kept(owner, post, channel):
    somebody(owner, "Ann", ANN, channel)
    owner.ask("save_phone_settings", {"sms_sender": "", "whatsapp_number": ""})
    plan(post, channel, **(words_of(template(owner)) if channel == "whatsapp" else {"text": "Offers"}))
    driver = Driver(post)
    send(post, driver, channel)
    assert (states(post), driver.messages) == ({"Ann": ("skipped", "content")}, [])


def test_a_message_that_got_too_long_for_somebody_is_left_out(owner, post):
    somebody(owner, "Ann" * 60, ANN, "sms")
    plan(post, "sms", text="{{first_name}}" * 10)
    driver = Driver(post)
    send(post, driver, "sms")
    assert [reason for _, reason in states(post).values()] == ["content"]


# Templates


def test_c28_two_editors_of_a_template_and_a_twin(owner):
    first = template(owner)
    [kept] = owner.ask("list_whatsapp_templates")["templates"]
    changed = owner.ask("save_whatsapp_template", {"template_id": first, "body": "Hi {{1}}"}, kept["version"])[
        "template"
    ]
    assert (changed["body"], changed["variables"]) == ("Hi {{1}}", [{"number": "1", "sample": "Thandi"}])
    late = owner.refusal("save_whatsapp_template", {"template_id": first, "body": "Hey {{1}}"}, kept["version"])
    assert (late["code"], late["current"]["body"]) == ("conflict", "Hi {{1}}")
    assert owner.refusal("save_whatsapp_template", {"template_id": "W-999"})["code"] == "not_found"
    twin = {"name": "spring_offer", "body": "Hello"}
    assert owner.refusal("save_whatsapp_template", twin)["code"] == "duplicate"
    owner.ask("archive_whatsapp_template", first)
    assert owner.ask("list_whatsapp_templates")["templates"] == []
    owner.ask("save_whatsapp_template", twin)
    assert owner.refusal("restore_whatsapp_template", first)["code"] == "duplicate"


FETCHED = {
    "content_sid": "HX" + "0" * 32,
    "name": "spring_offer",
    "language": "en",
    "category": "marketing",
    "status": "paused",
    "reason": "Low quality",
    "body": "Hello {{1}}, spring is here.",
    "samples": {},
}


def test_c28_what_twilio_has_is_brought_in_by_sid_and_twice_is_as_once(owner, post):
    template(owner)
    service = post.module("whatsapp_template_service")

    def bring(*templates: dict[str, Any]) -> dict[str, int]:
        return post.run(lambda: in_transaction(service.store_fetched)(templates))

    new = {**FETCHED, "content_sid": "HX" + "1" * 32, "name": "winter"}
    assert bring(FETCHED, new, {"name": "Bad name"}) == {"new": 1, "changed": 1, "known": 0, "left_out": 1}
    assert bring(FETCHED, new) == {"new": 0, "changed": 0, "known": 2, "left_out": 0}
    kept, _ = owner.ask("list_whatsapp_templates")["templates"]
    assert (kept["status"], kept["reason"], kept["variables"]) == (
        "paused",
        "Low quality",
        [{"number": "1", "sample": "(1)"}],
    )


# Errands


@pytest.fixture
def worker(post, instance):
    """``worker(**outcome)`` lets a worker take the next errand and say that outcome; what it was asked, in time."""
    service = post.module("errand_service")
    seen = "'sms', 'twilio', 36000, now()) ON CONFLICT (name) DO UPDATE SET worker_seen_at = now()"
    with instance.database.connection() as connection:
        connection.execute(f"INSERT INTO data.send_streams (name, provider, per_hour, worker_seen_at) VALUES ({seen}")

    def work(asked: dict[str, Any], outcome: dict[str, Any]) -> None:
        asked |= eventually(lambda: post.run(in_transaction(service.take)))
        post.run(lambda: in_transaction(service.finish)(asked["errand_key"], outcome))

    def will_say(**outcome: Any) -> dict[str, Any]:
        asked: dict[str, Any] = {}
        threading.Thread(target=work, args=(asked, outcome)).start()
        return asked

    return will_say


def test_a_test_goes_to_ones_own_telephone_with_the_opt_out_line(owner, worker, instance):
    asked = worker(status="sent")
    assert (
        owner.ask("send_test_text", "sms", "082 123 4567", {"text": "Hi {{first_name}}"})["sent_to"] == "+27•••••4567"
    )
    details = asked["details"]
    assert (details["to"], details["sender"], details["text"]) == (
        ANN,
        OURS["sms"],
        "Hi Thandi\nReply STOP to opt out.",
    )
    with instance.database.connection() as connection:
        assert connection.execute("SELECT count(*) FROM data.errands").fetchone()[0] == 0


def test_a_test_of_a_template_carries_its_variables(owner, worker):
    asked = worker(status="sent")
    owner.ask("send_test_text", "whatsapp", ANN, words_of(template(owner), **{"1": "Ann"}))
    details = asked["details"]
    assert (details["template"], details["variables"]) == ("HX" + "0" * 32, {"1": "Ann"})


def test_what_twilio_says_against_a_test_is_told(owner, worker):
    worker(status="failed", error="63016 outside the window")
    assert "63016" in owner.refusal("send_test_text", "whatsapp", ANN, {"text": "Hi"})["error"]


@pytest.mark.parametrize(
    ("channel", "phone", "content"),
    [
        ("sms", ANN, {"text": " "}),
        ("sms", ANN, {"text": "x" * 1601}),
        ("sms", "12", {"text": "Hi"}),
        ("email", ANN, {"text": "Hi"}),
        ("whatsapp", ANN, {"settings": {"template_id": "W-999"}}),
    ],
)
def test_a_test_that_cannot_be_is_refused_before_anybody_is_asked(owner, channel, phone, content):
    assert owner.refusal("send_test_text", channel, phone, content)["code"] == "invalid"


def test_templates_are_brought_in_by_the_worker(owner, worker):
    worker(counts={"new": 2, "changed": 0, "known": 1, "left_out": 0})
    assert owner.ask("fetch_whatsapp_templates")["counts"]["new"] == 2
    worker(error="Authenticate")
    assert "Authenticate" in owner.refusal("fetch_whatsapp_templates")["error"]


def test_without_a_worker_one_is_told_at_once_and_who_gives_up_leaves_nothing(owner, post, instance):
    assert "No worker" in owner.refusal("send_test_text", "sms", ANN, {"text": "Hi"})["error"]
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.send_streams SET worker_seen_at = now()")
    service = post.module("errand_service")
    with pytest.raises(Exception, match="No worker"):
        post.run(lambda: service.ask("templates", {}, 0.3))
    with instance.database.connection() as connection:
        assert connection.execute("SELECT count(*) FROM data.errands").fetchone()[0] == 0


# The outbox from outside


def test_only_streams_that_the_server_does_not_drive_are_given_away(post):
    service = post.module("outside_service")
    with pytest.raises(Exception, match="The server itself"):
        post.run(lambda: service.claim("marketing_email", "w", 1))
    with pytest.raises(Exception, match="The server itself"):
        post.run(lambda: service.doubtful("smtp"))


def test_c20_a_message_in_doubt_is_told_with_what_else_went_there_and_settled_once(owner, post, instance):
    somebody(owner, "Ann", ANN, "sms")
    driver = Driver(post)
    plan(post, "sms", "campaign-1", text="Offers")
    send(post, driver, "sms")
    driver.outcomes[ANN] = ("unknown", "cut_off")
    plan(post, "sms", "campaign-2", text="More offers")
    send(post, driver, "sms")
    service, known = post.module("outside_service"), f"SM{driver.messages[0].send_key}"
    [doubt] = post.run(lambda: service.doubtful("twilio"))
    assert (doubt["text"].splitlines()[0], doubt["known"]) == ("More offers", [known])
    found = [{"send_key": doubt["send_key"], "status": "sent", "provider_id": "SM9"}]
    assert [post.run(lambda: in_transaction(service.settle)(found)) for _ in range(2)] == [1, 0]
    assert post.run(lambda: service.doubtful("twilio")) == []


def test_c29_a_paused_campaigns_sms_is_due_anew_when_it_goes_on(owner, post, instance):
    somebody(owner, "Ann", ANN, "sms")
    plan(post, "sms", text="Offers")
    age(instance, "sends", "due_at", hours=5)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET status = 'held'")
        campaign = connection.execute(
            "INSERT INTO data.email_campaigns (campaign_id, campaign_name, status, version) "
            "VALUES ('E-900', 'Spring', 'sending', 1) RETURNING _id"
        ).fetchone()[0]
        connection.execute("UPDATE data.sends SET campaign = %s", [campaign])
    owner.run("hold_campaign", "E-900")
    driver = Driver(post)
    assert send(post, driver, "sms") == {"sent": 1}


def test_of_two_with_one_number_the_one_last_written_to_answers(owner, post, instance):
    somebody(owner, "Ann", ANN, "sms")
    ben = somebody(owner, "Ben", BEN, "sms")
    plan(post, "sms", text="Offers")
    send(post, Driver(post), "sms")
    owner.ask("update_contact", ben, {"phone": ANN})
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET sent_at = %s WHERE address = %s", [ago(hours=1), ANN])
    twilio = Twilio(instance, post)
    twilio.write("Hello", channel="sms", NumMedia="1", MediaUrl0="https://t.test/1", MediaContentType0="image/jpeg")
    assert owner.ask("get_contact", ben)["contact"]["timeline"][0]["description"] == "Wrote by SMS: Hello"

"""WhatsApp and SMS: who may be written to and how, and what Twilio tells."""

from __future__ import annotations

import json
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from .phone import ANN, BEN, ORIGIN, OURS, TOKEN, age, ago, plan, send, somebody, states, template, words_of

pytestmark = pytest.mark.usefixtures("empty", "awake", "numbers")


# C25


@pytest.mark.parametrize(("said", "answer"), [("Stop.", "no more messages"), ("ARRÊT!", "nous ne vous écrivons plus")])
def test_c25_stop_ends_sms_and_whatsapp_for_the_number_with_one_answer(owner, post, driver, twilio, said, answer):
    somebody(owner, "Ann", ANN, "sms", "whatsapp")
    assert (twilio.write(said), twilio.write("stop")) == (200, 200)
    assert send(post, driver, "whatsapp") == {"sent": 1}
    [told] = driver.messages
    assert answer in told.text and told.to == ANN
    plan(post, "sms", text="Offers")
    plan(post, "sms", "receipt", "transactional", text="Your receipt")
    send(post, driver, "sms")
    assert len(driver.messages) == 1
    assert {row for name, row in states(post).items() if name == "Ann"} == {("skipped", "stopped")}


def test_c25_a_sentence_with_the_word_is_a_message_and_a_task(owner, post, driver, twilio):
    ann = somebody(owner, "Ann", ANN, "sms")
    twilio.write("please stop by at 5")
    twilio.write("and bring the key")
    [task] = owner.ask("get_all_tasks", "all")["tasks"]
    assert (task["title"], task["description"]) == ("Answer Ann on WhatsApp", "please stop by at 5")
    events = [event["description"] for event in owner.ask("get_contact", ann)["contact"]["timeline"]]
    assert events[:2] == ["Wrote on WhatsApp: and bring the key", "Wrote on WhatsApp: please stop by at 5"]
    plan(post, "sms", text="Offers")
    assert send(post, driver, "sms") == {"sent": 1}


def test_c25_start_brings_back_what_they_had_agreed_to(owner, post, driver, twilio):
    somebody(owner, "Ann", ANN, "sms")
    twilio.write("STOP", channel="sms")
    twilio.write("unstop", channel="sms")
    plan(post, "sms", text="Offers")
    send(post, driver, "sms")
    assert sorted(message.text.splitlines()[0].partition(":")[2] or message.text for message in driver.messages) == [
        " we send you no more messages here. Reply START to get them again.",
        " you get our messages here again. Reply STOP to opt out.",
        "Offers\nReply STOP to opt out.",
    ]


def test_c25_yes_means_start_to_those_who_had_stopped_and_an_answer_to_others(owner, post, driver, twilio):
    somebody(owner, "Ann", ANN, "sms")
    twilio.write("Yes!", channel="sms")
    [task] = owner.ask("get_all_tasks", "all")["tasks"]
    assert task["description"] == "Yes!"
    twilio.write("STOP", channel="sms")
    twilio.write("YES", channel="whatsapp")
    plan(post, "sms", text="Offers")
    send(post, driver, "sms")
    assert not any("Offers" in message.text for message in driver.messages)
    twilio.write("YES", channel="sms")
    plan(post, "sms", "campaign-2", text="Offers again")
    send(post, driver, "sms")
    assert any("Offers again" in message.text for message in driver.messages)


def test_c25_help_names_the_business_and_how_to_reach_it(owner, post, driver, twilio, instance):
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.config SET phone = '021 555 0101'")
    somebody(owner, "Ann", ANN)
    twilio.write("Help!", channel="sms")
    send(post, driver, "sms")
    [told] = driver.messages
    assert "Bluegum House" in told.text and "021 555 0101" in told.text


def test_c25_what_twilio_answered_itself_is_not_answered_again(owner, post, driver, twilio):
    somebody(owner, "Ann", ANN, "sms")
    twilio.write("Genug davon", channel="sms", OptOutType="STOP")
    plan(post, "sms", text="Offers")
    assert (send(post, driver, "sms"), driver.messages) == ({}, [])


# C26


@pytest.mark.parametrize("told", ["at once", "by a callback"])
def test_c26_twilio_says_that_a_number_opted_out(owner, post, driver, twilio, told):
    somebody(owner, "Ann", ANN, "sms", "whatsapp")
    if told == "at once":
        driver.outcomes[ANN] = ("failed", "stopped")
    plan(post, "sms", text="Offers")
    send(post, driver, "sms")
    if told == "by a callback":
        twilio.report(driver.messages[0].send_key, "undelivered", "21610")
    assert states(post) == {"Ann": ("failed", "stopped")}
    plan(post, "whatsapp", "campaign-2", text="Offers")
    plan(post, "sms", "campaign-3", text="Offers")
    for channel in ("whatsapp", "sms"):
        send(post, driver, channel)
    assert len(driver.messages) == 1


# C27


def test_c27_free_text_goes_until_24_hours_after_they_wrote_and_not_a_second_longer(
    owner, post, driver, twilio, instance
):
    somebody(owner, "Ann", ANN, "whatsapp")
    plan(post, "whatsapp", "campaign-0", text="Hello {{first_name}}")
    send(post, driver, "whatsapp")
    assert (states(post), driver.messages) == ({"Ann": ("skipped", "window")}, [])
    twilio.write("Are you open?")
    age(instance, "inbound_messages", "opens_until", seconds=-30)
    plan(post, "whatsapp", "campaign-1", text="Hello {{first_name}}")
    assert send(post, driver, "whatsapp") == {"sent": 1}
    assert driver.messages[0].text == "Hello Ann"
    age(instance, "inbound_messages", "opens_until", seconds=0)
    plan(post, "whatsapp", "campaign-2", text="Hello {{first_name}}")
    assert send(post, driver, "whatsapp") == {}
    plan(post, "whatsapp", "campaign-3", **words_of(template(owner)))
    assert send(post, driver, "whatsapp") == {"sent": 1}
    sent = driver.messages[1]
    assert (sent.template, sent.variables, sent.text) == ("HX" + "0" * 32, {"1": "Ann"}, "Hello Ann, spring is here.")


def test_c27_63016_closes_the_window(owner, post, driver, twilio):
    somebody(owner, "Ann", ANN, "whatsapp")
    twilio.write("Hello")
    plan(post, "whatsapp", text="Hello")
    send(post, driver, "whatsapp")
    twilio.report(driver.messages[0].send_key, "failed", "63016")
    plan(post, "whatsapp", "campaign-2", text="Hello")
    send(post, driver, "whatsapp")
    assert len(driver.messages) == 1


# C28


@pytest.mark.parametrize("status", ["draft", "pending", "rejected", "paused"])
def test_c28_only_an_approved_template_is_sent(owner, post, driver, status):
    somebody(owner, "Ann", ANN, "whatsapp")
    plan(post, "whatsapp", **words_of(template(owner, status=status)))
    send(post, driver, "whatsapp")
    assert (states(post), driver.messages) == ({"Ann": ("skipped", "template")}, [])
    assert owner.ask("list_usable_templates")["templates"] == []


def test_c28_the_wrong_number_of_variables_is_refused(owner, post, driver):
    somebody(owner, "Ann", ANN, "whatsapp")
    template_id = template(owner)
    plan(post, "whatsapp", **words_of(template_id, **{"1": "a", "2": "b"}))
    send(post, driver, "whatsapp")
    assert (states(post), driver.messages) == ({"Ann": ("skipped", "content")}, [])
    check = post.module("whatsapp_service").sendable
    with pytest.raises(Exception, match="has 1 variables, and 2 are given"):
        post.run(lambda: check({"template_id": template_id, "variables": {"1": "a", "2": "b"}}))


def test_c28_twilio_pauses_a_template_for_its_quality(owner, post, driver, twilio):
    somebody(owner, "Ann", ANN, "whatsapp")
    template_id = template(owner)
    plan(post, "whatsapp", **words_of(template_id))
    send(post, driver, "whatsapp")
    twilio.report(driver.messages[0].send_key, "failed", "63041")
    [kept] = owner.ask("list_whatsapp_templates")["templates"]
    assert (kept["status"], kept["reason"][:17]) == ("paused", "Twilio refused it")


# C29


def test_c29_who_is_beyond_the_tier_waits_a_day_and_who_was_begun_with_does_not(
    owner, post, driver, instance, monkeypatch
):
    for name, phone in (("Ann", ANN), ("Ben", BEN), ("Cleo", "+27841234567")):
        somebody(owner, name, phone, "whatsapp")
    monkeypatch.setattr(post.module("phone_settings_service"), "whatsapp_tier", lambda: 2)
    words = words_of(template(owner))
    plan(post, "whatsapp", **words)
    assert send(post, driver, "whatsapp") == {"sent": 2}
    assert states(post)["Cleo"] == ("pending", "tier")
    plan(post, "whatsapp", "campaign-2", **words)
    assert send(post, driver, "whatsapp") == {"sent": 2}
    age(instance, "sends", "conversation_at", hours=24, minutes=1)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET due_at = now() WHERE status = 'pending'")
    assert send(post, driver, "whatsapp")["sent"] >= 1
    assert "Cleo" in {message.variables["1"] for message in driver.messages}


def test_c29_a_message_that_waited_four_hours_does_not_go(owner, post, driver, instance):
    somebody(owner, "Ann", ANN, "sms")
    plan(post, "sms", text="Table at 7")
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET due_at = %s", [ago(hours=4, seconds=1)])
    send(post, driver, "sms")
    assert (states(post), driver.messages) == ({"Ann": ("skipped", "too_late")}, [])


# C30


def test_c30_consent_to_mail_is_none_to_whatsapp(owner, post, driver):
    ann = somebody(owner, "Ann", ANN)
    consent = {"channel": "email", "purpose": "marketing", "state": "granted", "words": "Yes, by e-mail."}
    owner.ask("set_consent", ann, consent)
    plan(post, "whatsapp", **words_of(template(owner)))
    send(post, driver, "whatsapp")
    assert states(post) == {"Ann": ("skipped", "no_consent")}


# C33


def test_c33_what_is_not_signed_by_twilio_is_refused_and_not_kept(owner, twilio, instance):
    given = {"MessageSid": "SM1", "From": ANN, "To": OURS["sms"], "Body": "stop"}
    url = f"{ORIGIN}/_/api/webhooks/twilio/inbound"
    other_url = RequestValidator(TOKEN).compute_signature("https://else.test/inbound", given)
    other_word = RequestValidator(TOKEN).compute_signature(url, {**given, "Body": "start"})
    other_token = RequestValidator("54321").compute_signature(url, given)
    for forged in (other_url, other_word, other_token, "", "é"):
        assert twilio.tell("inbound", given, **{"X-Twilio-Signature": forged.encode()}) == 403
    with instance.database.connection() as connection:
        assert (
            connection.execute("SELECT count(*) FROM data.webhook_events WHERE provider LIKE 'twilio%'").fetchone()[0]
            == 0
        )
    assert twilio.tell("inbound", given) == 200


def test_c33_twilios_published_example_is_believed_and_no_other_word_of_it(owner, post, instance, monkeypatch):
    """https://www.twilio.com/docs/usage/security"""
    service = post.module("twilio_webhook_service")
    instance.secrets._values["twilio_auth_token"] = "12345"
    monkeypatch.setattr(service.anvil.server, "get_app_origin", lambda: "https://mycompany.com")
    monkeypatch.setattr(service, "PATH", "/")
    given = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    asked = ("myapp.php", "foo=1&bar=2")

    def accept(**changed):
        return post.run(lambda: service.accept(*asked, urlencode({**given, **changed}), "RSOYDt4T1cUTdK1PDd93/VVr8B8="))

    with pytest.raises(Exception, match="names no message"):
        accept()
    with pytest.raises(Exception, match="not Twilio's"):
        accept(Digits="1235")


def test_c33_the_public_address_is_what_was_signed_whatever_a_proxy_calls_us(owner, twilio):
    given = {"MessageSid": "SM2", "From": ANN, "To": OURS["sms"], "Body": "hi"}
    assert twilio.tell("inbound", given, **{"X-Forwarded-Host": "inner:8080", "X-Forwarded-Proto": "http"}) == 200


def test_c33_a_json_body_is_checked_by_its_hash(post, instance):
    service, validator = post.module("twilio_webhook_service"), RequestValidator(TOKEN)
    body = json.dumps({"MessageSid": "SM3", "MessageStatus": "delivered"})
    query = f"bodySHA256={validator.compute_hash(body)}"
    signature = validator.compute_signature(f"{ORIGIN}/_/api/webhooks/twilio/status?{query}", {})
    post.run(lambda: service.accept("status", query, body, signature))
    with pytest.raises(Exception, match="not Twilio's"):
        post.run(lambda: service.accept("status", query, body.replace("SM3", "SM4"), signature))


# Statuses


def test_statuses_in_any_order_and_twice_lead_to_the_same(owner, post, driver, twilio):
    somebody(owner, "Ann", ANN, "sms")
    plan(post, "sms", text="Offers")
    send(post, driver, "sms")
    [message] = driver.messages
    for status in ("delivered", "sent", "queued", "read", "delivered"):
        twilio.report(message.send_key, status)
    assert states(post) == {"Ann": ("read", None)}


def test_a_number_that_is_no_mobile_is_suppressed(owner, post, driver, twilio):
    somebody(owner, "Ann", ANN, "sms")
    plan(post, "sms", text="Offers")
    send(post, driver, "sms")
    twilio.report(driver.messages[0].send_key, "undelivered", "30006")
    plan(post, "sms", "receipt", "transactional", text="Receipt")
    send(post, driver, "sms")
    assert len(driver.messages) == 1


def test_somebody_unknown_who_writes_becomes_a_lead(owner, twilio):
    twilio.write("Do you have a room?", ProfileName="Cleo van Wyk")
    [lead] = owner.ask("get_all_contacts")["contacts"]
    assert (lead["full_name"], lead["phone"], lead["source"], lead["status"]) == (
        "Cleo van Wyk",
        ANN,
        "whatsapp",
        "lead",
    )


def costs(instance) -> dict[str, float]:
    with instance.database.connection() as connection:
        return dict(connection.execute("SELECT channel || ' ' || address, cost FROM data.sends").fetchall())


def test_c31_a_message_costs_its_own_parts_at_the_price_of_its_country(owner, post, instance, driver):
    prices = {"sms_prices": {"ZA": "0.285", "GB": "0.89"}, "whatsapp_prices": {"GB": "0.97"}}
    owner.ask("save_phone_settings", prices)
    owner.ask("save_messaging_settings", {"prices": {"sms": "0.5", "whatsapp": "0.14"}})
    people = {"Ann": ANN, "Bea": "+442079460000", "Cleo": "+12025550123"}
    for name, phone in people.items():
        somebody(owner, name, phone, "sms", "whatsapp")
    plan(post, "sms", purpose="transactional", text="x" * 161)
    assert send(post, driver, "sms") == {"sent": 3}
    assert costs(instance) == {f"sms {ANN}": 0.57, "sms +442079460000": 1.78, "sms +12025550123": 1}
    spent = post.module("cost_service").spent_on
    assert post.run(lambda: spent("sms", status="sent")) == (3, Decimal("3.35"))


def test_m17_not_one_message_goes_that_the_budget_does_not_reach(owner, post, instance, driver):
    owner.ask("save_messaging_settings", {"prices": {"sms": "0.30"}})
    for number in range(9):
        somebody(owner, f"P{number}", f"+2782123450{number}", "sms")
    made = owner.ask("create_campaign", {"campaign_name": "Dear", "budget": {"amount": 2, "at_limit": "stop"}})
    plan(post, "sms", text="Offers")
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.email_campaigns SET status = 'sending', channels = '[\"sms\"]'")
        connection.execute("UPDATE data.sends SET campaign = (SELECT min(_id) FROM data.email_campaigns)")
    assert send(post, driver, "sms") == {"sent": 6}
    campaign = owner.ask("get_campaign", made["campaign_id"])["campaign"]
    assert (campaign["status"], campaign["budget"]["spent"]) == ("paused", 1.8)
    assert "budget is spent" in campaign["status_reason"]
    assert sorted(status for status, _ in states(post).values()) == ["held"] * 3 + ["sent"] * 6
    owner.ask("resume_campaign", made["campaign_id"])
    owner.run("hold_campaign", made["campaign_id"])
    assert send(post, driver, "sms") == {}
    assert (len(driver.messages), owner.ask("get_campaign", made["campaign_id"])["campaign"]["status"]) == (6, "paused")


def test_m17_a_budget_counts_parts_and_countries_and_tells_what_all_will_cost(owner, post, instance):
    owner.ask("save_phone_settings", {"sms_prices": {"ZA": "0.25", "GB": "1"}})
    for number, phone in enumerate((ANN, BEN, "+442079460000")):
        somebody(owner, f"P{number}", phone, "sms")
    made = owner.ask("create_campaign", {"campaign_name": "Long", "budget": {"amount": 1.5, "at_limit": "stop"}})
    plan(post, "sms", text="x")
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.email_campaigns SET status = 'sending', channels = '[\"sms\"]'")
        connection.execute(
            "UPDATE data.sends SET campaign = (SELECT min(_id) FROM data.email_campaigns), status = 'delivered', "
            "sent_at = now(), cost = 0.5 WHERE contact IN (SELECT _id FROM data.contacts WHERE phone LIKE '+27%')"
        )
        connection.execute("UPDATE data.sends SET campaign = (SELECT min(_id) FROM data.email_campaigns)")
    budget = owner.ask("get_campaign", made["campaign_id"])["campaign"]["budget"]
    assert (budget["spent"], budget["expected"], budget["is_over"]) == (1, 1.5, False)
    assert budget["channels"] == [{"channel": "sms", "count": 2, "cost": 1}]
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET status = 'sent', sent_at = now(), cost = 1 WHERE cost IS NULL")
    owner.run("refresh_figures")
    assert owner.ask("get_campaign", made["campaign_id"])["campaign"]["budget"]["is_over"]
    assert owner.ask("get_campaign_figures", made["campaign_id"])["money"]["cost"] == 2

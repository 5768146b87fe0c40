"""Messages that Twilio took and then could not deliver for a reason that passes: they go once more, later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from .phone import ANN, plan, send, sid_of, somebody, states

pytestmark = pytest.mark.usefixtures("empty", "awake", "numbers")


@pytest.fixture
def taken(owner, post, driver) -> str:
    """The key of an SMS that Twilio took."""
    somebody(owner, "Ann", ANN, "sms")
    plan(post, "sms", text="Offers")
    assert send(post, driver, "sms") == {"sent": 1}
    return driver.messages[0].send_key


def row(instance, *columns: str) -> tuple:
    with instance.database.connection() as connection:
        return connection.execute(f"SELECT {', '.join(columns)} FROM data.sends").fetchone()


def make_due(instance) -> None:
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET due_at = now() WHERE status = 'pending'")


def test_c20_what_twilio_was_too_busy_for_waits_and_goes_once_more(post, driver, twilio, instance, taken):
    twilio.report(taken, "failed", "30001")
    assert states(post) == {"Ann": ("pending", "provider")}
    due_at, sent_at, attempted_at, ready_at = row(instance, "due_at", "sent_at", "attempted_at", "ready_at")
    assert timedelta(minutes=14) < due_at - datetime.now(UTC) <= timedelta(minutes=15)
    assert (sent_at, attempted_at, ready_at) == (None, None, None)
    assert send(post, driver, "sms") == {}
    make_due(instance)
    assert send(post, driver, "sms") == {"sent": 1}
    twilio.report(taken, "delivered", tries=2)
    assert states(post) == {"Ann": ("delivered", None)}
    assert [message.send_key for message in driver.messages] == [taken, taken]


def test_c36_reports_of_an_ended_try_change_nothing_of_the_next(post, driver, twilio, instance, taken):
    twilio.report(taken, "undelivered", "30003")
    assert states(post) == {"Ann": ("pending", "out_of_reach")}
    for late in (("sent", ""), ("failed", "30003"), ("undelivered", "30003"), ("failed", "30008")):
        twilio.report(taken, *late)
        assert states(post) == {"Ann": ("pending", "out_of_reach")}
    make_due(instance)
    service = post.module("outbox_service")
    claimed = post.run(lambda: service.claim("sms", "worker-2", 10).rows[0]["send_key"])
    twilio.report(taken, "queued")  # while the next try is about to begin: must not pass for it
    assert states(post)["Ann"][0] == "sending"
    assert post.run(lambda: service.turn("worker-2", [], [claimed])) == {taken}
    outcome = post.module("driver_service").Outcome
    of_first = outcome(taken, "sent", provider_id=sid_of(taken, 1))
    post.run(lambda: service.turn("worker-1", [of_first], []))  # a worker that heard so late must not end it either
    assert states(post)["Ann"][0] == "sending"
    post.run(lambda: service.turn("worker-2", [outcome(taken, "sent", provider_id=sid_of(taken, 2))], []))
    assert row(instance, "status", "provider_id") == ("sent", sid_of(taken, 2))


def test_c36_a_report_that_overtakes_the_worker_puts_off_all_the_same(owner, post, driver, twilio, instance):
    somebody(owner, "Ann", ANN, "sms")
    plan(post, "sms", text="Offers")
    service, outcome = post.module("outbox_service"), post.module("driver_service").Outcome
    key = post.run(lambda: service.claim("sms", "worker-1", 10).rows[0]["send_key"])
    post.run(lambda: service.turn("worker-1", [], [key]))
    twilio.report(key, "failed", "30001")
    post.run(lambda: service.turn("worker-1", [outcome(key, "sent", provider_id=sid_of(key, 1))], []))
    assert states(post) == {"Ann": ("pending", "provider")}
    make_due(instance)
    assert send(post, driver, "sms") == {"sent": 1}


def test_c36_what_arrived_after_all_does_not_go_again(post, driver, twilio, instance, taken):
    twilio.report(taken, "undelivered", "30003")
    twilio.report(taken, "delivered")
    make_due(instance)
    assert (states(post), send(post, driver, "sms")) == ({"Ann": ("delivered", None)}, {})


def test_c20_after_five_tries_it_has_failed_and_says_why(post, driver, twilio, instance, taken):
    for tries in range(1, 6):
        if tries > 1:
            make_due(instance)
            assert send(post, driver, "sms") == {"sent": 1}
        twilio.report(taken, "failed", "30001", tries=tries)
    assert states(post) == {"Ann": ("failed", "provider")}
    assert row(instance, "error") == ("30001",)
    make_due(instance)
    assert send(post, driver, "sms") == {}


def test_c20_a_doubt_about_a_later_try_is_not_settled_by_an_earlier_one(post, driver, twilio, instance, taken):
    twilio.report(taken, "failed", "30001")
    make_due(instance)
    driver.outcomes[ANN] = ("unknown", "cut_off")
    send(post, driver, "sms")
    [doubt] = post.run(lambda: post.module("outside_service").doubtful("twilio"))
    assert doubt["known"] == [sid_of(taken, 1)]


def test_c20_a_campaign_that_was_through_is_under_way_again_and_shows_who_waits(owner, post, driver, twilio, instance):
    somebody(owner, "Ann", ANN, "sms")
    campaign_id = owner.ask("create_campaign", {"campaign_name": "Offers", "channels": ["sms"]})["campaign_id"]
    plan(post, "sms", text="Offers")
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.email_campaigns SET status = 'sent', completed_at = now(), planned_at = now()")
        connection.execute("UPDATE data.sends SET campaign = (SELECT _id FROM data.email_campaigns)")
    send(post, driver, "sms")
    twilio.report(driver.messages[0].send_key, "failed", "30001")
    assert owner.ask("get_campaign", campaign_id)["campaign"]["status"] == "sending"
    [shown] = owner.ask("list_campaign_recipients", campaign_id)["recipients"]
    assert (shown["state"], shown["text"]) == ("Pending", "The service that sends was too busy")
    make_due(instance)
    send(post, driver, "sms")
    post.run(lambda: post.package("server_marketing.campaign_sending").finish_campaigns())
    assert owner.ask("get_campaign", campaign_id)["campaign"]["status"] == "sent"


def test_c20_a_worker_that_was_cut_off_does_not_take_a_message_from_the_next_one(owner, post, instance):
    somebody(owner, "Ann", ANN, "sms")
    plan(post, "sms", text="Offers")
    service, outcome = post.module("outbox_service"), post.module("driver_service").Outcome
    for worker in ("worker-1", "worker-2"):
        make_due(instance)
        key = post.run(lambda name=worker: service.claim("sms", name, 10).rows[0]["send_key"])
        assert post.run(lambda name=worker, begun=key: service.turn(name, [], [begun])) == {key}
        if worker == "worker-1":
            with instance.database.connection() as connection:
                connection.execute("UPDATE data.sends SET claimed_until = now() - interval '1 hour'")
            post.run(service.settle_abandoned)
            not_taken = [{"send_key": key, "status": "pending"}]
            post.run(lambda found=not_taken: post.module("outside_service").settle(found))
    post.run(lambda: service.turn("worker-1", [outcome(key, "pending", reason="provider")], []))
    assert states(post)["Ann"][0] == "sending", "the second one is handing it over"
    post.run(lambda: service.turn("worker-2", [outcome(key, "sent", provider_id=sid_of(key, 2))], []))
    assert states(post)["Ann"][0] == "sent"

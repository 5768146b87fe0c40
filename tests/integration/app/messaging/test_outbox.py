"""The outbox: planned once, judged at the gate when it goes, sent once whoever dies."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from .conftest import WORDS, person

JOHANNESBURG = ZoneInfo("Africa/Johannesburg")

pytestmark = pytest.mark.usefixtures("empty", "awake")


def test_c09_a_message_reaches_those_who_agreed_and_says_why_not_the_others(owner, post, inbox, instance):
    person(owner, "Ann")
    person(owner, "Ben", consented=False)
    assert post.plan() == 2
    assert post.drain() == {"sent": 1}
    [mail] = inbox.mails
    assert (mail["To"], mail["Subject"]) == ("ann@example.com", "Spring, Ann")
    assert post.run(statuses) == {"Ann": ("sent", None), "Ben": ("skipped", "no_consent")}


def statuses() -> dict[str, tuple[str, str | None]]:
    from anvil.tables import app_tables

    return {row["contact"]["first_name"]: (row["status"], row["reason"]) for row in app_tables.sends.search()}


def test_c01_c18_mail_carries_one_click_headers_and_a_text_part(owner, post, inbox):
    for name in ("Ann", "Ben"):
        person(owner, name)
    post.plan()
    post.drain()
    links = []
    for mail in inbox.mails:
        web, by_mail = (part.strip(" <>") for part in mail["List-Unsubscribe"].split(","))
        assert (web.split("://")[0] in ("http", "https"), by_mail.split(":")[0]) == (True, "mailto")
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert web in mail.get_body(("plain",)).get_content()
        assert web in mail.get_body(("html",)).get_content()
        links.append((web, by_mail))
    assert len({web for web, _ in links}) == len({by_mail for _, by_mail in links}) == 2
    post.plan("receipt-7", "transactional")
    post.drain("transactional_email")
    assert [mail["List-Unsubscribe"] for mail in inbox.mails[2:]] == [None, None]


def test_c20_what_is_planned_twice_goes_once(owner, post, inbox):
    for name in ("Ann", "Ben", "Cleo"):
        person(owner, name)
    assert (post.plan(), post.plan()) == (3, 0)
    with ThreadPoolExecutor(3) as workers:
        list(workers.map(lambda _: post.drain(), range(3)))
    assert inbox.receivers == ["ann@example.com", "ben@example.com", "cleo@example.com"]


def test_c05_who_unsubscribes_while_it_waits_gets_nothing(owner, post, inbox):
    ann = person(owner, "Ann")
    post.plan()
    owner.ask("set_consent", ann, {"channel": "email", "purpose": "marketing", "state": "withdrawn"})
    post.drain()
    assert inbox.mails == []
    assert post.run(statuses) == {"Ann": ("skipped", "unsubscribed")}


def test_c13_a_hard_bounce_suppresses_the_address_for_receipts_too(owner, post, inbox):
    person(owner, "Ann")
    inbox.answers["ann@example.com"] = "550 5.1.1 No such person"
    post.plan()
    assert post.drain() == {"bounced": 1}
    inbox.answers.clear()
    post.plan("receipt-7", "transactional")
    assert post.drain("transactional_email") == {}
    assert inbox.mails == []


def test_a_mailbox_that_is_full_is_tried_again_later(owner, post, inbox, instance):
    person(owner, "Ann")
    inbox.answers["ann@example.com"] = "452 4.2.2 Full"
    post.plan()
    assert post.drain() == {"pending": 1}
    inbox.answers.clear()
    assert post.drain() == {}
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET due_at = now()")
    assert post.drain() == {"sent": 1}
    assert len(inbox.mails) == 1


def test_c20_a_mail_server_that_falls_silent_after_taking_it_leaves_a_doubt_and_no_double(owner, post, inbox):
    person(owner, "Ann")
    inbox.after_data = lambda: 1 / 0  # type: ignore[assignment,return-value]
    post.plan()
    post.drain()
    inbox.after_data = None
    post.drain()
    assert len(inbox.mails) == 1


def test_c20_what_a_dead_worker_had_begun_is_in_doubt_and_the_rest_goes(owner, post, inbox, instance):
    for name in ("Ann", "Ben"):
        person(owner, name)
    post.plan()

    def die_after_beginning_one() -> None:
        outbox = post.module("outbox_service")
        claim = outbox.claim("marketing_email", "worker-1", 10)
        outbox.turn("worker-1", [], [claim.rows[0]["send_key"]])

    post.run(die_after_beginning_one)
    assert post.drain() == {}
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET claimed_until = %s", [datetime.now(UTC) - timedelta(seconds=1)])
    assert post.drain() == {"sent": 1}
    assert sorted(status for status, _ in post.run(statuses).values()) == ["sent", "unknown"]
    assert len(inbox.mails) == 1


def test_c24_of_five_campaigns_in_a_week_two_are_left_out_and_a_step_waits(owner, post, inbox):
    person(owner, "Ann")
    for number in range(5):
        post.plan(f"campaign-{number}")
        post.drain()
    assert len(inbox.mails) == 3
    post.plan("step-1", cap_waits=True)
    post.drain()
    reasons = post.run(lambda: sorted((row["status"], row["reason"]) for row in everything() if row["reason"]))
    assert reasons == [("pending", "cap"), *[("skipped", "cap")] * 2]


def everything() -> Any:
    from anvil.tables import app_tables

    return app_tables.sends.search()


def test_c22_what_is_beyond_a_new_domains_day_goes_the_next_and_the_end_is_foretold(owner, post, inbox, instance):
    for number in range(3):
        person(owner, f"P{number}")
    today = datetime.now(JOHANNESBURG).date()
    settings = owner.ask("save_messaging_settings", {"emails_per_hour": 36000, "warm_up": True})["settings"]
    assert (settings["warm_up"], settings["warm_up_today"]) == (True, 50)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.send_streams SET counted = 49, counted_on = warm_up_from")
    post.plan()
    finish = post.run(lambda: post.module("streams").finish("marketing_email", datetime.now(UTC), 0))
    assert finish.astimezone(JOHANNESBURG).date() == today + timedelta(days=1)
    assert post.drain() == {"sent": 1}
    with instance.database.connection() as connection:
        yesterday = [today - timedelta(days=1)] * 2
        connection.execute("UPDATE data.send_streams SET warm_up_from = %s, counted_on = %s", yesterday)
    assert owner.ask("get_messaging_settings")["settings"]["warm_up_today"] == 100
    assert post.drain() == {"sent": 2}
    assert owner.ask("save_messaging_settings", {"warm_up": False})["settings"]["warm_up_today"] is None


def test_c16_a_receipt_goes_before_the_campaign_is_through(owner, post, inbox, instance):
    for name in ("Ann", "Ben"):
        person(owner, name)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.send_streams SET per_hour = 50 WHERE name = 'marketing_email'")
    post.plan()
    assert post.drain() == {"sent": 1}
    post.plan("receipt-7", "transactional")
    assert post.drain("transactional_email") == {"sent": 2}


def test_c19_a_name_that_is_markup_is_shown_as_text(owner, post, inbox):
    person(owner, "Ann")
    contact = owner.ask("create_contact", {"first_name": "<b>Bo</b>", "email": "bo@example.com"})["contact_id"]
    owner.ask("set_consent", contact, {"channel": "email", "purpose": "marketing", "state": "granted", "words": WORDS})
    post.plan()
    post.drain()
    [mail] = [mail for mail in inbox.mails if mail["To"] == "bo@example.com"]
    assert "Hello &lt;b&gt;Bo&lt;/b&gt;" in mail.get_body(("html",)).get_content()
    assert mail["Subject"] == "Spring, <b>Bo</b>"


@pytest.mark.parametrize("bought", [False, True])
def test_somebody_erased_while_messages_wait_gets_none_and_leaves_no_address(owner, post, inbox, instance, bought):
    ann = person(owner, "Ann")
    if bought:
        owner.ask("update_contact_from_transaction", "ann@example.com", "order", "O-1", 250)
    post.plan()
    post.plan("receipt-7", "transactional")
    owner.ask("delete_customer_data", ann, ann, "asked")
    post.drain()
    post.drain("transactional_email")
    assert inbox.mails == []
    with instance.database.connection() as connection:
        rows = connection.execute("SELECT address, status FROM data.sends").fetchall()
    assert rows == ([(None, "skipped")] * 2 if bought else [])


def test_what_is_planned_in_a_stream_that_never_sent_before_is_seen_by_the_workers(owner, instance, post):
    with instance.database.connection() as connection:
        connection.execute("DELETE FROM data.send_streams")
    person(owner, "Ann")
    post.plan("receipt-1", "transactional")
    with instance.database.connection() as connection:
        assert connection.execute("SELECT name FROM data.send_streams").fetchall() == [("transactional_email",)]


def test_c20_of_two_who_plan_the_same_at_the_same_moment_the_later_finds_it_there(owner, post, inbox, monkeypatch):
    person(owner, "Ann")
    outbox, streams = post.module("outbox_service"), post.module("streams")
    stream_row, add, has_added = streams.stream_row, outbox.plan, threading.Event()
    others: list[threading.Thread] = []

    def and_linger(batch):
        planned = add(batch)
        has_added.set()
        time.sleep(0.3)
        return planned

    def while_another_plans(name: str) -> object:
        if not others:
            others.append(threading.Thread(target=post.plan))
            monkeypatch.setattr(outbox, "plan", and_linger)
            others[0].start()
            has_added.wait(10)
        return stream_row(name)

    monkeypatch.setattr(streams, "stream_row", while_another_plans)
    assert post.plan() == 0
    others[0].join()
    assert post.drain() == {"sent": 1}

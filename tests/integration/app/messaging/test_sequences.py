"""Sequences: who gets which step when, who leaves them, and what edits do to those inside."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from .conftest import person
from .sequences import Clock, sequence, standing, tick

pytestmark = pytest.mark.usefixtures("empty", "awake")


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def subjects(inbox):
    return [str(mail["Subject"]) for mail in inbox.mails]


def enter(owner, made, *names):
    people = [person(owner, name) for name in names]
    for contact_id in people:
        owner.ask("enroll_contact_in_campaign", contact_id, made)
    return people


def test_steps_follow_one_another_and_the_end_is_told(owner, inbox, post, clock):
    made = sequence(owner, {"subject": "One", "delay_days": 0}, {"subject": "Two"}, {"subject": "Three"})
    enter(owner, made, "Ann")
    tick(post)
    assert subjects(inbox) == ["One"]
    assert standing(owner, made) == [("Ann", 2, "")]
    clock.advance(hours=23)
    tick(post)
    assert subjects(inbox) == ["One"]
    for _ in range(2):
        clock.advance(days=1)
        tick(post)
    assert subjects(inbox) == ["One", "Two", "Three"]
    clock.advance(minutes=16)
    tick(post)
    assert standing(owner, made) == []
    assert standing(owner, made, "completed") == [("Ann", 3, "Had every step")]
    owner.run("refresh_figures")
    stats = owner.ask("get_campaign_stats", made)["stats"]
    assert {name: stats[name] for name in ("total_enrolled", "active", "completed", "emails_sent")} == {
        "total_enrolled": 1,
        "active": 0,
        "completed": 1,
        "emails_sent": 3,
    }


def test_c41_a_step_that_is_off_or_was_bought_away_is_skipped(owner, inbox, post, clock):
    made = sequence(
        owner,
        {"subject": "One", "delay_days": 0},
        {"subject": "Two", "skip_if": {"already_purchased": True}},
        {"subject": "Off", "is_active": False},
        {"subject": "Four"},
    )
    enter(owner, made, "Ann", "Ben")
    tick(post)
    clock.advance(hours=1)
    owner.ask("update_contact_from_transaction", "ann@example.com", "order", "O-1", 100)
    clock.advance(days=1)
    tick(post)
    assert sorted(subjects(inbox)) == ["One", "One", "Two"]
    clock.advance(days=1, minutes=1)
    tick(post)
    assert sorted(subjects(inbox)) == ["Four", "Four", "One", "One", "Two"]
    owner.run("refresh_figures")
    second = owner.ask("get_sequence", made)["sequence"]["steps"][1]["figures"]
    assert (second["sent"], second["skipped"]) == (1, 1)


@pytest.mark.parametrize(
    ("settings", "happens", "why"),
    [
        ({"goal": {"kind": "purchase"}}, "buy", "Reached the goal"),
        ({"goal": {"kind": "tag", "value": "VIP"}}, "tag", "Reached the goal"),
        ({"exits": {"status_change": True}}, "buy", "Became something else"),
        ({}, "unsubscribe", "Unsubscribed"),
        ({}, "archive", "Archived"),
    ],
)
def test_c41_people_leave_by_goal_change_unsubscribing_and_archiving(owner, inbox, post, clock, settings, happens, why):
    made = sequence(owner, {"subject": "One", "delay_days": 0}, {"subject": "Two"}, settings=settings)
    [ann] = enter(owner, made, "Ann")
    tick(post)
    clock.advance(days=1)
    if happens == "buy":
        owner.ask("update_contact_from_transaction", "ann@example.com", "order", "O-2", 100)
    elif happens == "tag":
        owner.ask("update_contact", ann, {"tags": ["VIP"]})
    elif happens == "archive":
        owner.ask("delete_contact", ann)
    else:
        consent = {"channel": "email", "purpose": "marketing", "state": "withdrawn"}
        owner.ask("set_consent", ann, consent)
    tick(post)
    assert subjects(inbox) == ["One"]
    view = "completed" if why == "Reached the goal" else "left"
    assert [row[2] for row in standing(owner, made, view)] == [why]


def test_c41_who_is_erased_is_gone_from_the_sequence(owner, inbox, post, clock):
    made = sequence(owner, {"subject": "One"})
    [ann] = enter(owner, made, "Ann")
    owner.ask("delete_customer_data", ann, ann, "asked")
    clock.advance(days=2)
    tick(post)
    assert subjects(inbox) == []
    assert standing(owner, made) == []


def test_c41_edits_move_the_next_step_and_never_send_one_again(owner, inbox, post, clock):
    made = sequence(
        owner, {"subject": "One", "delay_days": 0}, {"subject": "Two", "delay_days": 5}, {"subject": "Three"}
    )
    enter(owner, made, "Ann")
    tick(post)
    steps = owner.ask("get_sequence", made)["sequence"]["steps"]
    one, two, three = (step["step_key"] for step in steps)
    owner.ask("save_step", made, {"subject": "One, better"}, one)
    owner.ask("move_step", made, three, 1)
    owner.ask("save_step", made, {"delay_days": 1}, two)
    owner.run("replan_sequence", made)
    clock.advance(days=1, minutes=1)
    tick(post)
    assert subjects(inbox) == ["One", "Two"]
    clock.advance(days=2)
    tick(post)
    tick(post)
    assert subjects(inbox) == ["One", "Two"]
    assert standing(owner, made, "completed") == [("Ann", 3, "Had every step")]


def test_a_step_that_is_taken_out_comes_back_to_its_place(owner, inbox):
    made = sequence(owner, {"subject": "One"}, {"subject": "Two"}, {"subject": "Three"}, start=False)
    names = lambda answer: [step["subject"] for step in answer["sequence"]["steps"]]  # noqa: E731
    taken = owner.ask("remove_step", made, "s2")
    assert (names(taken), taken["place"]) == (["One", "Three"], 2)
    assert names(owner.ask("save_step", made, {"subject": "Four", "blocks": []})) == ["One", "Three", "Four"]
    assert names(owner.ask("restore_step", made, "s2", 2)) == ["One", "Two", "Three", "Four"]
    assert [step["step_number"] for step in owner.ask("get_sequence", made)["sequence"]["steps"]] == [1, 2, 3, 4]
    assert names(owner.ask("move_step", made, "s4", 1)) == ["Four", "One", "Two", "Three"]


@pytest.mark.parametrize(
    ("rule", "days", "again"),
    [("never", 400, False), ("always", 0, True), ("after", 29, False), ("after", 31, True)],
)
def test_c41_who_may_enter_again_is_the_rule_of_the_sequence(owner, inbox, post, clock, rule, days, again):
    settings = {"reentry": rule, "reentry_days": 30}
    sequence(owner, {"subject": "One", "delay_days": 0}, trigger_type="purchase", settings=settings)
    person(owner, "Ann")
    owner.ask("update_contact_from_transaction", "ann@example.com", "order", "O-1", 100)
    tick(post)
    clock.advance(minutes=16)
    tick(post)
    clock.advance(days=days)
    owner.ask("update_contact_from_transaction", "ann@example.com", "order", "O-2", 100)
    tick(post)
    assert subjects(inbox) == ["One"] * (2 if again else 1)


@pytest.mark.parametrize(
    ("phone", "moments"),
    [
        ("+27821234567", ["2026-03-06T07:00", "2026-03-07T07:00", "2026-03-08T07:00", "2026-03-09T07:00"]),
        # New York's clocks went forward on 8 March 2026: nine o'clock comes an hour earlier by UTC.
        ("+12125550123", ["2026-03-06T14:00", "2026-03-07T14:00", "2026-03-08T13:00", "2026-03-09T13:00"]),
    ],
)
def test_c42_the_preferred_time_is_that_of_the_persons_own_clocks(owner, inbox, post, clock, phone, moments):
    clock.set("2026-03-05T20:00")
    steps = [{"subject": str(number), "send_time": "09:00"} for number in range(len(moments))]
    made = sequence(owner, *steps)
    contact_id = person(owner, "Ann")
    owner.ask("save_contact", {"contact_id": contact_id, "phone": phone})
    owner.ask("enroll_contact_in_campaign", contact_id, made)
    with post.instance.database.connection() as connection:
        connection.execute("UPDATE data.config SET messaging = messaging || '{\"cap\": 100}'")
    post.package("server_shared.config")._Cache.settings = None
    for number, moment in enumerate(moments):
        clock.set(moment)
        clock.advance(minutes=-1)
        tick(post)
        assert len(inbox.mails) == number
        clock.advance(minutes=1)
        tick(post)
        assert len(inbox.mails) == number + 1


def test_a_paused_sequence_holds_everybody_and_what_waits_in_the_outbox(owner, inbox, post, clock):
    made = sequence(owner, {"subject": "One", "delay_days": 0}, {"subject": "Two"})
    enter(owner, made, "Ann")
    post.run(post.package("server_sequences.engine").process_campaigns)
    owner.ask("pause_campaign", made)
    owner.run("hold_campaign", made)
    clock.advance(days=3)
    tick(post)
    assert subjects(inbox) == []
    owner.ask("activate_sequence", made)
    owner.run("hold_campaign", made)
    clock.advance(days=1)
    tick(post)
    assert subjects(inbox) == ["One"]


def test_after_an_outage_nobody_gets_two_steps_at_once(owner, inbox, post, clock):
    made = sequence(owner, {"subject": "One"}, {"subject": "Two"}, {"subject": "Three"})
    enter(owner, made, "Ann")
    clock.advance(days=10)
    for _ in range(3):
        tick(post)
        clock.advance(minutes=20)
    assert subjects(inbox) == ["One"]


def test_what_meets_the_cap_waits_and_is_not_lost(owner, inbox, post, clock):
    made = sequence(owner, *({"subject": str(number), "delay_days": 0, "delay_hours": 1} for number in range(4)))
    enter(owner, made, "Ann")
    for _ in range(5):
        clock.advance(hours=2)
        tick(post)
    assert len(inbox.mails) == 3
    assert standing(owner, made) == [("Ann", 4, "Had enough messages in the last days")]
    clock.advance(days=8)
    tick(post)
    assert len(inbox.mails) == 4


def test_two_engines_at_once_and_one_that_dies_plan_each_step_once(owner, inbox, post, clock, monkeypatch):
    made = sequence(owner, {"subject": "One", "delay_days": 0})
    enter(owner, made, "Ann", "Ben", "Cleo")
    engine = post.package("server_sequences.engine")
    with monkeypatch.context() as dying, pytest.raises(RuntimeError):
        dying.setattr(engine, "_advance", lambda *args: (_ for _ in ()).throw(RuntimeError("killed")))
        post.run(engine.process_campaigns)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: post.run(engine.process_campaigns), range(2)))
    post.drain()
    assert subjects(inbox) == ["One"] * 3


def test_what_is_not_ready_does_not_start_and_an_active_one_stays_sound(owner, inbox):
    made = sequence(owner, {"subject": ""}, start=False, trigger_type="tag_added")
    wrong = owner.refusal("activate_sequence", made)["error"]
    assert "Step 1: The mail has no subject." in wrong
    assert "Please say more about when it begins." in wrong
    owner.ask("save_step", made, {"subject": "One"}, "s1")
    owner.ask("update_sequence", made, {"trigger_type": "tag_added", "trigger_conditions": {"tag": "VIP"}})
    owner.ask("activate_sequence", made)
    assert owner.refusal("save_step", made, {"subject": ""}, "s1")["code"] == "invalid"
    assert owner.ask("get_sequence", made)["sequence"]["steps"][0]["subject"] == "One"


def test_two_editors_are_told_of_each_other(owner, inbox):
    made = sequence(owner, {"subject": "One"}, start=False)
    seen = owner.ask("get_sequence", made)["sequence"]["version"]
    owner.ask("update_sequence", made, {"campaign_name": "Hello"}, seen)
    refused = owner.refusal("save_step", made, {"subject": "Two"}, "s1", seen)
    assert (refused["code"], refused["current"]["campaign_name"]) == ("conflict", "Hello")


def test_a22_the_older_form_of_a_sequence_is_understood_and_shown(owner, inbox, post, clock):
    mails = [{"subject": f"Day {number}", "html_content": "<p>Hello</p><p>there</p>"} for number in (1, 2)]
    data = {"campaign_name": "Old", "campaign_type": "sequence", "settings": {"email_sequence": mails}}
    made = owner.ask("create_campaign", data)["campaign_id"]
    view = owner.ask("get_sequence", made)["sequence"]
    assert view["settings"]["sequence_length"] == 2
    assert [mail["subject"] for mail in view["settings"]["email_sequence"]] == ["Day 1", "Day 2"]
    assert view["steps"][0]["blocks"] == [{"kind": "text", "text": "Hello\n\nthere"}]
    assert [step["delay_days"] for step in view["steps"]] == [0, 1]
    owner.ask("activate_sequence", made)
    enter(owner, made, "Ann")
    tick(post)
    clock.advance(days=1, minutes=1)
    tick(post)
    assert subjects(inbox) == ["Day 1", "Day 2"]

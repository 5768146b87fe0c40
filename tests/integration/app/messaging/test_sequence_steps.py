"""The steps of a sequence on every channel, in their order; sequences copied, archived and asked for too much."""

from __future__ import annotations

import pytest

from .conftest import person
from .phone import template
from .sequences import BLOCKS, Clock, sequence, standing

pytestmark = pytest.mark.usefixtures("empty", "awake")

FIRST = {"subject": "One"}


def steps_of(owner, made):
    return owner.ask("get_sequence", made)["sequence"]["steps"]


def wrong_of(owner, made, key="s1"):
    return next(step["wrong"] for step in steps_of(owner, made) if step["step_key"] == key)


def test_a_step_by_sms_says_what_is_missing_in_its_words(owner, inbox):
    made = sequence(owner, {"channel": "sms"}, start=False)
    assert wrong_of(owner, made) == ["The message is empty."]
    owner.ask("save_step", made, {"text": "Hi {{first_nam}}"}, "s1")
    assert "first_nam" in wrong_of(owner, made)[0]
    assert "Step 1" in owner.refusal("activate_sequence", made)["error"]
    owner.ask("save_step", made, {"text": "Hi {{first_name|there}}"}, "s1")
    assert wrong_of(owner, made) == []
    assert owner.ask("activate_sequence", made)["sequence"]["status"] == "active"


def test_c28_a_step_by_whatsapp_needs_an_approved_template_that_is_filled(owner, inbox):
    made = sequence(owner, {"channel": "whatsapp", "text": "Hello"}, start=False)
    assert "approved template" in wrong_of(owner, made)[0]
    waiting = template(owner, status="pending")
    owner.ask("save_step", made, {"settings": {"template_id": waiting, "variables": {"1": "Ann"}}}, "s1")
    assert "not approved" in wrong_of(owner, made)[0]
    ready = template(owner, name="ready")
    owner.ask("save_step", made, {"settings": {"template_id": ready}}, "s1")
    assert wrong_of(owner, made) != []
    owner.ask("save_step", made, {"settings": {"template_id": ready, "variables": {"1": "{{first_name|there}}"}}}, "s1")
    assert wrong_of(owner, made) == []


def test_c28_what_no_template_can_be_filled_with_is_refused_and_the_sequence_can_still_be_opened(owner, inbox):
    made = sequence(owner, {"channel": "whatsapp"}, start=False)
    ready = template(owner)
    for variables in ([1], "Ann", {"1": 5}):
        refused = owner.refusal("save_step", made, {"settings": {"template_id": ready, "variables": variables}}, "s1")
        assert list(refused["fields"]) == ["settings"]
    assert steps_of(owner, made)[0]["settings"] == {}


def test_a_step_that_changes_to_another_channel_keeps_its_place_and_takes_the_words_of_that_channel(owner, inbox):
    made = sequence(owner, FIRST, {"subject": "Two"}, start=False)
    owner.ask("save_step", made, {"channel": "sms", "text": "Hi"}, "s1")
    assert [step["channel"] for step in steps_of(owner, made)] == ["sms", "email"]
    assert (steps_of(owner, made)[0]["text"], wrong_of(owner, made)) == ("Hi", [])
    owner.ask("save_step", made, {"channel": "email", "subject": "Back"}, "s1")
    first = steps_of(owner, made)[0]
    assert (first["channel"], first["subject"], first["step_number"]) == ("email", "Back", 1)


def test_steps_come_to_the_place_that_was_asked_for_or_the_nearest_there_is(owner, inbox):
    made = sequence(owner, FIRST, {"subject": "Two"}, {"subject": "Three"}, start=False)

    def order():
        return [step["subject"] for step in steps_of(owner, made)]

    owner.ask("move_step", made, "s3", 1)
    assert order() == ["Three", "One", "Two"]
    owner.ask("move_step", made, "s3", 99)
    assert order() == ["One", "Two", "Three"]
    assert owner.ask("remove_step", made, "s2")["place"] == 2
    owner.ask("restore_step", made, "s2", -5)
    assert order() == ["Two", "One", "Three"]
    for name, args in (("move_step", ("s9", 1)), ("remove_step", ("s9",)), ("restore_step", ("s1", 1))):
        assert owner.refusal(name, made, *args)["code"] == "not_found"


def test_a_sequence_has_at_most_fifty_steps(owner, inbox, post, monkeypatch):
    many = {"campaign_name": "Long", "steps": [{"subject": "x"}] * 51}
    assert "at most 50" in owner.refusal("create_sequence", many)["error"]
    made = sequence(owner, FIRST, start=False)
    monkeypatch.setattr(post.package("server_sequences.step_keeping"), "MAX_STEPS", 1)
    assert "at most 1 step" in owner.refusal("save_step", made, {"subject": "Two"})["error"]


def test_a_copy_is_a_draft_with_the_same_steps_and_rules_and_nobody_in_it(owner, inbox):
    step = {"subject": "Hello", "delay_days": 3, "send_time": "09:00", "skip_if": {"already_purchased": True}}
    rules = {"goal": {"kind": "tag", "value": "VIP"}, "reentry": "always"}
    made = sequence(owner, step, {"channel": "sms", "text": "Hi"}, trigger_type="purchase", settings=rules)
    owner.ask("enroll_contact_in_campaign", person(owner, "Ann"), made)
    copy = owner.ask("duplicate_sequence", made)["campaign_id"]
    before, after = (owner.ask("get_sequence", each)["sequence"] for each in (made, copy))
    assert (after["campaign_name"], after["status"], after["people"]["enrolled"]) == ("Welcome (copy)", "draft", 0)
    same = ("trigger_type", "purpose")
    assert [after[name] for name in same] == [before[name] for name in same]
    assert after["settings"]["goal"] == rules["goal"]
    names = ("channel", "subject", "text", "blocks", "delay_days", "send_time", "skip_if")
    assert [[step[name] for name in names] for step in after["steps"]] == [
        [step[name] for name in names] for step in before["steps"]
    ]


def test_an_archived_sequence_cannot_be_changed_and_comes_back_paused_or_as_the_draft_it_was(owner, inbox):
    made, draft = sequence(owner, FIRST), sequence(owner, FIRST, start=False)
    for each, back in ((made, "paused"), (draft, "draft")):
        assert owner.ask("archive_sequence", each)["sequence"]["status"] == "archived"
        assert each not in [row["campaign_id"] for row in owner.ask("list_sequences")["sequences"]]
        assert "archived" in owner.refusal("update_sequence", each, {"campaign_name": "Other"})["error"]
        assert owner.ask("restore_sequence", each)["sequence"]["status"] == back
    assert "cannot become" in owner.refusal("restore_sequence", draft)["error"]


def test_people_are_let_into_a_sequence_that_runs_only_and_each_once(owner, inbox):
    draft, made = sequence(owner, FIRST, start=False), sequence(owner, FIRST)
    ann = person(owner, "Ann")
    assert "start the sequence first" in owner.refusal("enroll_contact_in_campaign", ann, draft)["error"]
    for name in ("unenroll_contact", "hold_in_sequence", "put_back_into_sequence"):
        assert owner.refusal(name, ann, made)["code"] == "not_found"
    owner.ask("enroll_contact_in_campaign", ann, made)
    assert "already" in owner.refusal("put_back_into_sequence", ann, made)["error"]
    ben = person(owner, "Ben")
    owner.ask("delete_contact", ben)
    assert "archived" in owner.refusal("enroll_contact_in_campaign", ben, made)["error"]
    assert [name for name, *_ in standing(owner, made)] == ["Ann"]


def test_whether_a_step_is_due_follows_the_clock_and_the_sequence(owner, inbox, post, monkeypatch):
    from anvil.tables import app_tables

    clock = Clock(monkeypatch)
    made = sequence(owner, {**FIRST, "delay_days": 1})
    ann = person(owner, "Ann")
    owner.ask("enroll_contact_in_campaign", ann, made)
    engine = post.package("server_sequences.engine")

    def is_due():
        return post.run(lambda: engine.should_send_next_email(app_tables.contact_campaigns.get()))

    assert not is_due()
    clock.advance(days=1, minutes=1)
    assert is_due()
    owner.ask("pause_campaign", made)
    assert not is_due()
    owner.ask("activate_sequence", made)
    owner.ask("unenroll_contact", ann, made)
    assert not is_due()


def test_a_test_of_a_step_comes_to_who_asks_as_it_would_go_out(owner, app_mail):
    made = sequence(owner, FIRST, start=False)
    told = owner.ask("send_test_step", made, {"subject": "Try {{first_name|me}}", "preview_text": "", "blocks": BLOCKS})
    [mail] = app_mail.mails
    assert told["address"] == mail["To"] == "owner@demo.test"
    assert "{{" not in str(mail["Subject"])

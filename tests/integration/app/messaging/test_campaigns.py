"""Campaigns from the draft to their end, and who gets them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from .conftest import person

pytestmark = pytest.mark.usefixtures("empty", "awake")

BLOCKS = [{"kind": "heading", "text": "Spring"}, {"kind": "text", "text": "Hello {{first_name|there}}"}]
EVERYONE = {"everyone": True}


def campaign(visitor, **data):
    words = {
        "campaign_name": "Spring",
        "subject": "Spring, {{first_name|friend}}",
        "blocks": BLOCKS,
        "audience": EVERYONE,
    }
    return visitor.ask("create_campaign", {**words, **data})["campaign_id"]


def go(owner, campaign_id):
    """What the queue does after a launch, here and now."""
    owner.run("plan_campaign", campaign_id)
    owner.run("send_messages", "marketing_email")
    owner.run("check_scheduled_campaigns")
    return owner.ask("get_campaign", campaign_id)["campaign"]


def test_a_campaign_goes_to_those_who_agreed_and_is_counted(owner, inbox):
    person(owner, "Ann")
    person(owner, "Ben", consented=False)
    made = campaign(owner)
    assert owner.ask("launch_campaign", made)["campaign"]["status"] == "sending"
    done = go(owner, made)
    assert done["status"] == "sent"
    assert {name: count for name, count in done["stats"].items() if count} == {"total": 2, "sent": 1, "skipped": 1}
    [mail] = inbox.mails
    assert mail["Subject"] == "Spring, Ann"
    assert "Hello Ann" in mail.get_body(("plain",)).get_content()


def test_who_looks_at_a_campaign_that_goes_out_stores_nothing_so_that_a_full_disk_is_no_hindrance(owner, post, inbox):
    person(owner, "Ann")
    made = campaign(owner)
    owner.ask("launch_campaign", made)
    stored = "SELECT (SELECT count(*) FROM data.message_contents), (SELECT version FROM data.email_campaigns)"
    with post.instance.database.connection() as connection:
        before = connection.execute(stored).fetchone()
        assert owner.ask("get_campaign", made)["campaign"]["words_b"]["subject"] == ""
        assert connection.execute(stored).fetchone() == before


def test_who_gets_it_and_why_not_is_told_before(owner, inbox):
    ann = person(owner, "Ann")
    person(owner, "Ben", consented=False)
    owner.ask("create_contact", {"first_name": "Cleo"})
    found = owner.ask("review_audience", EVERYONE)
    assert (found["total"], found["goes"], found["waits"]) == (3, 1, 0)
    assert found["goes"] + found["waits"] + sum(each["count"] for each in found["left_out"]) == found["total"]
    assert {each["reason"]: [one["name"] for one in each["people"]] for each in found["left_out"]} == {
        "no_consent": ["Ben"],
        "no_address": ["Cleo"],
    }
    segment = owner.ask("create_segment", {"name": "Chosen", "is_dynamic": False})["segment_id"]
    owner.ask("add_to_segment", segment, [ann])
    assert owner.ask("review_audience", {"segments": [segment]})["total"] == 1
    assert owner.ask("review_audience", {"everyone": True, "without": [segment]})["total"] == 2
    assert inbox.mails == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"subject": ""}, "no subject"),
        ({"blocks": []}, "empty"),
        ({"audience": {}}, "Nobody is chosen"),
        ({"blocks": [{"kind": "text", "text": "{{ settings.SECRET }}"}]}, "settings.SECRET"),
        ({"blocks": [{"kind": "button", "label": "Go"}]}, "leads nowhere"),
    ],
)
def test_c17_c19_what_is_not_ready_cannot_go(owner, change, word):
    person(owner, "Ann")
    made = campaign(owner, **change)
    assert word in owner.refusal("launch_campaign", made)["error"]
    assert (
        word in owner.refusal("schedule_campaign", made, (datetime.now(UTC) + timedelta(days=1)).isoformat())["error"]
    )


def test_two_who_launch_at_once_send_it_once(owner, sign_in, inbox):
    person(owner, "Ann")
    made = campaign(owner)
    owner.ask("launch_campaign", made)
    assert "cannot become" in sign_in("manager").refusal("launch_campaign", made)["error"]
    for _ in range(2):
        go(owner, made)
    assert len(inbox.mails) == 1


def test_a_paused_campaign_rests_and_goes_on_and_a_cancelled_one_ends(owner, inbox, instance):
    person(owner, "Ann")
    until(instance, "now() + interval '1 hour'")
    first, second = campaign(owner), campaign(owner, campaign_name="Other")
    for made in (first, second):
        owner.ask("launch_campaign", made)
        owner.run("plan_campaign", made)
        owner.ask("pause_campaign", made)
        owner.run("hold_campaign", made)
    until(instance, "NULL")
    owner.run("send_messages", "marketing_email")
    assert inbox.mails == []
    owner.ask("resume_campaign", first)
    owner.run("hold_campaign", first)
    owner.ask("cancel_campaign", second)
    owner.run("hold_campaign", second)
    assert go(owner, first)["status"] == "sent"
    assert go(owner, second)["stats"]["cancelled"] == 1
    assert len(inbox.mails) == 1


def until(instance, moment):
    """Let the stream rest until then: the queue works beside the test."""
    with instance.database.connection() as connection:
        connection.execute(f"UPDATE data.send_streams SET paused_until = {moment}")


def test_a_scheduled_campaign_begins_at_its_time(owner, inbox, instance):
    person(owner, "Ann")
    made = campaign(owner)
    owner.ask("schedule_campaign", made, (datetime.now(UTC) + timedelta(hours=1)).isoformat())
    owner.run("check_scheduled_campaigns")
    assert owner.ask("get_campaign", made)["campaign"]["status"] == "scheduled"
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.email_campaigns SET scheduled_at = now() - interval '1 minute'")
    owner.run("check_scheduled_campaigns")
    assert go(owner, made)["status"] == "sent"
    assert len(inbox.mails) == 1


def version(owner, made: str) -> int:
    return owner.ask("get_campaign", made)["campaign"]["version"]


def test_c45_the_second_person_approves_what_they_saw_and_nothing_else(owner, sign_in, inbox, instance, post):
    for name in ("Ann", "Ben"):
        person(owner, name)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.config SET messaging = messaging || '{\"approve_above\": 1}'")
    post.package("server_shared.config")._Cache.settings = None
    made = campaign(owner)
    owner.ask("launch_campaign", made)
    seen = version(owner, made)
    owner.ask("update_campaign", made, {"subject": "Something else"})
    owner.ask("launch_campaign", made)
    refused = sign_in("manager").refusal("approve_campaign", made, seen)
    assert (refused["code"], "changed after you opened it" in refused["error"]) == ("conflict", True)
    assert owner.ask("get_campaign", made)["campaign"]["status"] == "awaiting_approval"
    sign_in("manager").ask("approve_campaign", made, version(owner, made))
    go(owner, made)
    assert {mail["Subject"] for mail in inbox.mails} == {"Something else"}


@pytest.fixture
def rules_of_two(owner, instance, post) -> str:
    """A segment of everybody in a business where one person alone may send to one."""
    for name in ("Ann", "Ben"):
        person(owner, name)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.config SET messaging = messaging || '{\"approve_above\": 1}'")
    post.package("server_shared.config")._Cache.settings = None
    return owner.ask("create_segment", {"name": "Friends", "rules": named("Ann", "Ben")})["segment_id"]


def named(*names):
    conditions = [{"field": "first_name", "op": "eq", "value": name} for name in names]
    return {"operator": "OR", "conditions": conditions}


def change_segment(owner, segment_id, *names):
    owner.ask("update_segment", segment_id, {"rules": named(*names)})


def test_c45_who_approves_is_told_when_the_segment_was_changed_since_it_was_asked_for(owner, sign_in, rules_of_two):
    made = campaign(owner, audience={"segments": [rules_of_two]})
    assert owner.ask("launch_campaign", made)["campaign"]["status"] == "awaiting_approval"
    seen = version(owner, made)
    change_segment(owner, rules_of_two, "Ann")
    refused = sign_in("manager").refusal("approve_campaign", made, seen)
    assert (refused["code"], "changed after you opened it" in refused["error"]) == ("conflict", True)
    shown = owner.ask("get_campaign", made)["campaign"]
    assert shown["status_reason"] == ("Changed since it was asked for: the segment “Friends”. It needs a yes to that.")
    assert sign_in("manager").ask("approve_campaign", made, shown["version"])["campaign"]["status"] == "sending"
    assert owner.ask("get_campaign", made)["campaign"]["status_reason"] is None


def test_c45_an_approval_lapses_when_what_the_campaign_uses_is_changed(owner, sign_in, rules_of_two):
    offer = {"name": "Spring", "kind": "price_reduction", "percent": 10, "uses_each": 1}
    offer_id = owner.ask("save_offer", offer)["offer_id"]
    made = campaign(owner, audience={"segments": [rules_of_two]}, offer_id=offer_id)
    owner.ask("schedule_campaign", made, "2099-01-01T10:00")
    approved = sign_in("manager").ask("approve_campaign", made, version(owner, made))["campaign"]
    assert approved["status"] == "scheduled"
    person(owner, "Cara")
    owner.run("check_scheduled_campaigns")
    assert owner.ask("get_campaign", made)["campaign"]["status"] == "scheduled", (
        "who comes by the same rules is no change"
    )
    owner.ask("save_offer", {**offer, "offer_id": offer_id, "percent": 90})
    change_segment(owner, rules_of_two, "Ann", "Ben", "Cara")
    owner.run("check_scheduled_campaigns")
    lapsed = owner.ask("get_campaign", made)["campaign"]
    what = "the segment “Friends” and the offer “Spring”"
    assert (lapsed["status"], lapsed["status_reason"]) == (
        "awaiting_approval",
        f"Changed since it was approved: {what}. It needs a yes to that.",
    )
    again = sign_in("manager").ask("approve_campaign", made, lapsed["version"])["campaign"]
    assert (again["status"], again["status_reason"]) == ("scheduled", None)
    owner.run("check_scheduled_campaigns")
    assert owner.ask("get_campaign", made)["campaign"]["status"] == "scheduled"


def test_who_sends_or_schedules_a_campaign_sends_what_they_saw(owner, sign_in, inbox):
    person(owner, "Ann")
    made = campaign(owner)
    seen = version(owner, made)
    sign_in("manager").ask("update_campaign", made, {"subject": "Something else"})
    for step in (("launch_campaign", made, seen), ("schedule_campaign", made, "2099-01-01T10:00", seen)):
        refused = owner.refusal(*step)
        assert (refused["code"], "changed after you opened it" in refused["error"]) == ("conflict", True)
    assert owner.ask("get_campaign", made)["campaign"]["status"] == "draft"
    owner.ask("launch_campaign", made, version(owner, made))
    go(owner, made)
    assert [mail["Subject"] for mail in inbox.mails] == ["Something else"]


def test_c45_staff_cannot_send_and_many_need_a_second_person(owner, sign_in, inbox, instance, post):
    for name in ("Ann", "Ben"):
        person(owner, name)
    made = campaign(owner)
    assert "not paused" in owner.refusal("resume_campaign", made)["error"], "no way round the launch"
    assert sign_in("staff").refusal("launch_campaign", made)["code"] == "forbidden"
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.config SET messaging = messaging || '{\"approve_above\": 1}'")
    post.package("server_shared.config")._Cache.settings = None
    assert owner.ask("launch_campaign", made)["campaign"]["status"] == "awaiting_approval"
    assert owner.refusal("approve_campaign", made, version(owner, made))["code"] == "forbidden"
    assert "not paused" in owner.refusal("resume_campaign", made)["error"], "nor round the second person"
    assert sign_in("manager").ask("approve_campaign", made, version(owner, made))["campaign"]["status"] == "sending"
    go(owner, made)
    assert len(inbox.mails) == 2


def test_m15_the_stats_of_a_campaign_are_those_of_the_specification(owner, inbox):
    for name in ("Ann", "Ben"):
        person(owner, name)
    made = campaign(owner)
    before = owner.ask("get_campaign_stats", made)["stats"]
    assert (before["status"], before["total_enrolled"], before["open_rate"], before["last_run_date"]) == (
        *("draft", 0, 0, None),
    )
    owner.ask("launch_campaign", made)
    go(owner, made)
    owner.run("refresh_figures")
    after = owner.ask("get_campaign_stats", made)["stats"]
    assert set(after) == {
        *("campaign_name", "campaign_type", "status", "total_enrolled", "active", "completed", "unsubscribed"),
        *("emails_sent", "opens", "clicks", "conversions", "revenue_generated", "open_rate", "click_rate"),
        *("created_date", "last_run_date"),
    }
    assert (after["total_enrolled"], after["active"], after["completed"], after["emails_sent"]) == (2, 0, 2, 2)
    assert after["last_run_date"] is not None


def test_c44_each_launch_is_in_the_audit_log_with_the_hash_of_what_was_sent(owner, post, inbox):
    from anvil.tables import app_tables

    person(owner, "Ann")
    made = campaign(owner)
    owner.ask("launch_campaign", made)

    def facts():
        row = app_tables.email_campaigns.get(campaign_id=made)
        content = app_tables.message_contents.get(campaign=row)
        line = app_tables.audit_log.get(action="launch_campaign", resource_id=made)
        return line["changes"]["content"], content["content_hash"]

    logged, stored = post.run(facts)
    assert logged == stored


def test_of_two_who_edit_a_campaign_the_second_is_told(owner):
    made = campaign(owner)
    owner.ask("update_campaign", made, {"campaign_name": "One"}, 1)
    assert owner.refusal("update_campaign", made, {"campaign_name": "Two"}, 1)["code"] == "conflict"


def test_a_campaign_that_began_is_duplicated_not_edited(owner, inbox):
    person(owner, "Ann")
    made = campaign(owner)
    owner.ask("launch_campaign", made)
    assert "Duplicate" in owner.refusal("update_campaign", made, {"subject": "Other"})["error"]
    copy = owner.ask("get_campaign", owner.ask("duplicate_campaign", made)["campaign_id"])["campaign"]
    assert (copy["status"], copy["subject"], copy["campaign_name"]) == (
        "draft",
        "Spring, {{first_name|friend}}",
        "Spring (copy)",
    )


def test_a_scheduled_campaign_that_cannot_begin_any_more_is_a_draft_again_and_says_why(owner, inbox, instance):
    person(owner, "Ann")
    made = campaign(owner)
    owner.ask("schedule_campaign", made, (datetime.now(UTC) + timedelta(hours=1)).isoformat())
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.email_campaigns SET scheduled_at = now() - interval '1 minute'")
        connection.execute("UPDATE data.config SET address = NULL")
    owner.run("check_scheduled_campaigns")
    found = owner.ask("get_campaign", made)["campaign"]
    assert (found["status"], found["scheduled_at"], inbox.mails) == ("draft", None, [])
    assert "Could not begin" in found["status_reason"]
    assert "postal address" in found["status_reason"]


def test_without_a_sender_nothing_goes_and_it_is_said_where_to_choose_one(owner, inbox, instance, post):
    person(owner, "Ann")
    made = campaign(owner)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.config SET messaging = messaging - 'sender'")
    post.package("server_shared.config")._Cache.settings = None
    assert "no sender" in owner.refusal("launch_campaign", made)["error"]


def test_steps_that_a_campaign_cannot_take_are_refused_in_words(owner, inbox, post):
    person(owner, "Ann")
    made = campaign(owner)
    assert "does not wait" in owner.refusal("approve_campaign", made, version(owner, made))["error"]
    assert "time to come" in owner.refusal("schedule_campaign", made, "2020-01-01T10:00")["fields"]["scheduled_at"]
    assert "cannot become" in owner.refusal("pause_campaign", made)["error"]
    assert owner.run("hold_campaign", made) == 0, "nothing waits of a draft"
    owner.ask("launch_campaign", made)
    assert "cancel this campaign first" in owner.refusal("archive_campaign", made)["error"]
    assert owner.refusal("launch_campaign", "E-9999")["code"] == "not_found"
    assert owner.refusal("update_campaign", campaign(owner), {"budget": {"amount": -1}})["fields"] == {
        "amount": "A budget is not less than nothing."
    }

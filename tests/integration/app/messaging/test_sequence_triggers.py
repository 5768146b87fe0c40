"""What begins a sequence: each trigger, its conditions, and that nothing begins one twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.integration.app import importing

from .conftest import person, wait_for_the_queue
from .sequences import Clock, sequence, standing

pytestmark = pytest.mark.usefixtures("empty", "awake")
STEP = {"subject": "One"}


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def fire(post):
    """Tell that something happened with whoever has this id."""
    from anvil.tables import app_tables, in_transaction

    def tell(trigger_type, contact_id, **details):
        service = post.package("server_sequences.automation_service")

        def work():
            return service.fire(trigger_type, app_tables.contacts.get(contact_id=contact_id), details)

        return post.run(in_transaction(work))

    return tell


def inside(owner, made):
    return [name for name, *_ in standing(owner, made)]


@pytest.mark.parametrize("trigger", ["booking_created", "lead_captured", "signup", "purchase", "abandoned_cart"])
def test_what_happens_with_a_person_begins_it_once_a_cause(owner, inbox, fire, trigger):
    made = sequence(owner, STEP, trigger_type=trigger, settings={"reentry": "always"})
    ann = person(owner, "Ann")
    assert [fire(trigger, ann, cause="X-1") for _ in range(2)] == [1, 0]
    owner.ask("unenroll_contact", ann, made)
    assert [fire(trigger, ann, cause=cause) for cause in ("X-1", "X-2")] == [0, 1]


@pytest.mark.parametrize(
    ("trigger", "conditions", "details", "others"),
    [
        ("form", {"form_id": "F-1"}, {"form_id": "F-1"}, {"form_id": "F-2"}),
        ("custom", {"name": "visited"}, {"name": "visited"}, {"name": "left"}),
        ("tag_added", {"tag": "VIP"}, {"tag": "VIP"}, {"tag": "vip"}),
        ("segment_entered", {"segment_id": "S-1"}, {"segment_id": "S-1"}, {"segment_id": "S-2"}),
    ],
)
def test_a_condition_lets_only_its_own_kind_begin(owner, inbox, fire, trigger, conditions, details, others):
    sequence(owner, STEP, trigger_type=trigger, trigger_conditions=conditions)
    ann = person(owner, "Ann")
    happening = "lead_captured" if trigger == "form" else trigger
    assert (fire(happening, ann, **others), fire(happening, ann, **details)) == (0, 1)


def start_dated(owner, *sequences):
    """Begin what dates begin, once the queue, which does the same beside the tests, is at rest."""
    wait_for_the_queue(owner.instance)
    owner.run("start_dated_sequences", *sequences)


def test_sales_begin_it_and_the_number_of_sales_is_a_condition(owner, inbox):
    made = sequence(owner, STEP, trigger_type="purchase", trigger_conditions={"min_purchases": 2})
    person(owner, "Ann")
    for number, expected in ((1, []), (1, []), (2, ["Ann"])):
        owner.ask("update_contact_from_transaction", "ann@example.com", "order", f"O-{number}", 100)
        assert inside(owner, made) == expected


def test_a_new_tag_begins_it_for_one_and_for_many(owner, inbox):
    made = sequence(owner, STEP, trigger_type="tag_added", trigger_conditions={"tag": "VIP"})
    people = [person(owner, name) for name in ("Ann", "Ben", "Cleo")]
    owner.ask("update_contact", people[0], {"tags": ["VIP"]})
    assert inside(owner, made) == ["Ann"]
    owner.ask("edit_contacts", people, "add_tag", "VIP")
    assert inside(owner, made) == ["Ann", "Ben", "Cleo"]


def test_coming_into_a_segment_begins_it_but_another_rule_of_the_segment_does_not(owner, inbox):
    rules = {"field": "note_count", "op": "gte", "value": 1}
    segment = owner.ask("create_segment", {"name": "Noted", "rules": rules})["segment_id"]
    made = sequence(owner, STEP, trigger_type="segment_entered", trigger_conditions={"segment_id": segment})
    ann, _ = person(owner, "Ann"), person(owner, "Ben")
    owner.ask("add_note_to_contact", ann, "Called")
    assert inside(owner, made) == ["Ann"]
    owner.ask("update_segment", segment, {"rules": {"field": "note_count", "op": "gte", "value": 0}})
    assert inside(owner, made) == ["Ann"]


def test_an_import_begins_nothing(owner, inbox):
    made = sequence(owner, STEP, trigger_type="tag_added", trigger_conditions={"tag": "VIP"})
    done = importing.run(owner, "First name,Email,Tags\nAnn,ann@example.com,VIP\n", update_existing=True, tags=[])
    assert done["created_count"] == 1
    assert inside(owner, made) == []


def test_a_birthday_and_a_date_of_ones_own_begin_it_days_before_and_once(owner, inbox, clock):
    clock.set("2027-02-26T08:00")
    key = owner.ask("create_custom_field", {"label": "Born", "kind": "date"})["key"]
    due = owner.ask("create_custom_field", {"label": "Next check", "kind": "date"})["key"]
    people = {"Ann": "1990-03-01", "Ben": "1992-02-29", "Cleo": "1990-03-05"}
    for name, born in people.items():
        owner.ask("save_contact", {"contact_id": person(owner, name), "custom": {key: born, due: born}})
    conditions = {"field": key, "days": 3, "when": "before"}
    birthdays = sequence(owner, STEP, trigger_type="birthday", trigger_conditions=conditions)
    dates = sequence(
        owner, STEP, trigger_type="vaccination_due", trigger_conditions={"field": due, "days": 2, "when": "after"}
    )
    for _ in range(2):
        start_dated(owner)
        assert inside(owner, birthdays) == ["Ann"]
    clock.advance(days=-1)
    start_dated(owner)
    assert inside(owner, birthdays) == ["Ann", "Ben"]
    assert inside(owner, dates) == []


def test_a_date_of_ones_own_begins_it_days_after(owner, inbox, clock):
    clock.set("2027-05-10T08:00")
    due = owner.ask("create_custom_field", {"label": "Check", "kind": "date"})["key"]
    for name, day in {"Ann": "2027-05-08", "Ben": "2027-05-10"}.items():
        owner.ask("save_contact", {"contact_id": person(owner, name), "custom": {due: day}})
    made = sequence(
        owner, STEP, trigger_type="vaccination_due", trigger_conditions={"field": due, "days": 2, "when": "after"}
    )
    start_dated(owner, made)
    assert inside(owner, made) == ["Ann"]


def test_silence_begins_it_for_those_who_fall_silent_not_for_those_long_gone(owner, inbox, instance, clock):
    sales = {"days_inactive": 90, "min_purchases": 1}
    made = sequence(owner, STEP, trigger_type="inactivity", trigger_conditions=sales)
    for name, days in {"Ann": 90, "Ben": 300, "Cleo": 20, "Dan": 90}.items():
        person(owner, name)
        with instance.database.connection() as connection:
            connection.execute(
                "UPDATE data.contacts SET last_contact_date = %s, total_transactions = %s WHERE first_name = %s",
                [clock.now - timedelta(days=days), 0 if name == "Dan" else 1, name],
            )
    start_dated(owner)
    assert inside(owner, made) == ["Ann"]


def test_an_appointment_begins_it_days_before(owner, inbox, instance, clock):
    conditions = {"days": 2, "when": "before"}
    made = sequence(owner, STEP, trigger_type="appointment", trigger_conditions=conditions)
    for name, days, status in (("Ann", 2, "confirmed"), ("Ben", 2, "cancelled"), ("Cleo", 6, "confirmed")):
        person(owner, name)
        with instance.database.connection() as connection:
            connection.execute(
                "INSERT INTO data.bookings (booking_number, contact, status, start_datetime, end_datetime) "
                "SELECT %s, _id, %s, %s, %s FROM data.contacts WHERE first_name = %s",
                [f"BK-{name}", status, *[clock.now + timedelta(days=days)] * 2, name],
            )
    for _ in range(2):
        start_dated(owner)
    assert inside(owner, made) == ["Ann"]


def test_a_segment_is_let_in_by_hand_counted_before_and_taken_out_again(owner, inbox):
    made = sequence(owner, STEP)
    ann, ben = person(owner, "Ann"), person(owner, "Ben")
    segment = owner.ask("create_segment", {"name": "Friends", "is_dynamic": False})["segment_id"]
    owner.ask("add_to_segment", segment, [ann, ben])
    owner.ask("enroll_contact_in_campaign", ann, made)
    found = owner.ask("preview_segment_enrolment", made, segment)
    assert (found["total"], found["count"]) == (2, 1)
    done = owner.ask("enroll_segment", made, segment)
    assert (done["count"], inside(owner, made)) == (1, ["Ann", "Ben"])
    assert owner.ask("undo_segment_enrolment", made, done["cause"])["count"] == 1
    assert inside(owner, made) == ["Ann"]


def test_one_person_is_held_taken_out_and_put_back(owner, inbox):
    made = sequence(owner, STEP)
    ann = person(owner, "Ann")
    assert owner.ask("enroll_contact_in_campaign", ann, made)["enrollment_id"]
    assert owner.refusal("enroll_contact_in_campaign", ann, made)["code"] == "invalid"
    owner.ask("hold_in_sequence", ann, made)
    assert owner.ask("list_enrolments", made)["people"][0]["status"] == "paused"
    owner.ask("hold_in_sequence", ann, made, False)
    owner.ask("unenroll_contact", ann, made)
    assert (inside(owner, made), standing(owner, made, "left")) == ([], [("Ann", 1, "Taken out by hand")])
    owner.ask("put_back_into_sequence", ann, made)
    assert inside(owner, made) == ["Ann"]


def test_a_message_called_off_days_ago_is_due_anew_when_its_person_is_put_back(owner, inbox, post, instance):
    made = sequence(owner, {**STEP, "delay_days": 0})
    ann = person(owner, "Ann")
    owner.ask("enroll_contact_in_campaign", ann, made)
    post.run(post.package("server_sequences.engine").process_campaigns)
    owner.ask("unenroll_contact", ann, made)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET due_at = now() - interval '3 days', ready_at = due_at")
        owner.ask("put_back_into_sequence", ann, made)
        row = connection.execute(
            "SELECT status, ready_at, now() - due_at < interval '1 minute' FROM data.sends"
        ).fetchone()
    assert row == ("pending", None, True)


def test_m4_an_event_of_ones_own_begins_it_by_its_name_once_for_each_key(owner, inbox):
    ann = person(owner, "Ann")
    made = sequence(owner, STEP, trigger_type="custom", trigger_conditions={"name": "Trial ended"})
    other = sequence(owner, STEP, trigger_type="custom", trigger_conditions={"name": "other"}, campaign_name="Other")
    told = owner.ask("tell_own_event", "trial_ended", ann, key="T-1", note="the small plan")
    assert (told["name"], told["enrolled"], told["is_new"]) == ("trial_ended", 1, True)
    again = owner.ask("tell_own_event", "trial_ended", email="ann@example.com", key="T-1")
    assert (again["enrolled"], again["is_new"]) == (0, False)
    assert (inside(owner, made), inside(owner, other)) == (["Ann"], [])
    timeline = owner.ask("get_contact_timeline", ann, kind="record")["timeline"]
    assert [event["description"] for event in timeline if event["event_type"] == "own_event"] == [
        "Told by a program: trial_ended (the small plan)"
    ]
    assert owner.ask("list_event_names")["names"] == ["trial_ended"]
    owner.run("update_lifecycle_stages")
    assert owner.ask("list_event_names")["names"] == ["trial_ended"]
    assert owner.refusal("tell_own_event", "trial_ended", email="nobody@example.com")["code"] == "not_found"
    assert owner.refusal("tell_own_event", "{{x}}", ann)["code"] == "invalid"
    assert owner.refusal("tell_own_event", "trial_ended")["code"] == "invalid"


def test_m4_an_abandoned_cart_is_told_by_another_shop_until_there_is_one_here(owner, inbox):
    ann = person(owner, "Ann")
    made = sequence(owner, STEP, trigger_type="abandoned_cart", settings={"reentry": "always"})
    assert owner.ask("tell_own_event", "abandoned_cart", ann, key="cart-7")["enrolled"] == 1
    assert inside(owner, made) == ["Ann"]


def test_a_rehearsal_tells_what_somebody_would_get_and_when(owner, inbox, clock):
    clock.set("2027-05-10T08:00")
    made = sequence(owner, {**STEP, "send_time": "09:00"}, {"subject": "Two", "delay_days": 2}, start=False)
    ann, ben = person(owner, "Ann"), person(owner, "Ben", consented=False)
    steps = owner.ask("rehearse_sequence", made, ann)["steps"]
    assert [(step["subject"], step["at"].isoformat()[:16], step["gets_it"]) for step in steps] == [
        ("One", "2027-05-11T07:00", True),
        ("Two", "2027-05-13T07:00", True),
    ]
    assert {step["note"] for step in owner.ask("rehearse_sequence", made, ben)["steps"]} == {"Never agreed to this"}


def test_s0_check_campaign_triggers_and_unenrolling_are_guarded(owner, sign_in, nobody, inbox):
    made = sequence(owner, STEP, trigger_type="lead_captured")
    ann = person(owner, "Ann")
    assert owner.ask("check_campaign_triggers", "ann@example.com", "lead_captured")["enrolled"] == 1
    assert owner.refusal("check_campaign_triggers", "ann@example.com", "nonsense")["code"] == "invalid"
    for name, args in {
        "unenroll_contact": (ann, made),
        "check_campaign_triggers": ("ann@example.com", "signup"),
        "get_campaign_stats": (made,),
    }.items():
        assert nobody.refusal(name, *args)["code"] == "not_signed_in"
        assert sign_in("customer").refusal(name, *args)["code"] == "forbidden"

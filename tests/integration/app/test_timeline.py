"""What happened with contacts: timelines, the dashboard, and what the days do to stages of life."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from app_server.instance import Instance
from client_code.dashboard.texts import NEW_THIS_WEEK
from server_code.server_customers.rules import lifecycle_stage

from .conftest import Visitor


@pytest.mark.usefixtures("people")
def test_the_dashboard_counts_and_shows_the_newest(owner: Visitor) -> None:
    board = owner.ask("get_dashboard")
    cards = owner.ask("get_all_contacts", page_size=200, sort="date_added")["contacts"]
    assert board["counts"]["contacts"] == 60
    for name, field, value in (
        ("leads", "status", "lead"),
        ("customers", "status", "customer"),
        ("at_risk", "lifecycle_stage", "at_risk"),
        ("lost", "lifecycle_stage", "lost"),
    ):
        assert board["counts"][name] == sum(card[field] == value for card in cards), name
    this_week = json.loads(NEW_THIS_WEEK["conditions"])
    opened = owner.ask("get_all_contacts", {"conditions": this_week})
    assert board["counts"]["new_this_week"] == opened["total"] == 5
    assert board["newest"] == cards[:5]
    assert 0 < len(board["activity"]) <= 50
    dates = [event["event_date"] for event in board["activity"]]
    assert dates == sorted(dates, reverse=True)
    assert all(event["contact_name"] and event["description"] for event in board["activity"])


@pytest.mark.usefixtures("empty")
def test_a_long_timeline_comes_in_pages(owner: Visitor) -> None:
    contact_id = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    for number in range(55):
        owner.ask("log_contact_event", contact_id, "email", {"subject": f"No {number}"}, None, number != 54)
    first = owner.ask("get_contact_timeline", contact_id)
    assert first["more"] is True
    assert [event["event_data"].get("subject") for event in first["timeline"]] == [f"No {n}" for n in range(53, 3, -1)]
    rest = owner.ask("get_contact_timeline", contact_id, first["timeline"][-1]["event_date"])
    assert rest["more"] is False
    assert [event["event_type"] for event in rest["timeline"]] == ["email"] * 4 + ["created"]


@pytest.mark.usefixtures("empty")
def test_only_known_kinds_of_event_are_logged(owner: Visitor) -> None:
    contact_id = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    assert owner.refusal("log_contact_event", contact_id, "hacked")["code"] == "invalid"
    assert owner.refusal("log_contact_event", contact_id, "email", {"x": "y" * 30_000})["code"] == "invalid"
    assert owner.refusal("get_recent_activity", 0)["code"] == "invalid"


def test_campaigns_of_a_contact_are_those_running(instance: Instance, owner: Visitor, empty: None) -> None:
    contact_id = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    assert owner.ask("get_contact_campaigns", contact_id)["campaigns"] == []
    with instance.database.connection() as connection:
        connection.execute("INSERT INTO data.email_campaigns (campaign_name, campaign_type) VALUES ('Spring', 'drip')")
        connection.execute(
            "INSERT INTO data.contact_campaigns (contact, campaign, status, sequence_day) "
            "SELECT c._id, e._id, s.status, 2 FROM data.contacts c, data.email_campaigns e, "
            "(VALUES ('active'), ('completed')) AS s(status)"
        )
    campaigns = owner.ask("get_contact_campaigns", contact_id)["campaigns"]
    assert [(campaign["campaign_name"], campaign["sequence_day"]) for campaign in campaigns] == [("Spring", 2)]


@pytest.mark.usefixtures("empty")
def test_a_booking_that_has_begun_is_the_last_one_after_the_night_and_the_one_after_it_the_next(
    instance: Instance, owner: Visitor
) -> None:
    """The days go by without anybody writing: who has come is asked for by segments all the same."""
    ann = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    rules = {"operator": "AND", "conditions": [{"field": "next_booking", "op": "in_next", "value": 30}]}
    coming = owner.ask("create_segment", {"name": "Coming", "rules": rules})["segment_id"]
    with instance.database.connection() as connection:
        [key] = connection.execute("SELECT _id FROM data.contacts WHERE contact_id = %s", (ann,)).fetchone()
        booked = "INSERT INTO data.bookings (booking_number, contact, start_datetime, end_datetime, status)"
        for number, days in (("BK-1", -1), ("BK-2", 7)):
            when = "now() + %s * interval '1 day'"
            connection.execute(f"{booked} VALUES (%s, %s, {when}, {when}, 'confirmed')", (number, key, days, days))
        was = "UPDATE data.contacts SET bookings_count = 2, next_booking_date = now() - interval '1 day'"
        connection.execute(was)
        owner.run("update_lifecycle_stages")
        figures = "SELECT now() - last_booking_date, next_booking_date - now(), bookings_count FROM data.contacts"
        last, upcoming, count = connection.execute(figures).fetchone()
    assert (last.days, round(upcoming.total_seconds() / 86400), count) == (1, 7, 2)
    assert owner.ask("get_segment_count", coming)["count"] == 1


@pytest.mark.usefixtures("people")
def test_stages_follow_the_days_without_contact(instance: Instance, owner: Visitor) -> None:
    with instance.database.connection() as connection:
        connection.execute(
            "UPDATE data.contacts SET last_contact_date = now() - make_interval(days => 4 * (contact_number - "
            "(SELECT min(contact_number) FROM data.contacts))::int, mins => 1)"
        )
    assert owner.run("update_lifecycle_stages")["moved"] > 0
    assert owner.run("update_lifecycle_stages") == {"moved": 0}
    cards = owner.ask("get_all_contacts", page_size=200)["contacts"]
    expected = [lifecycle_stage(4 * number, card["total_transactions"]) for number, card in enumerate(cards)]
    assert [card["lifecycle_stage"] for card in cards] == expected
    assert set(expected) >= {"active", "at_risk", "lost"}


@pytest.mark.usefixtures("empty")
def test_a_timeline_is_narrowed_to_a_kind(owner: Visitor) -> None:
    ann = owner.ask("create_contact", {"first_name": "Ann", "email": "ann@example.com"})["contact_id"]
    owner.ask("add_note_to_contact", ann, "Likes tea.")
    owner.ask("update_contact_from_transaction", "ann@example.com", "order", "O-1", 5)
    owner.ask("log_contact_event", ann, "email_opened", {"subject": "News"})

    def kinds(kind: str | None) -> list[str]:
        return [event["event_type"] for event in owner.ask("get_contact_timeline", ann, None, kind)["timeline"]]

    assert kinds(None) == ["email_opened", "order", "note", "created"]
    assert [kinds(kind) for kind in ("notes", "sales", "mail", "record")] == [
        ["note"],
        ["order"],
        ["email_opened"],
        ["created"],
    ]
    assert owner.refusal("get_contact_timeline", ann, None, "secrets")["code"] == "invalid"


@pytest.mark.usefixtures("empty")
def test_an_edit_is_told_by_the_names_of_its_fields_and_not_on_the_dashboard(owner: Visitor) -> None:
    ann = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    owner.ask("update_contact", ann, {"last_name": "Ndlovu", "internal_notes": "Secret."})
    [edited, _] = owner.ask("get_contact_timeline", ann)["timeline"]
    assert edited["description"] == "Changed: internal notes, last name"
    assert "Secret" not in str(edited)
    assert [event["event_type"] for event in owner.ask("get_recent_activity")["activity"]] == ["created"]


@pytest.mark.usefixtures("empty")
def test_who_wrote_a_note_may_change_it_and_take_it_away_and_back(
    owner: Visitor, sign_in: Callable[[str], Visitor]
) -> None:
    ann = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    note = owner.ask("add_note_to_contact", ann, "Likes tee.")["event_id"]
    owner.ask("edit_note", ann, note, "Likes tea.")
    assert owner.ask("get_contact_timeline", ann, None, "notes")["timeline"][0]["description"] == "Likes tea."
    for call, arguments in (("edit_note", ("x",)), ("remove_note", ())):
        assert sign_in("manager").refusal(call, ann, note, *arguments)["code"] == "forbidden"
    other = owner.ask("create_contact", {"first_name": "Ben"})["contact_id"]
    assert owner.refusal("remove_note", other, note)["code"] == "not_found"
    owner.ask("remove_note", ann, note)
    assert owner.ask("get_contact_timeline", ann, None, "notes")["timeline"] == []
    owner.ask("restore_note", ann, note)
    assert len(owner.ask("get_contact_timeline", ann, None, "notes")["timeline"]) == 1


@pytest.mark.usefixtures("empty")
def test_a_removed_note_is_purged(owner: Visitor, instance: Instance) -> None:
    ann = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    note = owner.ask("add_note_to_contact", ann, "Zebedea.")["event_id"]
    owner.ask("remove_note", ann, note)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.contact_events SET event_date = event_date - interval '2 days'")
    assert owner.run("purge_old_data")["Notes taken off timelines"] == 1
    with instance.database.connection() as connection:
        assert connection.execute("SELECT event_type FROM data.contact_events").fetchall() == [("created",)]


@pytest.mark.usefixtures("people")
def test_the_page_of_a_contact_takes_few_statements(owner: Visitor, statements: list[str]) -> None:
    contact_id = owner.ask("get_all_contacts", {"search": "Merwe"})["contacts"][0]["contact_id"]
    owner.ask("create_task", {"title": "Ring", "contact_id": contact_id})
    owner.ask("get_contact_page", contact_id)
    statements.clear()
    page = owner.ask("get_contact_page", contact_id)
    assert page["contact"]["timeline"]
    assert page["tasks"]
    who_asks, *asked = [sent for sent in statements if "data." in sent]
    assert '"users"' in who_asks
    assert len(asked) <= 6, asked
    segments = owner.ask("get_contact_segments", contact_id)["segments"]
    assert all(segment["reasons"] for segment in segments)
    assert {segment["segment_id"] for segment in segments} == set(page["contact"]["segments"])

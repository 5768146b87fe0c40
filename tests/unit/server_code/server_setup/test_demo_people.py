from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from server_code.server_customers.rules import clean_fields, require_identity
from server_code.server_setup import demo_business
from server_code.server_setup.demo_people import PEOPLE, SIGN_INS

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def story(index: int) -> tuple[dict, list[dict], list[dict]]:
    return demo_business._story(PEOPLE[index], NOW, Random(index))


@pytest.mark.parametrize("index", range(len(PEOPLE)))
def test_everybody_in_the_demo_could_be_a_real_contact(index: int) -> None:
    fields, events, stays = story(index)
    typed = {name: fields[name] for name in ("first_name", "last_name", "email", "phone", "tags", "company", "source")}
    assert clean_fields(typed, "ZA") == typed
    require_identity(fields)
    assert events[0]["event_type"] == "created"
    assert all(events[0]["event_date"] <= event["event_date"] <= NOW for event in events)
    assert all(stay["start_datetime"] < stay["end_datetime"] for stay in stays)
    assert all((stay["status"] == "confirmed") == (stay["end_datetime"] >= NOW) for stay in stays)


def test_the_demo_is_the_same_each_time_and_nobody_is_in_it_twice() -> None:
    stories = [story(index) for index in range(len(PEOPLE))]
    assert stories == [story(index) for index in range(len(PEOPLE))]
    emails = [fields["email"] for fields, *_ in stories]
    sales = [event["related_id"] for _, events, _ in stories for event in events if event["related_id"]]
    assert len(set(emails)) == len(emails) == 60
    assert len(set(sales)) == len(sales)


def test_the_demo_shows_every_stage_of_life_and_every_role() -> None:
    stages = {story(index)[0]["lifecycle_stage"] for index in range(len(PEOPLE))}
    assert stages == {"new", "active", "at_risk", "lost"}
    assert [role for _, _, role in SIGN_INS] == ["owner", "manager", "admin", "staff", "customer"]


def test_guests_of_the_demo_come_soon_and_have_been() -> None:
    stays = [stay for index in range(len(PEOPLE)) for stay in story(index)[2]]
    assert {stay["status"] for stay in stays} >= {"completed", "confirmed"}
    assert {stay["place"] for stay in stays} == {0, 1}
    assert sum(NOW < stay["start_datetime"] < NOW + timedelta(days=8) for stay in stays) >= 2

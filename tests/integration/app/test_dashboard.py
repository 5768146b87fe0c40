"""The charts of the start page: right, kept, and right again at once when something has changed."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app_server.instance import Instance
from client_code.dashboard import chart_view

from .conftest import Visitor

ZONE = ZoneInfo("Africa/Johannesburg")


def charts(visitor: Visitor, period: str = "weeks") -> dict[str, Any]:
    return visitor.ask("get_dashboard_charts", period)["charts"]


def monday(moment: datetime) -> str:
    local = moment.astimezone(ZONE)
    return (local - timedelta(days=local.weekday())).date().isoformat()


@pytest.mark.usefixtures("people")
def test_charts_show_what_the_lists_hold(owner: Visitor, instance: Instance) -> None:
    cards = owner.ask("get_all_contacts", page_size=200)["contacts"]
    with instance.database.connection() as connection:
        added = [row[0] for row in connection.execute("SELECT date_added FROM data.contacts")]
        query = "SELECT start_datetime FROM data.bookings WHERE status NOT IN ('cancelled', 'no_show')"
        booked = [row[0] for row in connection.execute(query)]
    shown = charts(owner)
    for name, moments in (("new_contacts", added), ("bookings", booked)):
        weeks = Counter(map(monday, moments))
        assert len(shown[name]) == 12
        assert {monday(point["start"]): point["count"] for point in shown[name]} == {
            monday(point["start"]): weeks[monday(point["start"])] for point in shown[name]
        }
        assert sum(point["count"] for point in shown[name]) > 0
    for point in shown["new_contacts"]:  # a bar opens whom it counts
        start, end = (point[name].astimezone(ZONE).replace(tzinfo=None) for name in ("start", "end"))
        opened = {"conditions": json.loads(chart_view.added_between(start, end)["conditions"])}
        assert owner.ask("get_all_contacts", opened)["total"] == point["count"]
    stages = Counter(card["lifecycle_stage"] for card in cards)
    assert {each["stage"]: each["count"] for each in shown["stages"]} == {
        stage: stages[stage] for stage in ("new", "active", "at_risk", "lost")
    }
    assert sum(point["count"] for point in charts(owner, "months")["new_contacts"]) == sum(
        moment.astimezone(ZONE).strftime("%Y-%m") > (datetime.now(ZONE) - timedelta(days=366)).strftime("%Y-%m")
        for moment in added
    )


@pytest.mark.usefixtures("people")
def test_charts_are_kept_and_made_anew_when_something_has_changed(owner: Visitor, statements: list[str]) -> None:
    before = charts(owner)
    statements.clear()
    assert charts(owner) == before
    kept = len(statements)
    contact_id = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    statements.clear()
    after = charts(owner)
    assert after["new_contacts"][-1]["count"] == before["new_contacts"][-1]["count"] + 1
    assert kept < len(statements) / 2
    owner.ask("delete_contact", contact_id)
    assert charts(owner)["new_contacts"] == before["new_contacts"]


@pytest.mark.usefixtures("people")
def test_charts_are_not_kept_for_longer_than_an_hour(owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    before = charts(owner)
    service = sys.modules["master_template.server_dashboard.chart_service"]
    monkeypatch.setattr(service.chart_queries, "count_added", lambda start, end: 7)
    assert charts(owner) == before
    monkeypatch.setattr(service, "KEPT_SECONDS", -1.0)
    assert {point["count"] for point in charts(owner)["new_contacts"]} == {7}


@pytest.mark.usefixtures("people")
def test_bookings_are_charted_for_those_who_may_see_them(owner: Visitor, instance: Instance) -> None:
    assert charts(owner)["bookings"] is not None
    with instance.database.connection() as connection:
        change = "UPDATE data.users SET permissions = %s WHERE email = 'staff@demo.test'"
        connection.execute(change, ('{"bookings.view": false}',))
        try:
            staff = Visitor(instance)
            staff.ask("sign_in", "staff@demo.test", "demo-mybizz")
            assert charts(staff)["bookings"] is None
            assert charts(staff)["new_contacts"] == charts(owner)["new_contacts"]
        finally:
            connection.execute(change, ("{}",))
    assert owner.refusal("get_dashboard_charts", "centuries")["code"] == "invalid"

"""Settings of the business: cleaned, guarded, and in effect at once."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import anvil
import pytest
from PIL import Image

from app_server.instance import Instance

from .conftest import SECRETS, Visitor

HERE, FAR_WEST = ZoneInfo("Africa/Johannesburg"), "Pacific/Pago_Pago"


@pytest.fixture(autouse=True)
def _as_before(instance: Instance, owner: Visitor) -> Iterator[None]:
    before = owner.ask("get_settings")
    yield
    profile = {name: value for name, value in before["profile"].items() if name != "logo"}
    owner.ask("save_theme", {name: profile.pop(name) for name in ("primary_color", "accent_color")})
    owner.ask("save_profile", {**profile, "opening_hours": profile["opening_hours"] or {}})
    owner.ask("set_features", before["features"])
    with instance.database.connection() as connection:
        connection.execute("TRUNCATE data.api_tokens, data.locations")


def test_the_profile_is_cleaned_and_holds_at_once(owner: Visitor) -> None:
    hours = {"monday": [["09:00", "12:30"], ["14:00", "17:00"]], "sunday": []}
    owner.ask(
        "save_profile",
        {"business_name": " Gum  House ", "phone": "021 555 0100", "website": "gum.example", "opening_hours": hours},
    )
    profile = owner.ask("get_settings")["profile"]
    assert (profile["business_name"], profile["phone"]) == ("Gum House", "+27215550100")
    assert (profile["website"], profile["opening_hours"]) == ("https://gum.example", {"monday": hours["monday"]})
    assert owner.ask("get_config")["config"]["business_name"] == "Gum House"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("business_name", " "),
        ("phone", "12"),
        ("email", "nobody"),
        ("website", "javascript:alert(1)"),
        ("system_currency", "XXZ"),
        ("time_zone", "Mars/Base"),
        ("locale", "tlh_QQ"),
        ("default_country", "QQ"),
        ("opening_hours", {"monday": [["17:00", "09:00"]]}),
        ("opening_hours", {"monday": [["09:00", "12:00"], ["11:00", "13:00"]]}),
        ("opening_hours", {"someday": []}),
        ("opening_hours", {"monday": [["9", "x"]]}),
    ],
)
def test_a_wrong_setting_is_refused_at_its_field(owner: Visitor, field: str, wrong: Any) -> None:
    refused = owner.refusal("save_profile", {"business_name": "Gum House", field: wrong})
    assert set(refused["fields"]) == {field}
    assert owner.ask("get_settings")["profile"]["business_name"] != "Gum House"


@pytest.mark.usefixtures("people")
def test_the_currency_stays_while_there_are_sales(owner: Visitor) -> None:
    assert "stays" in owner.refusal("save_profile", {"system_currency": "EUR"})["fields"]["system_currency"]


def test_nobody_overwrites_what_they_have_not_seen(owner: Visitor, sign_in: Callable[[str], Visitor]) -> None:
    seen = owner.ask("get_settings")["profile"]
    sign_in("manager").ask("save_profile", {"website": "https://theirs.example"}, {"website": seen["website"]})
    refused = owner.refusal("save_profile", {"website": "mine.example"}, {"website": seen["website"]})
    assert (refused["code"], refused["current"]) == ("conflict", {"website": "https://theirs.example"})
    owner.ask("save_profile", {"address": "1 Gum Street"}, {"address": seen["address"]})
    owner.ask("save_profile", {"website": "mine.example"}, refused["current"])
    profile = owner.ask("get_settings")["profile"]
    assert (profile["website"], profile["address"]) == ("https://mine.example", "1 Gum Street")
    owner.ask("save_profile", {"website": None, "address": None})


def test_every_choice_offered_is_taken(owner: Visitor) -> None:
    choices = owner.ask("get_setting_choices")["choices"]
    for name, value in (("time_zone", "Asia/Kolkata"), ("locale", "de_AT"), ("default_country", "NA")):
        assert value in dict(choices[name]).values()
        owner.ask("save_profile", {name: value})
    assert ("South African Rand (ZAR)", "ZAR") in [tuple(choice) for choice in choices["system_currency"]]
    assert owner.ask("get_config")["config"]["time_zone"] == "Asia/Kolkata"


def test_a_logo_is_drawn_anew_and_small(owner: Visitor) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (2000, 1000), "red").save(drawn, "JPEG", comment=b"secret words")
    owner.ask("set_logo", anvil.BlobMedia("image/jpeg", drawn.getvalue(), name="l.jpg"))
    kept = owner.bytes_of(owner.ask("get_settings")["profile"]["logo"])
    assert Image.open(io.BytesIO(kept)).size == (512, 256)
    assert b"secret words" not in kept
    for wrong in (b"<svg onload=alert(1)>", b"", b"\x89PNG\r\n\x1a\nbroken"):
        refused = owner.refusal("set_logo", anvil.BlobMedia("image/png", wrong, name="l.png"))
        assert "logo" in refused["fields"]
    assert owner.refusal("set_logo", anvil.BlobMedia("image/png", b"x" * 3_000_000, name="l"))["code"] == "too_large"


def test_features_are_switched_and_nothing_else(owner: Visitor) -> None:
    owner.ask("set_features", {"blog_enabled": False})
    features = owner.ask("get_config")["config"]["features"]
    assert (features["blog_enabled"], features["bookings_enabled"]) == (False, True)
    assert not owner.call("set_features", {"time_travel": True})["success"]


@pytest.mark.parametrize(
    ("column", "call", "part"),
    [
        ("features_enabled", "set_features", {"reviews_enabled": True}),
        ("messaging", "save_phone_settings", {"sms_sender": "Mybizz"}),
        ("messaging", "save_messaging_settings", {"sender_name": "Mybizz"}),
    ],
)
def test_parts_of_a_setting_that_two_processes_change_are_all_kept(
    owner: Visitor, instance: Instance, column: str, call: str, part: dict[str, Any]
) -> None:
    """What this process read a moment ago is older than what another has written since."""
    owner.ask("get_config")
    with instance.database.connection() as connection:
        [before] = connection.execute(f"SELECT {column} FROM data.config").fetchone()
        connection.execute(f"UPDATE data.config SET {column} = {column} || %s", ('{"blog_enabled": false}',))
        owner.ask(call, part)
        [stored] = connection.execute(f"SELECT {column} FROM data.config").fetchone()
        connection.execute(f"UPDATE data.config SET {column} = %s", (json.dumps(before),))
    assert stored["blog_enabled"] is False


def test_what_was_read_while_settings_were_changed_is_not_kept(
    owner: Visitor, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the change and the end of its transaction somebody else reads, and would keep, what was before."""
    audit, other = sys.modules["master_template.server_shared.audit"], Visitor(instance)
    said, seen = audit.log_audit_event, []

    def with_a_reader(*args: Any) -> None:
        said(*args)
        seen.append(other.ask("get_app_context")["config"]["primary_color"])

    monkeypatch.setattr(audit, "log_audit_event", with_a_reader)
    owner.ask("save_theme", {"primary_color": "#123456"})
    assert seen != ["#123456"]
    assert other.ask("get_app_context")["config"]["primary_color"] == "#123456"


def test_segments_follow_the_clocks_and_the_features_of_the_business(owner: Visitor, instance: Instance) -> None:
    """Rules mean something else then, and their contacts are not to be told by who was edited since."""
    ann = owner.ask("create_contact", {"first_name": "Ann"})["contact_id"]
    after_midnight = (datetime.now(HERE) - timedelta(days=3)).replace(hour=0, minute=30)  # still yesterday further west
    with instance.database.connection() as connection:
        past = "UPDATE data.contacts SET date_added = %s, bookings_count = 3 WHERE contact_id = %s"
        connection.execute(past, (after_midnight, ann))
    rules = {"That day": ("date_added", "on", after_midnight.date()), "Three bookings": ("bookings", "gte", 3)}
    on_day, booked = (
        owner.ask("create_segment", {"name": name, "rules": all_of(condition)})["segment_id"]
        for name, condition in rules.items()
    )

    def members(segment_id: str) -> int:
        return owner.ask("get_all_contacts", {"segment": segment_id, "search": "Ann"})["total"]

    assert (members(on_day), members(booked)) == (1, 1)
    owner.ask("save_profile", {"time_zone": FAR_WEST})
    assert members(on_day) == 0
    owner.ask("set_features", {"bookings_enabled": False})
    owner.ask("update_contact", ann, {"last_name": "Lee"})
    assert members(booked) == 0
    owner.ask("set_features", {"bookings_enabled": True})
    assert members(booked) == 1


@pytest.mark.usefixtures("empty")
def test_a_feature_brings_the_segments_that_belong_to_it_once_and_never_a_second_of_a_name(owner: Visitor) -> None:
    owner.ask("create_segment", {"name": "Repeat  buyers", "rules": all_of(("orders", "gte", 2))})
    owner.ask("set_features", {"ecommerce_enabled": False, "bookings_enabled": False})
    names = [segment["name"] for segment in owner.ask("list_segments")["segments"]]
    assert names == ["High value", "Repeat buyers"]
    owner.ask("set_features", {"bookings_enabled": True, "ecommerce_enabled": True})
    wanted = ["High value", "Lost guests", "Repeat buyers", "Repeat guests", "VIP guests"]
    assert [segment["name"] for segment in owner.ask("list_segments")["segments"]] == wanted


def all_of(*conditions: tuple[str, str, Any]) -> dict[str, Any]:
    return {
        "operator": "AND",
        "conditions": [
            {"field": field, "op": op, "value": str(value) if isinstance(value, date) else value}
            for field, op, value in conditions
        ],
    }


@pytest.mark.usefixtures("empty")
def test_places_are_kept_in_order_and_by_one_name_each(owner: Visitor) -> None:
    house = owner.ask("save_location", {"name": "House", "phone": "021 555 0100"})["location_id"]
    cafe = owner.ask("save_location", {"name": "Café"})["location_id"]
    assert owner.refusal("save_location", {"name": "cafe"})["code"] == "duplicate"
    owner.ask("save_location", {"location_id": cafe, "name": "Café Bluegum"})
    assert [place["name"] for place in owner.ask("list_locations")["locations"]] == ["House", "Café Bluegum"]
    owner.ask("archive_location", house)
    assert [place["location_id"] for place in owner.ask("list_locations")["locations"]] == [cafe]
    assert [place["location_id"] for place in owner.ask("list_locations", archived=True)["locations"]] == [house]
    again = owner.ask("save_location", {"name": "House"})["location_id"]
    assert owner.refusal("restore_location", house)["code"] == "duplicate"
    owner.ask("archive_location", again)
    owner.ask("restore_location", house)
    stale = {"name": "House", "phone": "", "address": ""}
    named = {"location_id": house, "name": "House", "phone": "021 555 0200"}
    assert owner.refusal("save_location", named, stale)["code"] == "conflict"


def test_a_token_is_shown_once_and_kept_as_a_hash(owner: Visitor, instance: Instance) -> None:
    token = owner.ask("create_api_token", "Till", ["customers.view"], 30)["token"]
    [listed] = owner.ask("list_api_tokens")["tokens"]
    assert (listed["name"], listed["hint"], listed["scopes"]) == ("Till", token[-4:], ["customers.view"])
    assert token not in str(listed)
    with instance.database.connection() as connection:
        [stored] = connection.execute("SELECT t::text FROM data.api_tokens t").fetchone()
    assert token not in stored
    owner.ask("revoke_api_token", listed["token_id"])
    assert owner.ask("list_api_tokens")["tokens"] == []


def test_nobody_makes_a_token_that_may_more_than_they(sign_in: Callable[[str], Visitor]) -> None:
    assert sign_in("manager").refusal("create_api_token", "x", ["users.manage"], 30)["code"] == "forbidden"
    assert sign_in("staff").refusal("create_api_token", "x", ["customers.view"], 30)["code"] == "forbidden"


def test_secrets_are_told_of_and_never_told(owner: Visitor) -> None:
    answer = owner.ask("list_integrations")
    listed = {entry["name"]: entry["secrets"] for entry in answer["integrations"]}
    assert listed["brevo"] == [
        {"name": "brevo_api_key", "is_set": False},
        {"name": "brevo_webhook_token", "is_set": False},
    ]
    assert listed["encryption"] == [{"name": "encryption_key", "is_set": True}]
    assert SECRETS["encryption_key"] not in str(answer)
    owner.ask("try_encryption")

"""Settings between what the server keeps and what the screens show."""

import pytest

CHOICES = {"time_zone": [("Africa/Addis Ababa", "Africa/Addis_Ababa"), ("UTC", "UTC")]}


@pytest.fixture
def hours(client):
    return client("settings.opening_hours")


@pytest.fixture
def profile(client):
    return client("settings.profile_view")


def test_hours_survive_the_way_to_the_rows_and_back(hours):
    kept = {"monday": [["09:00", "12:30"], ["14:00", "17:00"]], "sunday": [["10:00", "12:00"]]}
    items = hours.as_items(kept)
    assert [item["is_open"] for item in items] == [True, False, False, False, False, False, True]
    assert hours.as_hours(items) == kept
    assert hours.as_hours(hours.as_items(None)) == {}


def test_a_day_that_is_switched_off_is_closed_whatever_its_periods(hours):
    items = hours.as_items({"monday": [["09:00", "17:00"]]})
    items[0]["is_open"] = False
    assert hours.as_hours(items) == {}


def test_a_day_that_opens_begins_with_the_hours_of_another(hours):
    assert hours.usual_periods(hours.as_items({})) == [{"opens": "09:00", "closes": "17:00"}]
    items = hours.as_items({"friday": [["08:00", "16:00"]]})
    usual = hours.usual_periods(items)
    usual[0]["opens"] = "10:00"
    assert hours.as_hours(items) == {"friday": [["08:00", "16:00"]]}


@pytest.mark.parametrize(
    ("periods", "word"),
    [
        ([["09:00", ""]], "from when to when"),
        ([["17:00", "09:00"]], "ends after it begins"),
        ([["09:00", "12:00"], ["11:00", "13:00"]], "ends after it begins"),
    ],
)
def test_wrong_hours_are_told_with_their_day(hours, periods, word):
    told = hours.problem(hours.as_items({"tuesday": periods}))
    assert told.startswith("Tuesday") and word in told
    assert hours.problem(hours.as_items({"tuesday": [["09:00", "12:00"]]})) == ""


def test_a_choice_is_known_by_its_label_or_itself_in_any_case(profile):
    assert profile.shown("time_zone", "Africa/Addis_Ababa", CHOICES) == "Africa/Addis Ababa"
    for typed in ("africa/addis ababa", " Africa/Addis_Ababa "):
        assert profile.typed("time_zone", typed, CHOICES) == "Africa/Addis_Ababa"
    assert profile.typed("time_zone", "Mars/Base", CHOICES) == "Mars/Base"


def test_only_sections_that_exist_and_may_be_opened_are_shown(client):
    sections = client("settings.sections")
    groups = (("A", (("here", "Here", "", "", "settings.view"), ("gone", "Gone", "", "", "settings.view"))),)
    [group] = sections.shown(groups, {"here": "Form"}, lambda permission: True)
    assert [card["page"] for card in group["cards"]] == ["here"]
    assert sections.shown(groups, {"here": "Form"}, lambda permission: False) == []

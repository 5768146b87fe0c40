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
        ([["09:00", ""]], "from when until when"),
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


def test_only_sections_that_may_be_opened_are_shown(client):
    sections = client("settings.sections")
    groups = (("A", (("here", "Here", "", "", "settings.view"), ("gone", "Gone", "", "", "settings.view"))),)
    [group] = sections.shown(groups, lambda page: page == "here")
    assert [card["page"] for card in group["cards"]] == ["here"]
    assert sections.shown(groups, lambda page: False) == []


@pytest.mark.parametrize(
    ("typed", "colour"),
    [
        ("7b4b94", "#7B4B94"),
        (" #abc ", "#AABBCC"),
        ("#12345", ""),
        ("teal", ""),
        ("", ""),
        (None, ""),
        ("#1234567", ""),
    ],
)
def test_a_colour_is_taken_however_it_is_written(client, typed, colour):
    assert client("settings.colour_rules").clean(typed) == colour


def test_contrast_is_what_wcag_says(client):
    rules = client("settings.colour_rules")
    assert rules.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert rules.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert rules.contrast("#ffffff", "#ffffff") == 1


def test_low_contrast_is_marked(client):
    rules = client("settings.colour_rules")
    names = {name for pair in rules.PAIRS for name in pair}
    scheme = ";".join("--anvil-m3-{}:{}".format(name, "#888888" if name == "primary" else "#ffffff") for name in names)
    icons = {row["name"]: row["icon"] for row in rules.contrasts(scheme)}
    assert set(icons.values()) == {"mi:warning"}


def test_a_feature_tells_which_screens_come_and_go_with_it(client):
    groups = (
        ("", (("a", "Orders", "", "Form", "ecommerce_enabled"), ("b", "Products", "", None, "ecommerce_enabled"))),
    )
    rows = {row["name"]: row for row in client("settings.features").as_rows({"blog_enabled": True}, groups, True)}
    assert len(rows) == 8
    assert rows["ecommerce_enabled"]["screens"] == "In the drawer: Orders."
    assert [name for name, row in rows.items() if row["is_on"]] == ["blog_enabled"]


def test_keys_are_told_as_set_partly_set_or_missing(client):
    def secrets(*present):
        return [{"name": f"key_{n}", "is_set": is_set} for n, is_set in enumerate(present)]

    answer = {
        "integrations": [
            {"name": "stripe", "secrets": secrets(True, False), "test": None},
            {"name": "brevo", "secrets": secrets(True), "test": None},
            {"name": "email", "secrets": [], "test": "send_test_email"},
        ],
        "has_maps_key": False,
    }
    rows = client("settings.integrations").as_rows(answer)
    assert [row["state"] for row in rows] == ["Partly set", "Key is set", "", "Not set"]
    assert [row["missing"] for row in rows] == ["Missing: key_1", "", "", ""]


def test_a_line_of_the_log_leads_to_one_record_only(client):
    page_of = client("settings.audit_view").page_of
    assert page_of("contacts", "C-5") == ("contact", {"contact_id": "C-5"})
    assert page_of("contacts", "C-5 C-6") == page_of("users", "a@b.test") == page_of("contacts", "") == (None, {})

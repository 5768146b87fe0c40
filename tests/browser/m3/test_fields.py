"""Fields: what is typed, when it is written back, what is announced."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenGallery


@pytest.fixture
def page(made_anew: OpenGallery) -> Page:
    return made_anew("fields")


def item(page: Page) -> str:
    page.get_by_role("button", name="Show what is bound").click()
    expect(page.locator(".anvil-role-said")).to_contain_text("{'name'")
    return page.locator(".anvil-role-said").inner_text()


def expect_said(page: Page, *lines: str) -> None:
    expect(page.locator(".anvil-role-said")).to_have_text("\n".join(lines), use_inner_text=True)


def test_change_comes_before_write_back_and_enter_after_it(page: Page) -> None:
    box = page.get_by_label("Name *")
    box.click()
    box.press("End")
    box.press("m")
    box.press("Enter")
    expect_said(
        page,
        "focus name=Ada status=lead",
        "change name=Ada status=lead",
        "pressed_enter name=Adam status=lead",
    )


def test_leaving_a_text_box_writes_back_before_lost_focus(page: Page) -> None:
    box = page.get_by_label("Name *")
    box.fill("Bo")
    box.blur()
    expect_said(page, "focus name=Ada status=lead", "change name=Ada status=lead", "lost_focus name=Bo status=lead")


def test_a_number_is_a_float_and_nothing_when_empty(page: Page) -> None:
    amount = page.get_by_label("Amount")
    expect(amount).to_have_value("5")
    amount.fill("7.5")
    assert "'amount': 7.5" in item(page)
    amount.fill("")
    assert "'amount': ''" in item(page)


def test_a_password_is_one_for_password_managers(page: Page) -> None:
    password = page.get_by_label("Password")
    expect(password).to_have_attribute("type", "password")
    expect(password).to_have_attribute("autocomplete", "current-password")


def test_errors_and_help_are_told_to_screen_readers(page: Page) -> None:
    wrong = page.get_by_label("Company").first
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_description("Enter at least two letters")
    expect(page.get_by_label("Name *")).to_have_attribute("aria-required", "true")


def test_a_field_without_label_is_named_by_its_placeholder(page: Page) -> None:
    expect(page.get_by_role("textbox", name="Search")).to_be_visible()


def test_a_handled_trailing_icon_is_a_button(page: Page) -> None:
    page.get_by_role("button", name="Clear").click()
    expect_said(page, "trailing_icon_click name=Ada status=lead")


def test_characters_are_counted_and_limited(page: Page) -> None:
    short = page.get_by_label("Short")
    short.press("End")
    short.press_sequentially("defghijklmn")
    expect(short).to_have_value("abcdefghij")
    expect(page.get_by_text("10/10")).to_be_visible()


def test_a_text_area_grows_with_its_text(page: Page) -> None:
    note = page.get_by_label("Note", exact=True)
    before = note.bounding_box()["height"]  # type: ignore[index]
    note.fill("One\nTwo\nThree\nFour\nFive\nSix")
    assert note.bounding_box()["height"] > before + 60  # type: ignore[index]
    note.blur()
    assert r"Five\nSix" in item(page)


def test_a_choice_is_written_back_before_change(page: Page) -> None:
    status = page.get_by_role("combobox", name="Status")
    expect(status).to_have_value("Lead")
    status.click()
    page.get_by_role("option", name="At risk").click()
    expect_said(page, "change name=Ada status=at_risk")
    expect(status).to_have_value("At risk")


def test_a_list_is_used_by_keyboard_alone(page: Page) -> None:
    country = page.get_by_role("combobox", name="Country")
    country.focus()
    page.keyboard.press("ArrowDown")
    expect(country).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("End")
    expect(page.get_by_role("option", name="Country 59")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(country).to_have_value("Country 59")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(country).to_have_value("Country 59")
    expect(country).to_be_focused()
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_letters_find_an_entry(page: Page) -> None:
    status = page.get_by_role("combobox", name="Status")
    status.focus()
    page.keyboard.type("cu")
    page.keyboard.press("Enter")
    expect(status).to_have_value("Customer")


def test_none_can_be_chosen_where_it_is_allowed(page: Page) -> None:
    country = page.get_by_role("combobox", name="Country")
    country.click()
    page.get_by_role("option", name="Country 03").click()
    country.click()
    page.get_by_role("option", name="Any country").click()
    expect(country).to_have_value("")


def test_a_disabled_list_stays_shut(page: Page) -> None:
    page.get_by_role("combobox", name="Disabled").click(force=True)
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_day_is_written_back_as_a_date(page: Page) -> None:
    page.get_by_label("Day", exact=True).fill("2026-12-24")
    assert "datetime.date(2026, 12, 24)" in item(page)


def test_a_day_is_shown_in_its_format_until_somebody_edits_it(page: Page) -> None:
    field = page.get_by_label("Day, in a format")
    shown = page.get_by_text("24 December 2026", exact=True)
    expect(shown).to_be_visible()
    field.focus()
    expect(shown).to_be_hidden()
    field.fill("2027-01-02")
    field.blur()
    expect(page.get_by_text("02 January 2027", exact=True)).to_be_visible()

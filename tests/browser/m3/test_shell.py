"""Layouts: the drawer of a phone, the rail, links to forms, dialogs over them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenGallery

PHONE = {"width": 390, "height": 800}


@pytest.fixture
def phone(gallery: OpenGallery) -> Page:
    page = gallery("words")
    page.set_viewport_size(PHONE)
    return page


def test_a_wide_window_shows_the_drawer_and_no_bar(gallery: OpenGallery) -> None:
    page = gallery("words")
    expect(page.get_by_role("link", name="Fields")).to_be_visible()
    expect(page.get_by_role("button", name="Open the menu")).to_be_hidden()


def test_the_drawer_of_a_phone_holds_the_focus_until_escape(phone: Page) -> None:
    button = phone.get_by_role("button", name="Open the menu")
    expect(phone.get_by_role("link", name="Fields")).to_be_hidden()
    button.click()
    expect(phone.get_by_role("button", name="Dark")).to_be_focused()
    phone.keyboard.press("Shift+Tab")
    expect(phone.get_by_role("link", name="Facts")).to_be_focused()
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("button", name="Dark")).to_be_focused()
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("link", name="Fields")).to_be_hidden()
    expect(button).to_be_focused()


def test_a_click_beside_the_drawer_closes_it(phone: Page) -> None:
    phone.get_by_role("button", name="Open the menu").click()
    expect(phone.get_by_role("link", name="Fields")).to_be_visible()
    phone.mouse.click(370, 400)
    expect(phone.get_by_role("link", name="Fields")).to_be_hidden()


def test_a_link_opens_its_form_marks_itself_and_closes_the_drawer(phone: Page) -> None:
    phone.get_by_role("button", name="Open the menu").click()
    phone.get_by_role("link", name="Choices").click()
    expect(phone.get_by_role("heading", name="Choices", level=1)).to_be_visible()
    expect(phone.get_by_role("link", name="Choices")).to_be_hidden()
    phone.get_by_role("button", name="Open the menu").click()
    expect(phone.locator("a[aria-current=page]")).to_have_text("Choices")


@pytest.mark.parametrize("how", ["Escape", "beside it", "a wider window"])
def test_the_side_sheet_of_a_phone_holds_the_focus_until_it_is_put_away(gallery: OpenGallery, how: str) -> None:
    page = gallery("overlays")
    page.set_viewport_size(PHONE)
    button = page.get_by_role("button", name="Side sheet")
    button.click()
    sheet = page.get_by_role("complementary", name="More about this page")
    expect(sheet).to_be_focused()
    expect(page.get_by_role("main")).to_have_attribute("inert", "")
    if how == "a wider window":
        page.set_viewport_size({"width": 1280, "height": 800})
        expect(sheet).to_be_visible()
    else:
        page.keyboard.press("Escape") if how == "Escape" else page.mouse.click(20, 400)
        expect(sheet).to_be_hidden()
        expect(button).to_be_focused()
    button.click()
    expect(sheet).to_be_visible(visible=how != "a wider window")


def test_the_rail_goes_to_the_bottom_of_a_phone(gallery: OpenGallery) -> None:
    page = gallery("rail")
    rail = page.get_by_role("navigation")
    assert rail.bounding_box()["width"] == 80  # type: ignore[index]
    page.set_viewport_size(PHONE)
    box = rail.bounding_box()
    assert box and box["width"] == PHONE["width"] and box["y"] + box["height"] == PHONE["height"]


def test_the_skip_link_leads_to_the_content(gallery: OpenGallery) -> None:
    page = gallery("words")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_an_interactive_card_works_by_keyboard_and_not_when_disabled(gallery: OpenGallery) -> None:
    page = gallery("surfaces")
    page.get_by_role("button", name="Interactive Click it").press("Enter")
    page.get_by_role("button", name="Interactive, disabled").click(force=True)
    page.get_by_role("button", name="Interactive Click it").click()
    expect(page.locator(".anvil-role-said")).to_have_text("clicks 2")


def test_a_dialog_answers_none_to_escape_unless_it_is_a_question(gallery: OpenGallery) -> None:
    page = gallery("overlays")
    page.get_by_role("button", name="Alert").click()
    expect(page.get_by_role("dialog", name="Done")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".anvil-role-said")).to_have_text("None")
    expect(page.get_by_role("button", name="Alert")).to_be_focused()
    page.get_by_role("button", name="Confirm").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Archive").click()
    expect(page.locator(".anvil-role-said")).to_have_text("True")


def test_a_list_opens_inside_a_dialog(gallery: OpenGallery) -> None:
    page = gallery("overlays")
    page.get_by_role("button", name="A form in a dialog").click()
    page.get_by_label("Name").fill("Zoë")
    page.get_by_label("Kind").click()
    page.get_by_role("option", name="Company").click()
    expect(page.get_by_label("Kind")).to_have_value("Company")
    page.get_by_role("button", name="OK").click()
    expect(page.locator(".anvil-role-said")).to_have_text("(True, 'Zoë')")


def test_a_notice_is_announced_and_goes(gallery: OpenGallery) -> None:
    page = gallery("overlays")
    page.get_by_role("button", name="Notification").click()
    notice = page.get_by_role("status").get_by_text("Archived 3 contacts.")
    expect(notice).to_be_visible()
    expect(notice).to_have_count(0, timeout=6000)

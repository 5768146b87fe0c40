"""Buttons, menus and files, pressed and chosen as people do."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenGallery, last_said


@pytest.fixture
def page(made_anew: OpenGallery) -> Page:
    return made_anew("actions")


def test_a_click_tells_which_keys_were_held(page: Page) -> None:
    page.get_by_role("button", name="Filled", exact=True).click()
    expect(page.locator(".anvil-role-said")).to_have_text("btn_filled click ['alt', 'ctrl', 'meta', 'shift']")


def test_a_disabled_button_cannot_be_clicked(page: Page) -> None:
    page.get_by_role("button", name="Disabled", exact=True).click(force=True)
    page.get_by_role("button", name="Filled", exact=True).click()
    expect(page.locator(".anvil-role-said")).to_have_text("btn_filled click ['alt', 'ctrl', 'meta', 'shift']")


def test_an_icon_button_is_named_by_its_tooltip_and_shows_it(page: Page) -> None:
    page.get_by_role("button", name="Edit, standard").hover()
    expect(page.get_by_role("tooltip")).to_have_text("Edit, standard")
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_have_count(0)


def test_a_toggle_turns_before_its_click_is_raised(page: Page) -> None:
    toggle = page.get_by_role("button", name="Favourite, standard")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    assert "tib_standard click" in last_said(page)


def test_a_menu_is_walked_by_keys_and_gives_the_focus_back(page: Page) -> None:
    button = page.get_by_role("button", name="Menu", exact=True)
    button.press("Enter")
    expect(page.get_by_role("menuitem", name="Edit")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("menuitem", name="Archive")).to_be_focused()
    page.keyboard.press("e")
    expect(page.get_by_role("menuitem", name="Edit")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(page.get_by_role("menu")).to_have_count(0)


def test_choosing_an_item_closes_the_menu_and_raises_both_clicks(page: Page) -> None:
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("menuitem", name="Edit").click()
    expect(page.get_by_role("menu")).to_have_count(0)
    clicks = [line.split()[0] for line in last_said(page).splitlines()]
    assert clicks == ["menu_button", "item_edit", "menu_button"]


def test_a_click_outside_closes_the_menu(page: Page) -> None:
    page.get_by_role("button", name="More").click()
    expect(page.get_by_role("menuitem", name="Copy")).to_be_visible()
    page.get_by_role("heading", name="Actions").click()
    expect(page.get_by_role("menuitem", name="Copy")).to_be_hidden()


def test_a_chosen_file_is_loaded_and_counted(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name\nAda\n")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(file)
    expect(page.locator(".anvil-role-said")).to_have_text("1 people.csv 9")
    expect(page.get_by_role("button", name="1 file selected")).to_be_visible()


def test_an_icon_that_no_source_names_is_fetched_when_it_is_shown(page: Page) -> None:
    name = "_".join(("mi:rocket", "launch"))
    page.evaluate("name => m3.setIcon(document.querySelector('main'), name)", name)
    expect(page.locator(f'[data-icon="{name}"] svg path')).to_be_attached()

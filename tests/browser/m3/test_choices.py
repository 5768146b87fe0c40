"""Checkboxes, radio buttons, switches and sliders."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenGallery


@pytest.fixture
def page(made_anew: OpenGallery) -> Page:
    return made_anew("choices")


def expect_said(page: Page, text: str) -> None:
    expect(page.locator(".anvil-role-said")).to_contain_text(text)


def test_the_words_of_a_checkbox_are_part_of_it(page: Page) -> None:
    page.get_by_text("Bound", exact=True).click()
    expect_said(page, "change {'agreed': False")
    expect(page.get_by_role("checkbox", name="Bound")).not_to_be_checked()


def test_none_shows_as_neither_until_it_is_clicked(page: Page) -> None:
    some = page.get_by_role("checkbox", name="Neither")
    assert some.evaluate("box => box.indeterminate")
    some.click()
    expect_said(page, "some=True")


def test_a_radio_button_is_selected_after_its_group_was_written_back(page: Page) -> None:
    expect(page.get_by_role("radio", name="Large")).to_be_checked()
    page.get_by_text("Small", exact=True).click()
    expect_said(page, "select {'agreed': True, 'size': 'small'")
    expect(page.get_by_role("radio", name="Large")).not_to_be_checked()


def test_arrow_keys_move_within_the_group(page: Page) -> None:
    page.get_by_role("radio", name="Large").press("ArrowUp")
    expect(page.get_by_role("radio", name="Small")).to_be_checked()
    expect_said(page, "'size': 'small'")


def test_a_switch_is_turned_by_space(page: Page) -> None:
    page.get_by_role("switch", name="Send a notice").press(" ")
    expect_said(page, "change {'agreed': True, 'size': 'large', 'notice': True")


def test_a_slider_moves_by_keys_and_writes_back_at_the_end(page: Page) -> None:
    page.get_by_role("slider", name="Share").press("ArrowRight")
    expect_said(page, "change_end {'agreed': True, 'size': 'large', 'notice': False, 'share': 5")

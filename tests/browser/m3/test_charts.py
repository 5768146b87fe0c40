"""Plot: drawn when it is on the page, clicked, redrawn, readable without eyes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenGallery


@pytest.fixture
def page(made_anew: OpenGallery) -> Page:
    page = made_anew("charts")
    expect(page.get_by_text("Contacts by status", exact=True)).to_be_visible()
    return page


def test_a_click_on_a_bar_tells_its_point(page: Page) -> None:
    bars = page.locator(".anvil-m3-plot").first.locator(".point path")
    expect(bars).to_have_count(4)
    box = bars.nth(1).bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".anvil-role-said")).to_have_text("Customer 52")


def test_figures_stand_in_a_table_and_follow_a_redraw(page: Page) -> None:
    cell = page.get_by_role("row", name="Lead").get_by_role("cell").last
    expect(cell).to_have_text("8")
    page.get_by_role("button", name="More").click()
    expect(cell).to_have_text("80")


def test_a_drawn_chart_takes_more_points_another_look_and_another_title(page: Page) -> None:
    lines = page.locator(".anvil-m3-plot").nth(1)
    points = lines.locator(".trace").first.locator(".point")
    expect(points).to_have_count(6)
    page.get_by_role("button", name="Extend").click()
    expect(points).to_have_count(7)
    expect(lines.get_by_text("This year so far")).to_be_visible()
    expect(lines.get_by_text("Extended")).to_be_visible()


def test_a_chart_of_another_kind_than_bars_lines_and_pies_is_drawn(page: Page) -> None:
    expect(page.locator(".anvil-m3-plot").last.locator(".point path")).to_have_count(3)


def test_a_figure_of_dates_begins_at_zero_as_its_layout_says(page: Page) -> None:
    lines = page.locator(".anvil-m3-plot").nth(1)
    expect(lines.locator(".ytick text").first).to_have_text("0")
    expect(lines.locator(".xtick text").first).to_contain_text("Jan 2026")

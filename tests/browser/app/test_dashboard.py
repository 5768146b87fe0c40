"""The start page: what is due, figures that open their lists, charts with a table behind each."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import OpenPage, sign_in


def charts_of(page: Page) -> Page:
    """The page once its three charts are drawn."""
    expect(page.locator(".chart .js-plotly-plot")).to_have_count(3)
    return page


def test_charts_come_after_the_figures_fit_their_cards_and_follow_the_period(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page)
    expect(page.get_by_text("26 new contacts, last 12 weeks")).to_be_visible()
    charts_of(page)
    for card in page.locator(".chart").all():
        inner, drawn = card.bounding_box(), card.locator("svg").first.bounding_box()
        assert inner
        assert drawn
        assert drawn["x"] >= inner["x"]
        assert drawn["x"] + drawn["width"] <= inner["x"] + inner["width"]
    table = page.locator(".chart").nth(2).get_by_role("row")
    expect(table).to_have_count(4)
    expect(table.nth(2)).to_have_text(re.compile(r"At risk\s*3"))
    page.get_by_role("button", name="Last 12 months").click()
    expect(page.get_by_text("new contacts, last 12 months")).to_be_visible()


def test_a_task_that_is_due_is_done_here_and_can_be_taken_back(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page)
    page.get_by_role("checkbox", name="Done: Send the wine list").click()
    expect(page.get_by_text("Nothing is due today.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("checkbox", name="Done: Send the wine list")).to_be_visible()
    page.get_by_role("link", name="Johan van der Merwe").first.click()
    expect(page).to_have_url(re.compile("page=contact&contact_id=C-2"))


def test_a_bar_and_a_figure_open_the_list_behind_them(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page)
    charts_of(page)
    page.locator(".chart").nth(2).locator(".bars .point").nth(1).click(force=True)
    expect(page).to_have_url(re.compile("page=contacts&lifecycle_stage=active"))
    page.go_back()
    page.get_by_text("quiet for 180 days").click()
    expect(page).to_have_url(re.compile("lifecycle_stage=lost"))
    expect(page.get_by_text(re.compile("4 contacts"))).to_be_visible()

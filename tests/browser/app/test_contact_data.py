"""The business's own fields, companies, tags and views, from the settings to the list."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.server_process import ServerProcess

from .conftest import OpenPage, sign_in


def choose(page: Page, menu: str, entry: str) -> None:
    page.get_by_label(menu, exact=True).last.click()
    page.get_by_role("option", name=entry, exact=True).click()


def define_shoe_size(page: Page) -> None:
    page.get_by_role("button", name="New field").first.click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Please give the field a name.")).to_be_visible()
    page.get_by_label("Name *").fill("Shoe size")
    choose(page, "Kind", "Number")
    page.get_by_text("Show it in the list of contacts").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("In use: 0 of 10 text fields, 1 of 10 number fields")).to_be_visible()


def test_a_field_of_ones_own_goes_from_the_settings_through_the_editor_to_a_saved_view(
    open_page: OpenPage, business: ServerProcess
) -> None:
    page = open_page()
    sign_in(page)
    page.goto(f"{business.url}/#?page=settings-fields")
    define_shoe_size(page)

    page.goto(f"{business.url}/#?page=contact-edit&contact_id=C-5")
    page.get_by_label("Shoe size").fill("big")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This must be a number.")).to_be_visible()
    page.get_by_label("Shoe size").fill("42,5")
    page.get_by_label("Tags").fill("walker,")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("42.5")).to_be_visible()
    expect(page.get_by_text("walker")).to_be_visible()

    page.goto(f"{business.url}/#?page=contacts&sort=custom.shoe_size")
    expect(page.get_by_role("cell", name="42.5")).to_be_attached()
    page.get_by_role("button", name="Filter", exact=True).click()
    choose(page, "Comparison", "is more than")
    page.get_by_role("textbox", name="Value").fill("42")
    page.get_by_role("dialog").get_by_role("button", name="Filter").click()
    expect(page.get_by_role("button", name="Shoe size is more than 42")).to_be_visible()
    expect(page.get_by_text("1 contact", exact=True)).to_be_visible()
    page.get_by_role("button", name="This view").click()
    page.get_by_role("menuitem", name="Save as a new view").click()
    page.get_by_label("Name *").fill("Big feet")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Big feet")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="All contacts").click()
    expect(page.get_by_text("60 contacts")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("1 contact", exact=True)).to_be_visible()


def test_a_look_alike_is_shown_and_a_renamed_tag_is_taken_back(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page)
    page.goto(f"{business.url}/#?page=contact-edit")
    page.get_by_label("Phone").fill("082 555 0102")
    expect(page.get_by_text("Looks like somebody you have already:")).to_be_visible()
    page.get_by_role("button", name="Somebody else, go on").click()
    expect(page.get_by_text("Looks like somebody you have already:")).to_be_hidden()
    page.get_by_label("Phone").fill("")
    page.get_by_label("Phone").press("Tab")

    page.goto(f"{business.url}/#?page=tags")
    page.get_by_role("button", name="Actions").last.click()
    page.get_by_role("menuitem", name="Rename or colour").last.click()
    page.get_by_label("Name *").fill("Trade")
    choose(page, "Colour", "Amber")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("is now “Trade”")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Trade", exact=True)).to_be_hidden()

"""A day with contacts, as the owner of the demo business, on a laptop and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import PHONE, WIDE, OpenPage, go_to, open_drawer, sign_in

VIEWPORTS = pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])


def add_contact(page: Page, first: str, last: str, email: str) -> None:
    page.get_by_role("button", name="New contact").click()
    page.get_by_label("First name").fill(first)
    page.get_by_label("Last name").fill(last)
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=f"{first} {last}")).to_be_visible()


@VIEWPORTS
def test_find_open_edit_note_archive_undo_sign_out(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page(viewport)
    sign_in(page)
    go_to(page, "Contacts")
    add_contact(page, "Zola", "Quick", f"zola{viewport['width']}@example.test")

    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Company").fill("Quick Couriers")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Quick Couriers").first).to_be_visible()

    page.get_by_label("Add a note").fill("Wants a quote for Friday.")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Wants a quote for Friday.")).to_be_visible()

    go_to(page, "Contacts")
    page.get_by_label("Search").fill(f"zola{viewport['width']}")
    expect(page.get_by_text("1 contact", exact=True)).to_be_visible()
    page.get_by_role("link", name="Zola Quick").click()

    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Archive").click()
    expect(page.get_by_text("1 contact archived.")).to_be_visible()
    expect(page.get_by_text("Archived: not in lists and not written to.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Archived: not in lists and not written to.")).to_be_hidden()

    open_drawer(page)
    page.locator(".drawer-person button").first.click()
    page.get_by_role("menuitem", name="Sign out", exact=True).click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_wrong_password_is_told_and_nothing_is_lost(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_label("E-mail").fill("owner@demo.test")
    page.get_by_label("Password", exact=True).fill("not this one")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is not right")).to_be_visible()
    assert page.get_by_label("E-mail").input_value() == "owner@demo.test"


def test_demo_people_sign_in_with_one_click(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name="Staff").click()
    expect(page.get_by_text("Recent activity")).to_be_visible()


def test_filters_survive_reload_and_back(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page)
    go_to(page, "Contacts")
    expect(page.get_by_text(re.compile(r"1–50 of \d+"))).to_be_visible()
    page.get_by_label("Search").fill("a")
    page.get_by_role("combobox", name="Status").click()
    page.get_by_role("option", name="Lead").click()
    expect(page.get_by_role("button", name="Status: Lead")).to_be_visible()
    few = page.get_by_text(re.compile(r"^1?\d contacts?$"))
    expect(few).to_be_visible()
    context = few.inner_text()
    page.reload()
    expect(page.get_by_role("button", name="Status: Lead")).to_be_visible()
    expect(page.get_by_text(context, exact=True)).to_be_visible()
    page.get_by_role("button", name="Status: Lead").click()
    expect(page.get_by_text(context, exact=True)).to_be_hidden()
    page.go_back()
    expect(page.get_by_role("button", name="Status: Lead")).to_be_visible()


def test_a_search_is_answered_before_the_filters_have_come(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page)
    held: list[Route] = []
    page.route(
        "**/_/server-call-http*",
        lambda route: (
            held.append(route)
            if b"get_contact_filter_options" in (route.request.post_data_buffer or b"")
            else route.continue_()
        ),
    )
    go_to(page, "Contacts")
    page.get_by_label("Search").fill("naidoo")
    expect(page.get_by_role("link", name=re.compile("Naidoo")).first).to_be_visible()
    for route in held:
        route.continue_()
    page.get_by_role("combobox", name="Status").click()
    page.get_by_role("option", name="Lead").click()
    expect(page.get_by_role("button", name="Status: Lead")).to_be_visible()
    expect(page.get_by_label("Search")).to_have_value("naidoo")


def test_errors_stand_beside_their_fields(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page)
    page.keyboard.press("n")
    page.get_by_label("E-mail").fill("not an address")
    page.get_by_label("Phone").focus()
    expect(page.get_by_text("This is not an e-mail address.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This is not an e-mail address.")).to_be_visible()
    expect(page.get_by_role("heading", name="New contact")).to_be_visible()


def test_two_people_editing_one_contact_the_second_is_told(open_page: OpenPage) -> None:
    first, second = open_page(), open_page()
    for page in (first, second):
        sign_in(page)
    go_to(first, "Contacts")
    add_contact(first, "Thabo", "Twice", "twice@example.test")
    address = first.url
    first.get_by_role("button", name="Edit").click()
    second.goto(address)
    second.get_by_role("button", name="Edit").click()
    second.get_by_label("Company").fill("Second")
    first.get_by_label("Company").fill("First")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("heading", name="Thabo Twice")).to_be_visible()
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_text("Theirs: First")).to_be_visible()
    second.get_by_role("button", name="Save mine over it").click()
    expect(second.get_by_text("Second").first).to_be_visible()


def test_leaving_with_changes_asks_and_staying_keeps_them(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page)
    page.keyboard.press("n")
    page.get_by_label("First name").fill("Kept")
    page.get_by_label("Last name").focus()
    go_to(page, "Contacts")
    page.get_by_role("button", name="Keep editing").click()
    assert page.get_by_label("First name").input_value() == "Kept"
    page.get_by_label("First name").fill("Typed last")
    page.go_back()
    page.get_by_role("button", name="Keep editing").click()
    assert page.get_by_label("First name").input_value() == "Typed last"


def test_escape_closes_an_editor_and_asks_once_when_something_was_typed(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page)
    go_to(page, "Tasks")
    dialog, add = page.get_by_role("dialog"), page.get_by_role("button", name="New task")
    add.click()
    expect(dialog).to_have_accessible_name("New task")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    add.click()
    dialog.get_by_label("What is to be done").fill("Kept")
    for leave in (lambda: page.keyboard.press("Escape"), page.go_back):
        leave()
        expect(dialog).to_have_accessible_name("Discard changes?")
        page.keyboard.press("Escape")  # of the question itself: on with editing
        expect(dialog.get_by_label("What is to be done")).to_have_value("Kept")
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Discard").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("heading", name="Tasks", exact=True)).to_be_visible()


def test_a_lost_session_is_renewed_over_the_form(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page)
    page.keyboard.press("n")
    page.get_by_label("First name").fill("Still")
    page.get_by_label("Last name").fill("Here")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Password", exact=True).fill("demo-mybizz")
    dialog.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Still Here")).to_be_visible()


def test_archived_people_are_found_and_restored(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page)
    go_to(page, "Contacts")
    expect(page.get_by_text("1–50 of")).to_be_visible()
    names = page.locator(".anvil-role-contact-row a")
    gone = [names.nth(0).inner_text(), names.nth(1).inner_text()]
    for name in gone:
        page.get_by_role("checkbox", name=f"Select {name}").check()
    page.locator(".selection-bar").get_by_role("button", name="Archive").click()
    expect(page.get_by_text("2 contacts archived.")).to_be_visible()
    page.get_by_role("combobox", name="Status").click()
    page.get_by_role("option", name="Archived").click()
    expect(page.get_by_text("2 contacts", exact=True)).to_be_visible()
    for name in gone:
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name=name))
        row.get_by_role("button", name="Actions").click()
        page.get_by_role("menuitem", name="Restore").click()
        expect(row).to_be_hidden()
    expect(page.get_by_text("Nobody matches")).to_be_visible()

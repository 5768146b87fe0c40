"""People of the business: invited by mail, let in, shut out at once; and what each role finds and does not find."""

from __future__ import annotations

import re
import secrets

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Locator, Page, expect

from tests.server_process import ServerProcess
from tests.visitor import Visitor

from .conftest import PASSWORD, PHONE, WIDE, OpenPage, go_to, open_drawer

MARKUP = "<img src=x onerror=alert(1)>"
LINK = r"http://\S+#\?page=join&invitation=\S+"
# For each role: links that its drawer has and has not, addresses that are refused.
ROLES = {
    "owner": (("Dashboard", "Contacts", "Tasks", "Settings"), (), ()),
    "manager": (("Dashboard", "Contacts", "Tasks", "Settings"), (), ("settings-people",)),
    "admin": (("Dashboard", "Contacts", "Tasks"), (), ("settings-people", "settings-audit")),
    "staff": (("Dashboard", "Contacts", "Tasks"), ("Settings",), ("settings", "settings-people", "contacts-import")),
}


@pytest.fixture(scope="module")
def business(mailing_business: ServerProcess) -> ServerProcess:
    return mailing_business


def sign_in(page: Page, email: str = "owner@demo.test", start: str = "page=dashboard") -> None:
    """Sign in by hand; what the start page is filled with later is of no interest here."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(start))


def open_people(page: Page, origin: str) -> None:
    page.goto(f"{origin}/#?page=settings-people")
    expect(page.get_by_role("heading", name="People")).to_be_visible()


def row_of(page: Page, email: str) -> Locator:
    return page.locator(".person-row").filter(has_text=email)


def ask_of(page: Page, email: str, action: str) -> None:
    row_of(page, email).get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name=action).click()


def test_somebody_invited_joins_by_the_mail_and_is_out_the_moment_they_are_shut_out(
    open_page: OpenPage, business: ServerProcess, mail_server: Controller
) -> None:
    owner, kim = open_page(), open_page(PHONE)
    invited = f"kim-{secrets.token_hex(4)}@example.com"
    mail_server.handler.clear()
    sign_in(owner)
    open_people(owner, business.url)
    owner.get_by_role("button", name="Invite").click()
    owner.get_by_label("E-mail").fill("kim@example")
    owner.get_by_role("button", name="Send the invitation").click()
    expect(owner.get_by_text("This is not an e-mail address.")).to_be_visible()
    owner.get_by_label("E-mail").fill(invited)
    owner.get_by_role("button", name="Send the invitation").click()
    expect(row_of(owner, invited)).to_be_visible()
    link = mail_server.handler.wait_for_link(LINK)
    join(kim, link)
    expect(kim).to_have_url(re.compile("page=dashboard"))

    owner.goto(link)
    expect(owner.get_by_text("You are signed in as Thandi Nkosi")).to_be_visible()
    open_people(owner, business.url)
    ask_of(owner, invited, "Sign out and deactivate")
    expect(owner.get_by_text("Kim Naudé is signed out")).to_be_visible()
    signed_out = kim.get_by_text("You have been signed out.")
    if not signed_out.is_visible():  # the page asks for unread messages once a minute, and may have heard it by itself
        go_to(kim, "Contacts")
    expect(signed_out).to_be_visible()
    ask_of(owner, invited, "Let in again")
    expect(row_of(owner, invited).get_by_text("Inactive")).to_be_hidden()
    ask_of(owner, invited, "Sign out and deactivate")
    expect(row_of(owner, invited).get_by_text("Inactive")).to_be_visible()
    owner.get_by_role("button", name="Undo").click()
    expect(row_of(owner, invited).get_by_text("Inactive")).to_be_hidden()
    kim.goto("about:blank")
    kim.goto(link)
    expect(kim.get_by_text("This invitation has been used.")).to_be_visible()


def join(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_text("You are invited as staff.")).to_be_visible()
    page.get_by_label("Your name").fill("Kim Naudé")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("A password has at least 8 characters.")).to_be_visible()
    page.get_by_label("Password", exact=True).fill("long enough")
    page.get_by_role("button", name="Begin").click()


def test_single_permissions_say_why_they_are_held_and_can_be_taken_back(
    open_page: OpenPage, business: ServerProcess
) -> None:
    page = open_page()
    sign_in(page)
    open_people(page, business.url)
    ask_of(page, "staff@demo.test", "Permissions")
    line = page.locator(".permission-row").filter(has_text="Data: export")
    expect(line.get_by_text("Not in this role")).to_be_visible()
    line.get_by_role("checkbox").check()
    expect(line.get_by_text("Added for this person")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(row_of(page, "staff@demo.test").get_by_text("1 own permission")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(row_of(page, "staff@demo.test").get_by_text("1 own permission")).to_be_hidden()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_finds_what_it_may_open_and_is_told_of_the_rest(
    role: str, open_page: OpenPage, business: ServerProcess
) -> None:
    has, has_not, refused = ROLES[role]
    page = open_page()
    sign_in(page, f"{role}@demo.test")
    for viewport in (WIDE, PHONE):
        page.set_viewport_size(viewport)
        page.goto(f"{business.url}/#?page=dashboard")
        expect(page).to_have_url(re.compile("page=dashboard"))
        open_drawer(page)
        links = page.get_by_role("navigation", name="Main")
        for name in has:
            expect(links.get_by_role("link", name=name, exact=True)).to_be_visible()
        for name in (*has_not, "My bookings"):
            expect(links.get_by_role("link", name=name, exact=True)).to_have_count(0)
        for address in refused:
            page.goto(f"{business.url}/#?page={address}")
            expect(page.get_by_text("This page is not open to you")).to_be_visible()
        page.goto(f"{business.url}/#?page=my-dashboard")
        expect(page).to_have_url(re.compile("page=dashboard"))


def test_a_customer_finds_their_own_pages_and_reaches_no_other(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page, "customer@demo.test", "page=my-dashboard")
    for viewport in (WIDE, PHONE):
        page.set_viewport_size(viewport)
        for address in ("contacts", "settings-people", "dashboard", "tasks"):
            page.goto(f"{business.url}/#?page={address}")
            expect(page.get_by_role("heading", name="Hello, Lerato")).to_be_visible()
        open_drawer(page)
        links = page.get_by_role("navigation", name="Main").get_by_role("link")
        expect(links).to_have_text([re.compile(name) for name in ("My dashboard", "My bookings", "Account settings")])
        page.keyboard.press("Escape")
    page.goto(f"{business.url}/#?page=my-account")
    page.get_by_label("Phone").fill("082 555 7777")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your details are saved.")).to_be_visible()
    switch = page.get_by_role("switch", name="how I liked it")
    switch.check()
    expect(page.get_by_text("Noted: you agree.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("switch", name="how I liked it")).to_be_checked()
    expect(page.get_by_label("Phone")).to_have_value("+27825557777")


def test_a_feature_that_is_off_says_who_can_switch_it_on(open_page: OpenPage, business: ServerProcess) -> None:
    with Visitor(business.url) as owner:
        owner.sign_in("owner@demo.test", PASSWORD)
        owner.must("set_features", {"marketing_enabled": False})
        try:
            page = open_page()
            sign_in(page, "staff@demo.test")
            expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Tasks")).to_have_count(0)
            page.goto(f"{business.url}/#?page=tasks")
            expect(page.get_by_text("Whoever may change the settings can switch it on.")).to_be_visible()
            assert owner.call("get_all_tasks")["code"] == "forbidden"
        finally:
            owner.must("set_features", {"marketing_enabled": True})


def test_markup_that_somebody_typed_is_shown_as_text(open_page: OpenPage, business: ServerProcess) -> None:
    with Visitor(business.url) as owner:
        owner.sign_in("owner@demo.test", PASSWORD)
        contact_id = owner.must("create_contact", {"first_name": MARKUP, "last_name": "Zz"})["contact_id"]
        owner.must("add_note_to_contact", contact_id, MARKUP)
        owner.must("create_task", {"title": MARKUP, "contact_id": contact_id})
        owner.must("invite_person", "markup@example.com", MARKUP, "staff")
    page = open_page()
    sign_in(page)
    for address in (f"contact&contact_id={contact_id}", "contacts&search=Zz", "tasks", "settings-people", "dashboard"):
        page.goto(f"{business.url}/#?page={address}")
        expect(page.get_by_text(MARKUP).first).to_be_visible()
        expect(page.locator("img[src=x]")).to_have_count(0)


def test_another_password_is_chosen_from_the_menu_at_ones_name(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, "admin@demo.test")
    page.locator(".anvil-m3-avatarMenu-button:visible").click()
    page.get_by_role("menuitem", name="Change password").click()
    page.get_by_label("Present password").fill("wrong")
    page.get_by_label("New password").fill("another one")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("This is not your present password.")).to_be_visible()
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Your new password holds.")).to_be_visible()
    page.locator(".anvil-m3-avatarMenu-button:visible").click()
    page.get_by_role("menuitem", name="Sign out everywhere").click()
    page.get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_the_business_is_handed_over_after_a_question_that_names_what_happens(
    open_page: OpenPage, business: ServerProcess
) -> None:
    page = open_page()
    sign_in(page)
    open_people(page, business.url)
    ask_of(page, "manager@demo.test", "Hand over the business")
    dialog = page.get_by_role("dialog", name="Hand over Bluegum House & Café?")
    expect(dialog.get_by_text("Anele Jacobs becomes the owner, and you become a manager.")).to_be_visible()
    dialog.get_by_role("button", name="Hand over the business").click()
    expect(page.get_by_text("Anele Jacobs is the owner now.")).to_be_visible()
    page.goto(f"{business.url}/#?page=settings-people")
    expect(page.get_by_text("This page is not open to you")).to_be_visible()

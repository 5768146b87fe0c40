"""What goes wrong around the screens: no server, a role that may less, a forgotten password, a page that is gone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.server_process import ServerProcess

from .conftest import OpenPage, go_to, sign_in

LOST = ("Failed to load resource", "net::ERR_CONNECTION_REFUSED")


def test_nothing_typed_is_lost_while_the_server_is_away(
    open_page: OpenPage, business: ServerProcess, said: list[str]
) -> None:
    page = open_page()
    sign_in(page)
    page.keyboard.press("n")
    page.get_by_label("First name").fill("Patience")
    page.get_by_label("Last name").fill("Waits")
    business.stop()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("cannot be reached").first).to_be_visible()
    business.start()
    assert page.get_by_label("First name").input_value() == "Patience"
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Patience Waits")).to_be_visible()
    said[:] = [text for text in said if not any(lost in text for lost in LOST)]


def test_reading_goes_on_by_itself_when_the_server_is_back(
    open_page: OpenPage, business: ServerProcess, said: list[str]
) -> None:
    page = open_page()
    sign_in(page)
    business.stop()
    go_to(page, "Contacts")
    business.start()
    expect(page.get_by_text("1–50 of")).to_be_visible(timeout=40_000)
    said[:] = [text for text in said if not any(lost in text for lost in LOST)]


def test_staff_are_not_offered_what_they_may_not_do(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, "staff@demo.test")
    go_to(page, "Contacts")
    expect(page.get_by_role("button", name="New contact")).to_be_visible()
    expect(page.get_by_role("button", name="Import")).to_be_hidden()
    expect(page.get_by_role("button", name="Export")).to_be_hidden()


def test_a_page_one_may_not_see_says_so(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page, "staff@demo.test")
    page.goto(f"{business.url}/#?page=contacts-import&import_number=1")
    expect(page.get_by_role("heading", name="This page is not open to you")).to_be_visible()


def test_customers_come_to_their_own_page_and_not_to_the_business_s(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_label("E-mail").fill("customer@demo.test")
    page.get_by_label("Password", exact=True).fill("demo-mybizz")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Your page at Bluegum House")).to_be_visible()
    expect(page.get_by_role("link", name="Contacts")).to_have_count(0)


def test_a_forgotten_password_gets_the_same_answer_for_everybody(open_page: OpenPage) -> None:
    page = open_page()
    for email in ("owner@demo.test", "nobody@demo.test"):
        page.get_by_role("link", name="Forgot password?").click()
        page.get_by_label("E-mail").fill(email)
        page.get_by_role("button", name="Send the link").click()
        expect(page.get_by_text("If there is an account for this address")).to_be_visible()
        page.get_by_role("link", name="Back to sign in").click()


def test_a_contact_that_is_not_there_says_so(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page)
    page.goto(f"{business.url}/#?page=contact&contact_id=C-999999")
    expect(page.get_by_text("Nobody here")).to_be_visible()
    page.goto(f"{business.url}/#?page=contact-edit&contact_id=C-999999")
    expect(page.get_by_text("This did not work")).to_be_visible()
    page.get_by_role("button", name="Back to the start").click()
    expect(page.get_by_text("Recent activity")).to_be_visible()

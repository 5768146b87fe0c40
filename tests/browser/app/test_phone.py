"""The owner sets up WhatsApp and SMS: numbers, prices, templates, and a test where nothing sends."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.server_process import ServerProcess

from .conftest import OpenPage, sign_in


def open_settings(page: Page, business: ServerProcess, section: str) -> None:
    page.goto(f"{business.url}/#?page=settings-{section}")
    page.wait_for_load_state("networkidle")


def test_numbers_and_prices_are_kept_and_a_test_says_that_nothing_sends(
    open_page: OpenPage, business: ServerProcess
) -> None:
    page = open_page()
    sign_in(page)
    open_settings(page, business, "phone")
    expect(page.get_by_text("Nothing sends now")).to_be_visible()
    page.get_by_label("Sender").fill("a name that is far too long")
    page.get_by_role("button", name="Add a country").click()
    page.get_by_label("Country").last.fill("namibia")
    page.get_by_label("SMS, each part").last.fill("0,41")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("a name of at most eleven letters and digits")).to_be_visible()
    page.get_by_label("Sender").fill("BLUEGUM")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It holds for messages that wait, too.")).to_be_visible()
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text("Please give the telephone it goes to.")).to_be_visible()
    page.get_by_label("To the telephone").fill("082 123 4567")
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text("No worker for Twilio answers.")).to_be_visible()
    page.reload(wait_until="networkidle")
    expect(page.get_by_label("Sender")).to_have_value("BLUEGUM")
    expect(page.get_by_label("Country").first).to_have_value("Namibia")


def test_c28_a_template_is_noted_mended_and_archived(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page)
    open_settings(page, business, "templates")
    page.get_by_role("button", name="New template").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name *").fill("order_ready")
    dialog.get_by_label("Words *").fill("Hello {{1}}, your order is ready.")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Please give an example for {{1}}")).to_be_visible()
    dialog.get_by_label("Examples").fill("Thandi")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    row = page.locator(".phone-template", has_text="order_ready")
    expect(row.get_by_text("Draft")).to_be_visible()
    row.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Archive").click()
    expect(row).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()

"""The address of the page, and browsers that are too old."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.server_process import ServerProcess

from .conftest import press


def test_back_returns_to_the_address_before(own_page: Page) -> None:
    press(own_page, "Address")
    expect(own_page.locator(".anvil-label").first).to_have_text("at {'page': 'contacts', 'q': 'a & b'}")
    assert own_page.url.endswith("/#?page=contacts&q=a%20%26%20b")
    own_page.go_back()
    expect(own_page.locator(".anvil-label").first).to_have_text("at ''")
    assert "#" not in own_page.url


def test_a_browser_without_promise_integration_is_told_which_ones_have_it(
    browser: Browser, served_app: ServerProcess
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("delete WebAssembly.Suspending")
    page.goto(served_app.url)
    expect(page.get_by_role("alert")).to_contain_text("too old")
    expect(page.get_by_role("alert")).to_contain_text("137")
    context.close()

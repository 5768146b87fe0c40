"""Visitors of other sites: a sign-up form on a page of another origin, and a newsletter without any script."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Page, Route, expect

from tests.server_process import ServerProcess, free_port
from tests.visitor import Visitor

from .conftest import ENCRYPTION_KEY, PASSWORD, PHONE, OpenPage, ServeBusiness, sign_in
from .mailbox import Mailbox

# The traps want two seconds between a form's showing and its sending.
READING_MS = 2100
PAGE = """<!doctype html><html><head><title>A shop</title><meta name="color-scheme" content="dark">
<style nonce="own">div:empty {{ display: none }} div {{ filter: blur(9px) }}</style></head>
<body style="color: red"><h1>A shop of our own</h1><a href="#more">More</a>{code}</body></html>"""

# Adds up what https://web.dev/articles/cls counts, while the page is open.
COUNTING = """<script>window.moved = 0; new PerformanceObserver((list) => {
  for (const each of list.getEntries()) window.moved += each.value;
}).observe({ type: "layout-shift", buffered: true });</script>"""


@pytest.fixture(scope="module")
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture(scope="module")
def business(serve_business: ServeBusiness, mailbox: tuple[Mailbox, int]) -> Iterator[ServerProcess]:
    """The demo business with a mail server of its own."""
    secrets = ("--secret", f"smtp_url=smtp://127.0.0.1:{mailbox[1]}", "--secret", f"encryption_key={ENCRYPTION_KEY}")
    server = serve_business(*secrets)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def shop(business: ServerProcess) -> Iterator[str]:
    """The address of another site, which allows scripts and calls of the business and its own style, and no other.

    ``/<slug>`` is a page with the code of that form; ``/<slug>/<height>`` one that has no policy, keeps so many pixels
    free for it, has words below, and counts what moves.
    """
    policy = f"default-src 'none'; script-src {business.url}; connect-src {business.url}; style-src 'nonce-own'"
    policy += "; require-trusted-types-for 'script'; trusted-types mybizz-form"

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            slug, _, height = self.path.strip("/").partition("/")
            place = f'<div data-mybizz-form="{slug}" style="display: block; min-height: {height}px"></div>'
            code = f'{place}<script src="{business.url}/embed/{slug}.js" async></script>'
            if height:
                code += f"<p>{'Words of the page. ' * 200}</p>{COUNTING}"
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if not height:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(PAGE.format(code=code).encode())

        def log_message(self, *_said: object) -> None:
            """A test's log is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def live_form(business: ServerProcess, name: str, **more: object) -> str:
    """A form that is in use; its slug."""
    with Visitor(business.url) as owner:
        owner.sign_in("owner@demo.test", PASSWORD)
        form = owner.must("save_lead_form", {"name": name, **more})["form"]
        return str(owner.must("publish_lead_form", form["form_id"])["form"]["slug"])


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """Somebody on a phone who was never here."""
    context = browser.new_context(viewport=PHONE)
    yield context.new_page()
    context.close()


def test_a_form_that_comes_late_finds_its_place_free_and_moves_nothing(
    visitor: Page, business: ServerProcess, shop: str
) -> None:
    words = {"title": "Tell us about the party that you would like to hold with us", "text": "We answer soon. " * 12}
    offers = {"channel": "email", "purpose": "marketing", "text": "Yes, write to me by e-mail about offers. " * 3}
    fields = [{"key": key} for key in ("first_name", "email", "message")]
    slug = live_form(business, "Party", words=words, fields=fields, consents=[offers])
    with Visitor(business.url) as owner:
        owner.sign_in("owner@demo.test", PASSWORD)
        [form_id] = [each["form_id"] for each in owner.must("list_lead_forms")["forms"] if each["slug"] == slug]
        height = owner.must("get_lead_form", form_id)["form"]["height"]

    def come_late(route: Route) -> None:
        visitor.wait_for_timeout(300)
        route.continue_()

    visitor.route("**/embed/*.js", come_late)
    moved = []
    for free in (0, height):
        visitor.goto(f"{shop}/{slug}/{free}")
        expect(visitor.get_by_role("button", name="Send")).to_be_visible()
        visitor.wait_for_timeout(200)
        moved.append(visitor.evaluate("window.moved"))
    assert moved[0] > 0.3, "nothing moved where nothing was kept free: this measures nothing"
    assert moved[1] <= 0.1


def test_a_window_over_another_sites_page_takes_focus_closes_with_escape_and_rests(
    business: ServerProcess, shop: str, visitor: Page
) -> None:
    behaviour = {"trigger": "at_once", "rest_days": 7}
    slug = live_form(business, "Over the page", kind="popup", behaviour=behaviour)
    visitor.goto(f"{shop}/{slug}")
    dialog = visitor.get_by_role("dialog", name="Stay in touch")
    expect(dialog.get_by_label("First name")).to_be_focused()
    # The other site's rules stay outside, and the form's own style came in past its policy, dark as the page.
    assert dialog.evaluate("box => getComputedStyle(box.getRootNode().host).filter") == "none"
    assert dialog.evaluate("box => getComputedStyle(box).backgroundColor") == "rgb(31, 31, 35)"
    assert dialog.evaluate("box => getComputedStyle(box).borderRadius") == "12px"
    assert dialog.evaluate("box => getComputedStyle(box).color") != "rgb(255, 0, 0)"
    visitor.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    visitor.reload()
    expect(visitor.get_by_role("heading", name="A shop of our own")).to_be_visible()
    expect(dialog).to_have_count(0)


def test_a_form_in_another_sites_page_makes_a_lead_and_the_owner_sees_it(
    business: ServerProcess, shop: str, visitor: Page, open_page: OpenPage
) -> None:
    offers = {"channel": "email", "purpose": "marketing", "text": "Yes, send me offers."}
    fields = [{"key": "first_name"}, {"key": "email", "required": True}, {"key": "message"}]
    slug = live_form(business, "Ask the shop", fields=fields, consents=[offers], sites=[shop])
    visitor.goto(f"{shop}/{slug}")
    expect(visitor.get_by_role("checkbox")).not_to_be_checked()
    visitor.wait_for_timeout(READING_MS)
    visitor.get_by_label("First name").fill("Zola")
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_label("E-mail address")).to_be_focused()
    expect(visitor.get_by_text("Please fill this in.")).to_be_visible()
    visitor.get_by_label("E-mail address").fill("zola@example.com")
    visitor.get_by_label("Message").fill("Do you bake on Sundays?")
    visitor.get_by_role("checkbox").check()
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("heading", name="Thank you")).to_be_focused()
    page = open_page()
    sign_in(page)
    page.goto(f"{business.url}/#?page=lead-forms")
    page.get_by_role("link", name="Ask the shop").click()
    expect(page.get_by_text("Do you bake on Sundays?")).to_be_visible()
    page.get_by_role("link", name="Zola").click()
    expect(page.get_by_text("Filled in “Ask the shop”: Do you bake on Sundays?").first).to_be_visible()


def test_an_owner_writes_a_form_sees_it_and_puts_it_into_use(business: ServerProcess, open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page)
    page.goto(f"{business.url}/#?page=lead-forms")
    page.get_by_role("button", name="New form").click()
    page.get_by_label("Name, for yourselves *").fill("Garden tours")
    page.get_by_role("textbox", name="Heading").fill("Walk with us")
    frame = page.frame_locator("iframe[title='The form']")
    expect(frame.get_by_role("heading", name="Walk with us")).to_be_visible()
    page.get_by_role("button", name="Fields").click()
    page.get_by_role("button", name="Add a field").click()
    page.get_by_role("menuitem", name="Telephone").click()
    expect(frame.get_by_label("Telephone")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Put into use").click()
    expect(page.get_by_text("/embed/garden-tours.js")).to_be_visible()
    expect(page.get_by_role("button", name="Take out of use")).to_be_visible()


def test_a_reader_subscribes_confirms_and_chooses_without_any_script(
    business: ServerProcess, browser: Browser, mailbox: tuple[Mailbox, int]
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{business.url}/newsletter/the-bluegum-letter")
    page.wait_for_timeout(READING_MS)
    page.get_by_label("E-mail address").fill("reader@example.com")
    page.get_by_label("Garden").check()
    page.get_by_label("Yes, send me The Bluegum letter").check()
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("heading", name="One more click")).to_be_visible()
    page.goto(mailbox[0].wait_for_link(rf"{re.escape(business.url)}/email/confirm/\S+"))
    page.get_by_role("button", name="Yes, subscribe me").click()
    expect(page.get_by_role("heading", name="You are subscribed")).to_be_visible()
    page.get_by_role("link", name="Choose what you get").click()
    expect(page.get_by_label("Garden")).to_be_checked()
    page.get_by_label("How often, at most").select_option("At most once a month")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It holds from now on.")).to_be_visible()
    page.get_by_role("button", name="Stop everything").click()
    expect(page.get_by_label("The Bluegum letter", exact=False).first).not_to_be_checked()
    context.close()

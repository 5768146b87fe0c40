"""The owner chooses who sends the mail, and tries it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect

from tests.server_process import ServerProcess

from .conftest import OpenPage, ServeBusiness, sign_in


@pytest.fixture(scope="module")
def business(serve_business: ServeBusiness, mail_server: Controller) -> Iterator[ServerProcess]:
    """The demo business with a mail server, and a Brevo that nobody reaches."""
    secrets = (f"smtp_url=smtp://127.0.0.1:{mail_server.port}", "brevo_api_key=key", "brevo_url=http://127.0.0.1:9")
    server = serve_business(*(flag for secret in secrets for flag in ("--secret", secret)))
    yield server
    server.stop()


def test_a_service_is_chosen_and_tried(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page)
    page.goto(f"{business.url}/#?page=settings-messages")
    page.get_by_label("E-mail address", exact=True).fill("hello@bluegum.example")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    page.goto(f"{business.url}/#?page=settings-mail")
    expect(page.get_by_text("so bluegum.example is not checked")).to_be_visible()
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text("A mail is on its way to owner@demo.test.")).to_be_visible()
    page.get_by_label("Campaigns and newsletters go through").click()
    page.get_by_role("option", name="Brevo").click()
    expect(page.get_by_text("From now on these mails go through Brevo.")).to_be_visible()
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text("It was not taken")).to_be_visible()
    page.reload(wait_until="networkidle")
    expect(page.get_by_label("Campaigns and newsletters go through")).to_have_value("Brevo")

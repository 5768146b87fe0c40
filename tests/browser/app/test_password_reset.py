"""A forgotten password: the mail, its link, the new password, and signing in with it."""

from __future__ import annotations

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Page, expect

from tests.server_process import ServerProcess

from .conftest import OpenPage

ASK = "manager@demo.test"


@pytest.fixture(scope="module")
def business(mailing_business: ServerProcess) -> ServerProcess:
    return mailing_business


def ask_for_the_mail(page: Page, email: str) -> None:
    page.get_by_text("Forgot password?").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("button", name="Send the link")).not_to_be_visible()


def test_a_forgotten_password_is_replaced_by_way_of_a_mail(open_page: OpenPage, mail_server: Controller) -> None:
    page = open_page()
    ask_for_the_mail(page, ASK)
    link = mail_server.handler.wait_for_link(r"http://\S+/_/reset_password/\S+")
    page.goto(link)
    page.get_by_label("New password").fill("a longer one")
    page.get_by_role("button", name="Set password").click()
    page.get_by_label("E-mail").fill(ASK)
    page.get_by_label("Password", exact=True).fill("a longer one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Recent activity")).to_be_visible()

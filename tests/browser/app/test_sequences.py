"""A sequence from its first word to the end of a week: written, begun by hand, followed, and looked into."""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Page, expect

from tests.databases import TASK_UNDER_WAY
from tests.server_process import ServerProcess
from tests.visitor import Visitor

from .conftest import PASSWORD, PHONE, OpenPage, ServeBusiness, sign_in

DAY_AND_NIGHT = {day.lower(): [["00:00", "23:59"]] for day in calendar.day_name}
# The columns that say when something is, or was, for somebody in a sequence.
MOMENTS = ("enrolled_date", "step_done_at", "next_send_at", "last_email_sent_date")


@pytest.fixture(scope="module")
def business(serve_business: ServeBusiness, mail_server: Controller) -> Iterator[ServerProcess]:
    """The demo business, with a mail server of its own, that may write day and night."""
    server = serve_business("--secret", f"smtp_url=smtp://127.0.0.1:{mail_server.port}")
    with Visitor(server.url) as owner:
        owner.sign_in("owner@demo.test", PASSWORD)
        settings = {"hours": DAY_AND_NIGHT, "emails_per_hour": 900_000, "cap": 50}
        owner.must("save_messaging_settings", settings)
    yield server
    server.stop()


def days_pass(business: ServerProcess, days: int) -> None:
    """Let it be so many days later for everybody in the sequence: what was, was that much earlier.

    A look at who is due that is under way would write again when the next step comes, as it was before.
    """
    earlier = ", ".join(f"{name} = {name} - interval '{days} days'" for name in MOMENTS)
    own = "WHERE campaign = (SELECT _id FROM data.email_campaigns WHERE campaign_name = 'First week')"
    with psycopg.connect(business.flag("--database"), autocommit=True) as connection:
        eventually(lambda: connection.execute(TASK_UNDER_WAY).fetchone() is None)
        connection.execute(f"UPDATE data.contact_campaigns SET {earlier} {own}")
        connection.execute(f"UPDATE data.sends SET sent_at = sent_at - interval '{days} days' {own}")


def go_on(page: Page) -> None:
    """What the clock does each minute, at once: a sequence that goes on looks who is due."""
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def eventually(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def add_step(page: Page, subject: str, days: str) -> None:
    page.get_by_role("button", name="Add a step").first.click()
    page.get_by_label("Days after the one before").fill(days)
    page.get_by_role("textbox", name="Subject", exact=True).fill(subject)
    page.get_by_role("textbox", name="Heading").fill(subject)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name=re.sub("{{.*[|](.*)}}", r"\1", subject))).to_be_visible()


def test_a_sequence_is_written_begun_and_followed_over_a_week(
    open_page: OpenPage, business: ServerProcess, mail_server: Controller
) -> None:
    page, box = open_page(), mail_server.handler
    box.clear()
    sign_in(page)
    page.goto(f"{business.url}/#?page=sequences")
    write_two_steps(page)
    begin_with_candice(page)
    eventually(lambda: len(box) == 1 and "Welcome, Candice" in box[0])
    for days, mails in ((6, 1), (1, 2)):
        days_pass(business, days)
        go_on(page)
        eventually(lambda mails=mails: len(box) == mails)
    assert "After a week" in box[-1]
    days_pass(business, 1)
    go_on(page)
    page.get_by_role("button", name="Went through").click()
    expect(page.get_by_text(re.compile("Had every step"))).to_be_visible()
    page.reload()
    expect(page.get_by_text(re.compile("Had every step"))).to_be_visible()


def write_two_steps(page: Page) -> None:
    """A sequence of two steps, a week apart; the second is taken out and comes back."""
    page.get_by_role("button", name="New sequence").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Please give the sequence a name.")).to_be_visible()
    page.get_by_label("Name, for yourselves").fill("First week")
    page.get_by_role("button", name="Save").click()
    add_step(page, "Welcome, {{first_name|friend}}", "0")
    add_step(page, "After a week", "7")
    page.get_by_role("button", name="Actions", exact=True).nth(1).click()
    page.get_by_role("menuitem", name="Take out").click()
    expect(page.get_by_role("link", name="After a week")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="After a week")).to_be_visible()


def begin_with_candice(page: Page) -> None:
    """See what she would get, start the sequence and let her in."""
    page.get_by_role("textbox", name="Contact").fill("Candice")
    page.get_by_role("button", name="Try").click()
    expect(page.get_by_text(re.compile("What Candice .* would get"))).to_be_visible()
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="People").click()
    page.get_by_role("textbox", name="Contact").fill("Candice")
    page.get_by_role("button", name="Let in").click()
    expect(page.get_by_text(re.compile("Step [12] comes"))).to_be_visible()


def test_a_contact_is_put_into_a_sequence_and_taken_out_again(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page(PHONE)
    sign_in(page)
    page.goto(f"{business.url}/#?page=contact&contact_id=C-3")
    part = page.get_by_role("region", name="Sequences")
    expect(part.get_by_text("In no sequence.")).to_be_visible()
    part.get_by_role("button", name="Put into a sequence").click()
    page.get_by_role("menuitem", name="Welcome to Bluegum").click()
    expect(part.get_by_role("link", name="Welcome to Bluegum")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(part.get_by_text("In no sequence.")).to_be_visible()

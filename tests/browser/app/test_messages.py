"""A campaign of messages from the first step to its recipients, and a code redeemed at the counter."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.server_process import ServerProcess
from tests.visitor import Visitor

from .conftest import PASSWORD, PHONE, OpenPage, ServeBusiness, sign_in


@pytest.fixture(scope="module")
def business(serve_business: ServeBusiness) -> Iterator[ServerProcess]:
    server = serve_business()
    yield server
    server.stop()


def go_on(page: Page, step: str) -> None:
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator("[aria-current=step]").get_by_text(step)).to_be_visible()


def test_the_wizard_leads_from_places_to_recipients(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page)
    page.goto(f"{business.url}/#?page=campaigns")
    page.get_by_role("button", name="New campaign").click()
    page.get_by_role("menuitem", name="Messages to customers").click()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_text("Please give the campaign a name.")).to_be_visible()
    page.get_by_label("Name, for yourselves").fill("Autumn")
    page.get_by_role("combobox", name="What it is about").click()
    page.get_by_role("option", name="Lower prices").click()
    go_on(page, "Places")
    page.get_by_role("checkbox", name=re.compile("^Main house")).check()
    go_on(page, "Channels")
    page.get_by_role("checkbox", name="SMS").check()
    go_on(page, "Customers")
    page.get_by_role("button", name="Select all", exact=True).click()
    selected = page.get_by_text(re.compile(r"^(\d+) of \1 customers selected$"))
    expect(selected).to_be_visible()
    page.get_by_role("checkbox").first.uncheck()
    expect(selected).not_to_be_visible()
    go_on(page, "Content")
    page.get_by_role("textbox", name="Text", exact=True).fill("{{first_name|Hello}}, your code is {{offer_code}}")
    expect(page.get_by_text("Thandi, your code is")).to_be_visible()
    expect(page.get_by_text(re.compile("^1 part"))).to_be_visible()
    go_on(page, "Scheduling")
    expect(page.get_by_text("Everything is ready.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Everything is ready.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Send to")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Send to")).click()
    expect(page.get_by_role("heading", name="Recipients")).to_be_visible()
    expect(page.get_by_text(re.compile("0 of .* redeemed"))).to_be_visible()
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("menuitem", name="Remove").click()
    expect(page.get_by_text("1 person gets nothing any more")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Removed")).not_to_be_visible()


def test_staff_redeem_a_code_and_take_it_back(open_page: OpenPage, business: ServerProcess) -> None:
    contact_id = a_contact_with_a_code(business)
    page = open_page()
    sign_in(page, "staff@demo.test")
    page.goto(f"{business.url}/#?page=contact&contact_id={contact_id}")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Redeem an offer").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="What they were given").click()
    page.get_by_role("option", name="Tenth off a stay in the week").first.click()
    dialog.get_by_role("button", name="Look up").click()
    expect(dialog.get_by_text("Tenth off a stay in the week, for")).to_be_visible()
    dialog.get_by_label("Amount of the sale").fill("1450")
    dialog.get_by_role("button", name="Redeem").click()
    expect(page.get_by_text("Redeemed “Tenth off a stay in the week”")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Redeemed “Tenth off a stay in the week”")).not_to_be_visible()


def a_contact_with_a_code(business: ServerProcess) -> str:
    """Somebody who was given a code in a campaign that has just gone."""
    with Visitor(business.url) as owner:
        owner.sign_in("owner@demo.test", PASSWORD)
        offers = {offer["name"]: offer["offer_id"] for offer in owner.must("list_offers")["offers"]}
        everybody = {"select": True, "who": "all", "search": "", "ids": []}
        audience = {"everywhere": True, "places": [], "selection": [everybody]}
        given = {
            "campaign_name": "Codes",
            "campaign_type": "price_reduction",
            "channels": ["sms"],
            "audience": audience,
        }
        words = {"offer_id": offers["Tenth off a stay in the week"], "messages": {"sms": {"text": "{{offer_code}}"}}}
        made = owner.must("create_campaign", {**given, **words})["campaign_id"]
        owner.must("launch_campaign", made)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if recipients := owner.must("list_campaign_recipients", made)["recipients"]:
                return str(recipients[0]["contact_id"])
            time.sleep(0.2)
    raise AssertionError("Nobody was planned for")


def test_the_wizard_fits_a_phone(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page(PHONE)
    sign_in(page)
    with Visitor(business.url) as owner:
        owner.sign_in("owner@demo.test", PASSWORD)
        audience = {"everywhere": True, "selection": []}
        data = {"campaign_name": "Narrow", "channels": ["email", "whatsapp", "sms"], "audience": audience}
        made = owner.must("create_campaign", data)["campaign_id"]
    for step in ("basics", "places", "channels", "customers", "content", "schedule"):
        page.goto(f"{business.url}/#?page=messaging-edit&campaign_id={made}&step={step}")
        expect(page.get_by_text(re.compile("^Step . of 6"))).to_be_visible()
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

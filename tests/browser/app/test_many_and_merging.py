"""Changing many contacts from the list, and making one of two, as people do it; both taken back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.server_process import ServerProcess
from tests.visitor import Visitor

from .conftest import PASSWORD, PHONE, OpenPage, sign_in


def open_list(page: Page, business: ServerProcess, filters: str = "") -> None:
    page.goto(f"{business.url}/#?page=contacts{filters}")
    expect(page.get_by_role("checkbox", name="Select").first).to_be_visible()


def test_all_that_match_are_changed_and_given_back(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page)
    open_list(page, business)
    page.get_by_role("checkbox", name="Select").first.check()
    page.get_by_role("button", name="Select this page").click()
    page.get_by_role("button", name="Select all 60").click()
    expect(page.get_by_text("All 60 selected")).to_be_visible()
    page.get_by_role("button", name="Change …").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tag", exact=True).fill("Fair 2026")
    expect(dialog.get_by_text("Changes 60 contacts.")).to_be_visible()
    dialog.get_by_role("button", name="Change 60 contacts").click()
    expect(page.get_by_text("Tag added: Fair 2026. 60 contacts changed.")).to_be_visible()
    page.goto(f"{business.url}/#?page=changes")
    page.get_by_role("button", name="Take back").first.click()
    expect(page.get_by_text("Taken back", exact=True)).to_be_visible()


def test_a_duplicate_is_found_merged_and_taken_apart_again(open_page: OpenPage, business: ServerProcess) -> None:
    with Visitor(business.url) as visitor:
        visitor.sign_in("owner@demo.test", PASSWORD)
        known = visitor.must("get_all_contacts", filters={"search": "emma schroder"})["contacts"][0]
        visitor.must("create_contact", {"first_name": "Emmi", "last_name": "Schröder", "phone": known["phone"]})
    page = open_page(PHONE)
    sign_in(page)
    page.goto(f"{business.url}/#?page=duplicates")
    expect(page.get_by_text("1 group may be one person")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Merge")).click()
    page.get_by_role("radio", name="Emmi", exact=True).check()
    expect(page.get_by_role("region", name="What it will be").get_by_text("Emmi Schröder")).to_be_visible()
    page.get_by_role("button", name="Merge 2 contacts").click()
    expect(page.get_by_role("heading", name="Emmi Schröder")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Emma Schröder")).to_be_visible()
    page.goto(f"{business.url}/#?page=duplicates")
    page.get_by_role("button", name=re.compile("^Different people")).click()
    expect(page.get_by_role("heading", name="No duplicates")).to_be_visible()

"""Tasks and segments as people work with them."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.server_process import ServerProcess

from .conftest import PHONE, OpenPage, sign_in


def test_a_task_is_added_done_and_taken_back(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page(apart=True)
    sign_in(page)
    page.goto(f"{business.url}/#?page=tasks&view=mine")
    mine = page.get_by_role("button", name="Mine (3)")
    expect(mine).to_be_visible()
    page.get_by_role("button", name="New task").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Please say what is to be done.")).to_be_visible()
    page.get_by_label("What is to be done").fill("Ring Ann about Easter")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Mine (4)")).to_be_visible()
    page.clock.install()
    page.get_by_label("Done: Ring Ann about Easter").click()
    expect(mine).to_be_visible()
    undo = page.get_by_role("button", name="Undo")
    undo.hover()
    for _ in range(3):
        # Longer than it stays while nobody points at it.
        page.clock.fast_forward(11_000)
        expect(undo).to_be_visible()
    undo.click()
    expect(page.get_by_role("button", name="Mine (4)")).to_be_visible()


def test_rules_are_counted_while_they_are_built_and_lead_to_their_contacts(
    open_page: OpenPage, business: ServerProcess
) -> None:
    page = open_page()
    sign_in(page)
    page.goto(f"{business.url}/#?page=segments")
    expect(page.get_by_text("At least two bookings.")).to_be_visible()
    page.get_by_role("button", name="New segment").click()
    page.get_by_label("Name", exact=True).fill("People called Thomas")
    page.get_by_role("button", name="Add a condition").click()
    expect(page.get_by_text("Some conditions are not complete.")).to_be_visible()
    page.get_by_role("textbox", name="Value").fill("thomas")
    expect(page.get_by_text("1 contact now")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("People called Thomas").click()
    expect(page.get_by_role("button", name="Segment: People called Thomas")).to_be_visible()
    expect(page.get_by_role("link", name="Thomas Weber")).to_be_visible()


def test_a_rule_can_be_built_on_a_phone(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page(PHONE)
    sign_in(page)
    page.goto(f"{business.url}/#?page=segment-edit&segment_id=S-1")
    expect(page.get_by_label("Field")).to_be_visible()
    page.get_by_role("button", name="Add a group").click()
    expect(page.get_by_label("Field")).to_have_count(2)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

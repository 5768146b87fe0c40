"""The page of one contact as people work with it: history, notes, tasks, consent, and its end."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.server_process import ServerProcess

from .conftest import PHONE, OpenPage, sign_in


def show(page: Page, business: ServerProcess, address: str) -> None:
    page.goto(f"{business.url}/#?{address}")


def test_a_note_is_written_mended_taken_away_and_brought_back(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page)
    show(page, business, "page=contact&contact_id=C-9")
    page.get_by_label("Add a note").fill("Likes tee.")
    page.get_by_role("button", name="Save note").click()
    page.get_by_role("button", name="Notes").click()
    expect(page).to_have_url(f"{business.url}/#?page=contact&contact_id=C-9&kind=notes")
    expect(page.get_by_text("Likes tee.")).to_be_visible()
    page.get_by_role("button", name="Note", exact=True).click()
    page.get_by_text("Edit note").click()
    page.get_by_role("textbox", name="Note", exact=True).fill("Likes tea.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Likes tea.")).to_be_visible()
    page.get_by_role("button", name="Note", exact=True).click()
    page.get_by_text("Delete note").click()
    expect(page.get_by_text("Nothing of this kind yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Likes tea.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Likes tea.")).to_be_visible()


def test_what_is_due_is_done_from_the_head_of_the_page_and_taken_back(
    open_page: OpenPage, business: ServerProcess
) -> None:
    page = open_page(PHONE)
    sign_in(page)
    show(page, business, "page=contact&contact_id=C-7")
    expect(page.get_by_text("Next: Confirm the menu for the wedding")).to_be_visible()
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_text("Task done: Confirm the menu for the wedding")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Next: Confirm the menu for the wedding")).to_be_visible()
    page.get_by_role("button", name="Why in VIP guests").click()
    expect(page.get_by_role("dialog")).to_contain_text("✓")


def test_consent_is_recorded_with_its_words_and_asked_for_once(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page)
    show(page, business, "page=contact-consent&contact_id=C-8")

    def record(state: str) -> None:
        page.get_by_role("button", name="Record consent").click()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Please choose what was said.")).to_be_visible()
        for label, choice in (("What was said", state), ("How they are written to", "SMS"), ("What for", "Surveys")):
            page.get_by_label(label, exact=True).click()
            page.get_by_role("option", name=choice, exact=True).click()

    record("Was asked")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Was asked", exact=True).first).to_be_visible()
    record("Was asked")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The law lets a business ask once.")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    record("Agreed")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("please say which the person read or heard")).to_be_visible()
    page.get_by_label("The words they read or heard").fill("You may write to me about offers.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“You may write to me about offers.”").first).to_be_visible()


def test_a_person_is_erased_after_its_number_is_typed_and_the_page_says_so(
    open_page: OpenPage, business: ServerProcess
) -> None:
    page = open_page()
    sign_in(page)
    show(page, business, "page=contact-erase&contact_id=C-59")
    expect(page.get_by_text("Bookings", exact=True)).to_be_visible()
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("Please type C-59 exactly.")).to_be_visible()
    page.get_by_label("Type C-59 to confirm").fill("c-59")
    page.get_by_label("Reason: who asked, and how").fill("By letter.")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("heading", name="Erased person")).to_be_visible()
    expect(page.get_by_text("by Thandi Nkosi. By letter.")).to_be_visible()
    expect(page.get_by_role("button", name="Edit")).to_be_hidden()


def test_several_tasks_are_put_off_at_once_and_brought_back(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page)
    show(page, business, "page=tasks")
    page.get_by_role("button", name="More actions").click()
    page.get_by_text("Choose several").click()
    for title in ("Send the wine list", "Ring about the workshop in spring"):
        page.get_by_label(f"Choose: {title}").click()
    expect(page.get_by_text("2 chosen")).to_be_visible()
    page.get_by_role("toolbar").get_by_role("button", name="Next week").click()
    expect(page.get_by_text("6 to do", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("6 to do, ")).to_be_visible()

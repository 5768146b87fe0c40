"""Every screen can be read and used by everybody: axe, widths, overlaps, right to left, keyboard; keys work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import faults_of
from tests.browser.traffic import until_quiet
from tests.server_process import ServerProcess

from .conftest import PASSWORD, OpenPage, sign_in

pytestmark = pytest.mark.timeout(400)
# Address, and a text that is there once the screen is filled.
SCREENS = {
    "dashboard": ("page=dashboard", "Recent activity"),
    "list": ("page=contacts&status=lead", "Last contact"),
    "list-nothing-found": ("page=contacts&search=nobody-of-that-name", "Clear"),
    "detail": ("page=contact&contact_id=C-5", "Customer since"),
    "detail-unknown": ("page=contact&contact_id=C-99999", "Nobody here"),
    "consent": ("page=contact-consent&contact_id=C-3", "Everything noted"),
    "erasure": ("page=contact-erase&contact_id=C-5", "Erase for good"),
    "wordings": ("page=settings-wordings", "Newsletter"),
    "newsletter": ("page=list&list_id=ML-1", "Subscribed"),
    "sign-up-form": ("page=lead-form&form_id=F-1", "A small wedding"),
    "sign-up-editor": ("page=lead-form-edit&form_id=F-1&tab=fields", "Needed"),
    "editor": ("page=contact-edit&contact_id=C-5", "Relationship"),
    "editor-new": ("page=contact-edit", "Relationship"),
    "list-tagged": ("page=contacts&tag=VIP&columns=contact,company,status,tags,spent,last", "Tag: VIP"),
    "company": ("page=company&name=Naidoo Catering", "Here since"),
    "tags": ("page=tags", "Wholesale"),
    "import": ("page=contacts-import", "Choose file"),
    "segments": ("page=segments", "At least two bookings."),
    "segment": ("page=segment-edit&segment_id=S-1", "How they go together"),
    "changes": ("page=changes", "Nothing was changed yet"),
    "duplicates": ("page=duplicates", "No duplicates"),
    "merge": ("page=merge&contact_ids=C-5,C-7", "Contact to keep"),
    "tasks": ("page=tasks", "Unassigned"),
    "marketing": ("page=marketing&period=quarter", "Best campaigns"),
    "inbox": ("page=inbox&contact_id=C-1", "left to answer freely"),
    "campaigns": ("page=campaigns", "New bread from the oven"),
    "campaign": ("page=campaign&campaign_id=E-2", "Where they clicked"),
    "messages": ("page=messaging-edit", "Name, for yourselves"),
    "offers": ("page=offers", "Redeem a code"),
    "campaign-content": ("page=campaign-edit&tab=content", "Add a part"),
    "broadcasts": ("page=broadcasts", "Sent before"),
    "templates": ("page=templates", "Come back"),
    "template": ("page=template-edit&slug=two-products", "Add a part"),
    "sequence": ("page=sequence&campaign_id=Q-2", "Try it with somebody"),
    "sequence-rules": ("page=sequence&campaign_id=Q-1&tab=rules", "Days of silence"),
    "settings": ("page=settings", "Business profile"),
    "settings-people": ("page=settings-people", "Administrators"),
    "settings-business": ("page=settings-business", "Opening hours"),
    "settings-fields": ("page=settings-fields", "No fields of your own yet"),
    "settings-theme": ("page=settings-theme", "Terracotta"),
    "settings-mail": ("page=settings-mail", "Mails that Mybizz itself wrote"),
    "settings-phone": ("page=settings-phone", "Messages a second"),
    "settings-templates": ("page=settings-templates", "seasonal_offer"),
    "settings-audit": ("page=settings-audit", "Sign in"),
}
PORTAL = {"my-account": ("page=my-account", "First name")}
# What they may see beside the screen that they come to: the dashboard, or their bookings.
OTHERS = {"manager": ["list"], "admin": ["detail"], "staff": ["list", "import"], "customer": ["my-account"]}


def select_two(page: Page) -> None:
    boxes = page.get_by_role("checkbox", name="Select")
    expect(boxes.nth(2)).to_be_visible()
    boxes.nth(1).check()
    boxes.nth(2).check()


def change_them(page: Page) -> None:
    page.get_by_role("button", name="Change …").click()
    expect(page.get_by_role("dialog").get_by_text("Choose what to set.")).to_be_visible()


def save_nothing(page: Page) -> None:
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def show_keys(page: Page) -> None:
    page.get_by_role("heading", level=1).first.click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


# What a person does on a screen, one thing after the other, and the states it leads to.
STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "dialog-keys": ("dashboard", show_keys),
    "editor-errors": ("editor-new", save_nothing),
    "list-selected": ("list", select_two),
    "list-changing": ("list", change_them),
}


def show(page: Page, origin: str, screen: str) -> None:
    address, text = SCREENS[screen]
    with until_quiet(page):  # figures, rows and pictures of fields come after the screen itself
        page.goto(f"{origin}/#?{address}")
        expect(page.get_by_text(text).first).to_be_attached()
    for mail in page.frames[1:]:
        mail.wait_for_load_state()


@pytest.fixture
def owner(open_page: OpenPage) -> Page:
    page = open_page()
    sign_in(page)
    return page


def test_the_sign_in_stands_in_nobodys_way(open_page: OpenPage, pictures: Path | None) -> None:
    page = open_page()
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    assert faults_of(page, "sign-in-errors", pictures) == []


def test_no_screen_stands_in_anybodys_way(owner: Page, business: ServerProcess, pictures: Path | None) -> None:
    found = []
    for screen in SCREENS:
        show(owner, business.url, screen)
        found += faults_of(owner, screen, pictures)
    assert found == []


def test_no_state_of_a_screen_stands_in_anybodys_way(
    owner: Page, business: ServerProcess, pictures: Path | None
) -> None:
    found = []
    for state, (screen, lead_to) in STATES.items():
        owner.keyboard.press("Escape")  # away with the dialog of the keys
        show(owner, business.url, screen)
        lead_to(owner)
        found += faults_of(owner, state, pictures)
    assert found == []


@pytest.mark.parametrize("person", OTHERS)
def test_what_others_see_stands_in_nobodys_way(
    person: str, open_page: OpenPage, business: ServerProcess, pictures: Path | None
) -> None:
    page = open_page()
    page.get_by_label("E-mail").fill(f"{person}@demo.test")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with until_quiet(page):
        page.get_by_role("button", name="Sign in").click()
    found = faults_of(page, f"{person}-start", pictures)
    for screen in OTHERS[person]:
        with until_quiet(page):
            page.goto(f"{business.url}/#?{(SCREENS | PORTAL)[screen][0]}")
        found += faults_of(page, f"{person}-{screen}", pictures)
    assert found == []


def test_keys_lead_to_search_new_and_edit(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page)
    page.goto(f"{business.url}/#?page=contacts")
    expect(page.get_by_role("heading", name="Contacts")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.type("C-5")
    page.get_by_label("Search").blur()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="New contact")).to_be_visible()
    page.goto(f"{business.url}/#?page=contact&contact_id=C-5")
    expect(page.get_by_label("Add a note")).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_role("heading", name="Edit contact")).to_be_visible()


def test_the_keys_are_told(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()

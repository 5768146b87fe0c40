"""Every screen can be read and used by everybody: axe finds nothing, nothing sticks out sideways, keys work."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.server_process import ROOT, ServerProcess

from .conftest import PHONE, WIDE, OpenPage, sign_in

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = "() => axe.run(document, {resultTypes: ['violations']})"

SCREENS = {
    "dashboard": ("page=dashboard", "Recent activity"),
    "list": ("page=contacts&status=lead", "Last contact"),
    "detail": ("page=contact&contact_id=C-5", "Customer since"),
    "editor": ("page=contact-edit&contact_id=C-5", "Relationship"),
    "import": ("page=contacts-import", "Choose file"),
}


def faults(page: Page) -> list[str]:
    """What axe has to say against the page, and whether it is wider than its window."""
    page.evaluate(AXE)
    found = [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in page.evaluate(RUN_AXE)["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("the page scrolls sideways")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_stands_in_anybodys_way(
    open_page: OpenPage, business: ServerProcess, viewport: dict[str, int], scheme: str
) -> None:
    page = open_page(viewport)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    found = {"sign in": faults(page)}
    sign_in(page)
    for name, (address, text) in SCREENS.items():
        page.goto(f"{business.url}/#?{address}")
        expect(page.get_by_text(text, exact=True).first).to_be_attached()
        page.wait_for_timeout(500)
        found[name] = faults(page)
    assert {name: said for name, said in found.items() if said} == {}


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

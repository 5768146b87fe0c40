"""Every event of every component, raised by what a person does: what it carries, in the order of Anvil's theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.server_process import ServerProcess

CLICK = "click event keys"


def press_enter(box: Locator) -> None:
    box.click()
    box.press("a")
    box.press("Enter")
    box.blur()


def pick(name: str) -> Callable[[Page], None]:
    def choose(page: Page) -> None:
        page.locator(f".anvil-role-ev-{name}").last.click()
        page.get_by_role("menuitem", name=f"{name} item").click()

    return choose


def load(page: Page) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Load").click()
    chooser.value.set_files(Path(__file__))
    page.get_by_role("button", name="Load").blur()


def drop(page: Page) -> None:
    page.get_by_role("combobox", name="Drop").click()
    page.get_by_role("option", name="two").click()


DEEDS: dict[str, tuple[Callable[[Page], None], list[str]]] = {
    "button": (lambda page: page.get_by_role("button", name="Button", exact=True).click(), [f"Button.{CLICK}"]),
    "icon button": (lambda page: page.get_by_role("button", name="Icon", exact=True).click(), [f"IconButton.{CLICK}"]),
    "toggle": (lambda page: page.get_by_role("button", name="Toggle").click(), [f"ToggleIconButton.{CLICK}"]),
    "link": (lambda page: page.get_by_role("link", name="Link").click(), [f"Link.{CLICK}"]),
    "navigation": (lambda page: page.get_by_role("link", name="Way").click(), [f"NavigationLink.{CLICK}"]),
    "card": (lambda page: page.locator(".anvil-role-ev-InteractiveCard").press("Enter"), [f"InteractiveCard.{CLICK}"]),
    "button menu": (
        pick("ButtonMenu"),
        [f"ButtonMenu.{CLICK}", f"ButtonMenuItem.{CLICK}", f"ButtonMenu.{CLICK}"],
    ),
    "icon button menu": (
        pick("IconButtonMenu"),
        [f"IconButtonMenu.{CLICK}", f"IconButtonMenuItem.{CLICK}", f"IconButtonMenu.{CLICK}"],
    ),
    "avatar menu": (pick("AvatarMenu"), [f"AvatarMenuItem.{CLICK}", f"AvatarMenu.{CLICK}"]),
    "text box": (
        lambda page: press_enter(page.get_by_label("Box")),
        ["TextBox.focus", "TextBox.change", "TextBox.pressed_enter", "TextBox.lost_focus"],
    ),
    "trailing icon": (
        lambda page: page.locator(".anvil-role-ev-TextBox .anvil-m3-trailing-icon").click(),
        ["TextBox.trailing_icon_click event keys"],
    ),
    "text area": (
        lambda page: press_enter(page.get_by_label("Area")),
        ["TextArea.focus", "TextArea.change", "TextArea.change", "TextArea.lost_focus"],
    ),
    "dropdown": (drop, ["DropdownMenu.change"]),
    "day": (lambda page: page.get_by_label("Day").fill("2026-02-03"), ["DatePicker.change"]),
    "checkbox": (lambda page: page.get_by_text("Check", exact=True).click(), ["Checkbox.change"]),
    "switch": (lambda page: page.get_by_role("switch", name="Switch").press(" "), ["Switch.change"]),
    "slider": (
        lambda page: page.get_by_role("slider", name="Slide").press("ArrowRight"),
        ["Slider.change", "Slider.change_end"],
    ),
    "radio": (
        lambda page: page.get_by_role("radio", name="Radio").check(),
        ["RadioGroupPanel.change", "RadioButton.select"],
    ),
    "files": (load, ["FileLoader.focus", "FileLoader.change file files", "FileLoader.lost_focus"]),
}


@pytest.fixture(scope="module")
def page(served_app: ServerProcess, context: BrowserContext) -> Iterator[Page]:
    """One page with one of each component, for all deeds."""
    opened = context.new_page()
    opened.goto(f"{served_app.url}/#facts")
    opened.get_by_role("button", name="Events").click()
    expect(opened.locator(".anvil-role-found")).to_have_text("shown", timeout=30_000)
    yield opened
    opened.close()


def lines(page: Page) -> list[str]:
    return page.locator(".anvil-role-found").inner_text().splitlines()


@pytest.mark.parametrize("deed", DEEDS)
def test_what_a_person_does_raises_the_events_of_anvils_theme(deed: str, page: Page) -> None:
    do, told = DEEDS[deed]
    before = len(lines(page))
    do(page)
    expect(page.locator(".anvil-role-found")).to_contain_text(told[-1])
    page.wait_for_timeout(50)
    assert lines(page)[before:] == told

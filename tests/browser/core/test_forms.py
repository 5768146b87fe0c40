"""Forms from templates: components, events, bindings, layouts."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from .conftest import press

State = Callable[[str], None]


def test_handle_wins_over_the_templates_handler(page: Page, state: State) -> None:
    press(page, "Add")
    state("sum 5")


def test_a_plain_element_calls_a_method_with_the_browsers_event(page: Page, state: State) -> None:
    press(page, "plain button")
    state("plain click")


def test_a_handler_may_prevent_the_default_and_cause_further_events(page: Page, state: State) -> None:
    page.get_by_role("link", name="stay here").click()
    expect(page.get_by_text("stayed at ''")).to_be_visible()
    state("plain click")


def test_text_is_written_back_on_enter_and_does_not_refresh_its_siblings(page: Page, state: State) -> None:
    box = page.locator("input.anvil-text-box")
    box.fill("Grace")
    state("ready")
    box.press("Enter")
    state("name Grace")
    expect(page.get_by_text("Ada", exact=True)).to_be_visible()


def test_a_missing_key_empties_the_bound_property(page: Page) -> None:
    expect(page.get_by_text("there", exact=True)).to_have_count(0)


def test_a_custom_component_writes_back_before_its_change_handler(page: Page, state: State) -> None:
    expect(page.get_by_text("value 3")).to_be_visible()
    press(page, "More")
    state("stars 4")


def test_each_item_gets_a_form_of_its_own(page: Page, state: State) -> None:
    expect(page.locator(".row")).to_have_count(3)
    press(page, "two")
    state("picked two")
    expect(page.locator(".row .picked")).to_have_text("TWO")


def test_a_layout_is_kept_for_the_next_form_and_shows_and_hides_in_order(page: Page) -> None:
    press(page, "Shell")
    expect(page.locator("h2")).to_have_text("InShell")
    expect(page.get_by_text("by Start")).to_be_visible()
    press(page, "Close")
    expect(page.get_by_text("closed by button, layouts 1")).to_be_visible()
    press(page, "Other")
    expect(page.locator("h2")).to_have_text("InShellToo")
    press(page, "Close")
    order = "layouts 1; label shown, form shown, form hidden, label hidden"
    expect(page.get_by_text(order)).to_be_visible()


def test_a_grid_makes_only_the_rows_of_its_page(page: Page) -> None:
    press(page, "Grid")
    rows = page.locator(".anvil-repeating-panel .anvil-data-row-panel")
    expect(rows).to_have_count(10)
    expect(page.get_by_text("1-10 of 50")).to_be_visible()
    press(page, "Last page")
    expect(page.get_by_text("41-50 of 50")).to_be_visible()
    expect(rows.first).to_contain_text("c40")
    expect(page.get_by_role("button", name="Next page")).to_be_disabled()


def test_containers_made_of_forms_take_components_into_their_dropzones(page: Page) -> None:
    press(page, "Panels")
    expect(page.locator(".card-actions").first).to_contain_text("Act")
    press(page, "Check")
    expected = "Plain / By hand / A form in a card / inside / first / second / kept"
    expect(page.get_by_text(expected)).to_be_visible()
    expect(page.locator("td").nth(1)).to_have_text("in a table")

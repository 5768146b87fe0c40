"""Calls of the server: values, files, errors, a server that is gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.server_process import ServerProcess

from .conftest import press

State = Callable[[str], None]


def test_a_chosen_file_is_sent_with_its_name_and_type(page: Page, state: State) -> None:
    page.set_input_files("input[type=file]", files=[{"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"}])
    state("a.txt 5 text/plain")


def test_a_file_of_the_server_is_handed_over_under_its_name(page: Page) -> None:
    with page.expect_download() as download:
        press(page, "Download")
    assert download.value.suggested_filename == "made.txt"
    assert download.value.path().read_bytes() == b"made on the server"


def test_values_come_back_as_they_went(page: Page, state: State) -> None:
    press(page, "Echo")
    state("[1, 2.5, None, 'ü', {'when': datetime.date(2026, 1, 31)}] 10:00+0000")


def test_an_object_of_the_apps_own_class_goes_there_and_back(page: Page, state: State) -> None:
    press(page, "Mirror")
    state("Point 2 1")


def test_a_table_open_to_clients_is_read_and_written(page: Page, state: State) -> None:
    press(page, "Table")
    state("1 lamp 7")


def test_an_error_of_the_server_is_raised_by_its_name(page: Page, state: State) -> None:
    press(page, "Fail")
    state("AnvilWrappedError: no good")


def test_an_error_nobody_caught_is_told_under_a_reference(page: Page, said: list[str]) -> None:
    press(page, "Break")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Something went wrong")
    expect(dialog).to_contain_text("noted under")
    press(page, "OK")
    assert "ZeroDivisionError" in said.pop()


def test_a_page_whose_python_has_ended_says_so(own_page: Page, said: list[str]) -> None:
    press(own_page, "End")
    expect(own_page.get_by_role("alert")).to_contain_text("stopped working")
    press(own_page, "Reload")
    expect(own_page.locator("#anvil-app .anvil-label").first).to_have_text("ready")
    assert "GeneratorExit" in said.pop()


@pytest.mark.parametrize(("answer", "expected"), [("OK", "True"), ("Cancel", "False")])
def test_confirm_waits_for_its_answer(page: Page, state: State, answer: str, expected: str) -> None:
    press(page, "Confirm")
    expect(page.get_by_role("dialog", name="A question")).to_contain_text("Sure?")
    page.keyboard.press("Escape")
    press(page, answer)
    state(f"answer {expected}")


def test_a_notice_goes_by_itself(page: Page) -> None:
    press(page, "Notice")
    expect(page.get_by_text("Saved")).to_be_visible()
    expect(page.get_by_text("Saved")).to_have_count(0)


@pytest.mark.parametrize(("way", "expected"), [("Inside", "42"), ("Escape", "None")])
def test_an_alert_around_a_component_ends_with_its_answer_or_by_escape(
    page: Page, state: State, way: str, expected: str
) -> None:
    press(page, "Alert")
    expect(page.get_by_role("dialog", name="With a button")).to_be_visible()
    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        press(page, way)
    state(f"answer {expected}")


def test_other_handlers_run_while_one_sleeps(page: Page, state: State) -> None:
    press(page, "Sleep")
    state("asleep")
    press(page, "plain button")
    state("plain click")
    state("awake")


@pytest.mark.parametrize("order", [("Sleep", "Nap"), ("Nap", "Sleep")])
def test_handlers_that_wait_at_once_end_in_any_order(page: Page, state: State, order: tuple[str, str]) -> None:
    for name in order:
        press(page, name)
    expect(page.get_by_text("Ada napped")).to_be_visible()
    state("awake")


def test_the_page_says_when_the_server_is_gone_and_when_it_is_back(
    own_page: Page, served_app: ServerProcess, said: list[str]
) -> None:
    served_app.stop()
    try:
        press(own_page, "Add")
        banner = own_page.locator(".anvil-offline")
        expect(banner).to_contain_text("cannot be reached")
    finally:
        served_app.start()
    expect(banner).to_have_count(0, timeout=20_000)
    press(own_page, "Add")
    expect(own_page.locator("#anvil-app .anvil-label").first).to_have_text("sum 5")
    assert all("ERR_CONNECTION_REFUSED" in text for text in said)
    said.clear()

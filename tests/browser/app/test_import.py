"""Importing contacts on the screen: from the file to the result, and back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.people import expected_outcomes, made_files, make_files
from tests.server_process import ROOT

from .conftest import OpenPage, go_to, sign_in

ROWS = 400


def start_import(page: Page, file: Path) -> None:
    """Choose a file and go through the steps to the running import."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose file").click()
    chooser.value.set_files(file)
    expect(page.get_by_role("heading", name="Which column is what?")).to_be_visible()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="Is this right?")).to_be_visible()
    page.get_by_role("button", name="Start import").click()


def open_import(page: Page) -> None:
    go_to(page, "Contacts")
    page.get_by_role("button", name="Import", exact=True).click()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_thousands_of_people_of_each_program_are_imported_and_their_sums_add_up(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page)
    files = made_files(ROOT / ".mybizz" / "cache", rows=3_000)
    for file, outcome in zip(files, expected_outcomes(files), strict=True):
        open_import(page)
        start_import(page, file.path)
        result = f"{outcome.created:,} added, {outcome.updated:,} updated, {outcome.skipped:,} skipped"
        expect(page.get_by_text(result).first).to_be_visible(timeout=120_000)


def test_an_import_is_taken_back(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    sign_in(page)
    file = tmp_path / "three.csv"
    people = "".join(f"Undo,Me{n},undo{n}@example.test,{phone}\n" for n, phone in enumerate(("", "2.78E+10", "")))
    file.write_text("First name,Last name,E-mail,Phone\n" + people)
    open_import(page)
    start_import(page, file)
    expect(page.get_by_text("3 added, 0 updated, 0 skipped").first).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Added. “2.78E+10” was shortened by a spreadsheet")).to_be_visible()
    expect(page.get_by_role("button", name="Download these rows")).to_be_visible()
    page.get_by_role("button", name="Take back this import").click()
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(page.get_by_role("heading", name="Taken back")).to_be_visible(timeout=30_000)
    go_to(page, "Contacts")
    page.get_by_label("Search").fill("undo0@example.test")
    expect(page.get_by_text("Nobody matches")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "content"),
    [("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00"), ("empty.csv", b""), ("one.csv", b"just one line\n")],
)
def test_a_file_that_is_no_list_is_refused_in_words(
    open_page: OpenPage, tmp_path: Path, name: str, content: bytes
) -> None:
    page = open_page()
    sign_in(page)
    (tmp_path / name).write_bytes(content)
    open_import(page)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose file").click()
    chooser.value.set_files(tmp_path / name)
    expect(page.locator(".anvil-role-form-message").filter(has_text=re.compile(r"\w+ \w+"))).to_be_visible()
    expect(page.get_by_role("heading", name="Which column is what?")).to_be_hidden()


def test_a_file_of_200_megabytes_is_refused_at_once(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    sign_in(page)
    with (tmp_path / "large.csv").open("wb") as large:
        large.truncate(200 * 1024 * 1024)
    open_import(page)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose file").click()
    chooser.value.set_files(tmp_path / "large.csv")
    expect(page.get_by_text("The file is larger than 25 MB.")).to_be_visible(timeout=3_000)


def test_an_import_goes_on_when_the_page_is_closed(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    sign_in(page)
    file = make_files(tmp_path, ROWS)[0]
    open_import(page)
    start_import(page, file.path)
    expect(page.get_by_role("heading", name=re.compile("Importing|Waiting|Done"))).to_be_visible()
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(page.get_by_role("heading", name="Done")).to_be_visible(timeout=60_000)


def test_a_dropped_file_is_taken(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    sign_in(page)
    file = tmp_path / "dropped.csv"
    file.write_text("First name,E-mail\nDropped,dropped@example.test\n")
    open_import(page)
    zone = page.locator(".drop-zone")
    box = zone.bounding_box()
    assert box is not None
    drag = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
        drag.send("Input.dispatchDragEvent", {"type": kind, "x": box["x"] + 40, "y": box["y"] + 40, "data": data})
    expect(page.get_by_role("heading", name="Which column is what?")).to_be_visible()
    expect(page.get_by_text("dropped.csv")).to_be_visible()

"""Every page of the gallery, looked at in every way that can be computed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.console import silent
from tests.browser.looks import faults_of
from tests.server_process import ROOT, ServerProcess

GALLERY = ROOT / "tests/apps/gallery/client_code"


def page_titles() -> list[str]:
    """The titles of the gallery's pages, read from its own list."""
    calls = [node for node in ast.walk(ast.parse((GALLERY / "pages.py").read_text())) if isinstance(node, ast.Call)]
    pages = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Page"]
    return [ast.literal_eval(call.args[0]) for call in sorted(pages, key=lambda call: call.lineno)]


@pytest.fixture
def open_gallery(visit: OpenPage, served_app: ServerProcess) -> OpenPage:
    def open_gallery(title: str) -> Page:
        page = visit(f"{served_app.url}/#{title.lower()}")
        _expect_heading(page, title)
        return page

    return open_gallery


@pytest.mark.parametrize("title", page_titles())
def test_a_page_stands_in_nobodys_way(title: str, opened: Page, said: list[str], pictures: Path | None) -> None:
    with silent(opened, said):
        opened.goto(f"{opened.url.partition('#')[0]}#{title.lower()}")
        _expect_heading(opened, title)
        expect(opened.get_by_role("region", name=f"Code of {title}/__init__.py")).not_to_be_empty()
        assert faults_of(opened, title.lower(), pictures) == []


def _expect_heading(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()


def test_each_specimen_shows_the_piece_of_template_that_made_it(open_gallery: OpenPage) -> None:
    page = open_gallery("Words")
    code = page.get_by_role("region", name="Code of Words: Links")
    expect(code).to_contain_text('<anvil-component type="m3._Components.Link" name="link_here"')
    template = (GALLERY / "Words/form_template.html").read_text()
    for line in code.inner_text().splitlines():
        assert line in template
    python = page.get_by_role("region", name="Code of Words/__init__.py")
    expect(python).to_have_text((GALLERY / "Words/__init__.py").read_text())


def test_a_component_is_found_by_its_name(open_gallery: OpenPage) -> None:
    page = open_gallery("Words")
    search = page.get_by_role("textbox", name="Find a component")
    search.fill("datagr")
    links = page.get_by_role("navigation").get_by_role("link")
    expect(links).to_have_text(["Rows", "Grid"])
    search.fill("nothing of the kind")
    expect(page.get_by_text("No component is called that.")).to_be_visible()
    search.fill("")
    expect(links).to_have_count(len(page_titles()))


def test_the_address_follows_the_page_and_the_page_the_address(open_gallery: OpenPage) -> None:
    page = open_gallery("Words")
    page.get_by_role("link", name="Choices").click()
    expect(page.get_by_role("heading", name="Choices", level=1)).to_be_visible()
    assert page.url.endswith("#choices")
    page.go_back()
    expect(page.get_by_role("heading", name="Words", level=1)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Words", level=1)).to_be_visible()


def test_everything_turns_dark_or_right_to_left(open_gallery: OpenPage) -> None:
    page = open_gallery("Words")
    page.get_by_role("button", name="Dark").click()
    page.get_by_role("button", name="Right to left").click()
    page.get_by_role("link", name="Choices").click()
    expect(page.get_by_role("heading", name="Choices", level=1)).to_be_visible()
    root = page.locator("html")
    expect(root).to_have_attribute("data-scheme", "dark")
    expect(root).to_have_attribute("dir", "rtl")
    assert page.get_by_role("navigation").bounding_box()["x"] > 900  # type: ignore[index]

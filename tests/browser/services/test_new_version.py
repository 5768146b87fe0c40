"""A page that is open while the server gets a new version of the app."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.server_process import ServerProcess

from .conftest import ANSWER, Ask

SERVICES = Path(__file__).parents[2] / "apps/services"
OFFER = ".anvil-stale"


@pytest.fixture(scope="module")
def app_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the app, which the tests change."""
    return Path(shutil.copytree(SERVICES, tmp_path_factory.mktemp("version") / "services"))


@pytest.fixture
def renew(served_app: ServerProcess) -> Callable[..., None]:
    """Stop the server, change its app, and start it again, before the page asks it anything.

    A change is a file's name, a text in it, and the one that replaces it.
    """

    def run(*changes: tuple[str, str, str]) -> None:
        served_app.stop()
        for name, old, new in changes:
            file = served_app.app / name
            text = file.read_text()
            assert old in text
            file.write_text(text.replace(old, new))
        served_app.start()

    return run


def test_a_change_of_the_server_alone_offers_nothing(ask: Ask, renew: Callable[..., None], page: Page) -> None:
    renew(("server_code/answers.py", "return a + b", "return b + a"))
    assert ask("anvil.server.call('add', 1)") == "2"
    expect(page.locator(OFFER)).to_have_count(0)


def test_a_new_version_is_offered_and_the_page_goes_on_with_what_was_typed(
    ask: Ask, renew: Callable[..., None], page: Page
) -> None:
    renew(
        ("client_code/Console/form_template.html", 'prop:text="ready"', 'prop:text="newer"'),
        ("server_code/answers.py", "def echo(", "def echo_back("),
    )
    page.locator("textarea").fill("answer = anvil.server.call('add', 2)")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(ANSWER)).to_have_text("3")
    expect(page.locator(OFFER)).to_contain_text("There is a new version.")
    expect(page.locator("textarea")).to_have_value("answer = anvil.server.call('add', 2)")
    page.locator(OFFER).get_by_role("button", name="Later").click()
    assert ask("anvil.server.call('add', 3)") == "4"
    expect(page.locator(OFFER)).to_have_count(0)


def test_what_the_new_version_has_not_any_more_is_told_in_words(page: Page) -> None:
    page.locator("textarea").fill("answer = anvil.server.call('echo')")
    page.get_by_role("button", name="Break").click()
    dialog = page.get_by_role("dialog", name="There is a new version")
    expect(dialog).to_contain_text("Save what you can, then reload")
    dialog.get_by_role("button", name="OK").click()
    page.reload()
    expect(page.locator(ANSWER)).to_have_text("newer")

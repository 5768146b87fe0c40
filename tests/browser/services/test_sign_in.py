"""``anvil.users`` in the page: its dialogs, by keyboard and by pointer."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from .conftest import Ask

Start = Callable[[str], None]
Answer = Callable[[], str]
ADDRESS, PASSWORD = "ada@example.com", "correct horse"
LOG_IN = "user = anvil.users.login_with_form(allow_cancel=True)\nanswer = user and user['email']"


def log_in(page: Page, password: str) -> None:
    dialog = page.get_by_role("dialog", name="Log In")
    dialog.get_by_label("Email").fill(ADDRESS)
    dialog.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


def test_a_person_signs_in_after_a_wrong_password(ask: Ask, start: Start, answer: Answer, page: Page) -> None:
    ask(f"anvil.server.call('add_user', '{ADDRESS}', '{PASSWORD}')")
    start(LOG_IN)
    log_in(page, "wrong")
    expect(page.get_by_role("dialog", name="Log In")).to_contain_text("Incorrect email address or password")
    log_in(page, PASSWORD)
    assert answer() == f"'{ADDRESS}'"
    assert ask("anvil.users.get_user()['email']") == f"'{ADDRESS}'"
    assert ask("anvil.users.logout()") == "None"
    assert ask("anvil.users.get_user()") == "None"


def test_a_person_who_does_not_want_to_sign_in_is_nobody(start: Start, answer: Answer, page: Page) -> None:
    start(LOG_IN)
    page.get_by_role("dialog", name="Log In").get_by_role("button", name="Cancel").click()
    assert answer() == "None"


def test_a_new_account_needs_the_same_password_twice(ask: Ask, start: Start, answer: Answer, page: Page) -> None:
    ask("anvil.users.logout()")
    start("user = anvil.users.signup_with_form(allow_cancel=True)\nanswer = user and user['email']")
    dialog = page.get_by_role("dialog", name="Sign Up")
    dialog.get_by_label("Email").fill("grace@example.com")
    dialog.get_by_label("Password:", exact=True).fill(PASSWORD)
    dialog.get_by_label("Retype password").fill("another")
    dialog.get_by_role("button", name="Sign Up").click()
    expect(dialog).to_contain_text("Passwords do not match")
    dialog.get_by_label("Password:", exact=True).fill(PASSWORD)
    dialog.get_by_label("Retype password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign Up").click()
    assert answer() == "'grace@example.com'"
    ask("anvil.users.logout()")


def test_what_this_server_has_not_says_so(ask: Ask) -> None:
    assert ask("anvil.users.login_with_google()") == "Exception: Google login is not enabled"
    question = "import anvil.google.auth\nanswer = anvil.google.auth.login()"
    assert ask(question) == "RuntimeError: anvil.google.auth.login() is not available on this server"

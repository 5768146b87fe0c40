"""``anvil.users`` with a second factor: its dialogs, set up and used as a person with an authenticator app does."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app_server.services.users import totp

from .conftest import Ask

SERVICES = Path(__file__).parents[2] / "apps/services"
Start = Callable[[str], None]
Answer = Callable[[], str]
ADDRESS, PASSWORD = "mary@example.com", "correct horse"
FACTOR, CODE = "2-Factor Authentication", "Enter 6-digit code"
# The picture holds the secret; a person's app reads it from there.
NOTE_SECRETS = """
from anvil.users import mfa
if not kept.get('is_noting'):
    kept['is_noting'], made = True, mfa.generate_totp_secret
    def noting(email):
        config = made(email)
        anvil.js.window.secretOfPicture = config['secret']
        return config
    mfa.generate_totp_secret = noting
answer = 1
"""
LOG_IN = "user = anvil.users.login_with_form(allow_cancel=True)\nanswer = user and user['email']"


def code_of(secret: str) -> str:
    return totp._generator(secret).generate(int(time.time())).decode()


def factor_dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name=FACTOR)


@pytest.fixture(scope="module")
def app_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app of these tests, which wants a second factor of everybody."""
    folder = Path(shutil.copytree(SERVICES, tmp_path_factory.mktemp("factor") / "services"))
    manifest = folder / "anvil.yaml"
    wanted = "    use_email: true\n    require_mfa: true\n    allow_mfa_email_reset: true\n"
    manifest.write_text(manifest.read_text().replace("    use_email: true\n", wanted))
    return folder


@pytest.fixture(scope="module")
def secret() -> list[str]:
    """The secret that the person's authenticator app has, once they signed up."""
    return []


@pytest.fixture(autouse=True)
def signed_out(ask: Ask) -> Iterator[None]:
    ask(NOTE_SECRETS)
    yield
    ask("anvil.users.logout()")


def enter_password(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Log In")
    dialog.get_by_label("Email").fill(ADDRESS)
    dialog.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def scan_and_enter(page: Page, button: str) -> str:
    """Go through the picture and a wrong code to a right one; gives the secret of the picture."""
    dialog = factor_dialog(page)
    dialog.get_by_role("link", name="Use Authenticator app").click()
    expect(dialog.get_by_placeholder(CODE)).to_be_focused()
    expect(dialog.locator("img")).not_to_have_js_property("naturalWidth", 0)
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("Incorrect code entered. Please try again.")
    # Each time the dialog comes back it has a new secret.
    secret: str = page.evaluate("window.secretOfPicture")
    dialog.get_by_placeholder(CODE).fill(code_of(secret))
    dialog.get_by_role("button", name=button).click()
    return secret


def test_who_signs_up_sets_it_up_from_a_picture_and_a_code(
    start: Start, answer: Answer, page: Page, secret: list[str]
) -> None:
    start("user = anvil.users.signup_with_form(allow_cancel=True)\nanswer = user and user['email']")
    dialog = page.get_by_role("dialog", name="Sign Up")
    dialog.get_by_label("Email").fill(ADDRESS)
    dialog.get_by_label("Password:", exact=True).fill(PASSWORD)
    dialog.get_by_label("Retype password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign Up").click()
    expect(factor_dialog(page)).to_contain_text("This app requires 2-factor authentication to log in.")
    secret.append(scan_and_enter(page, "Sign up"))
    assert answer() == f"'{ADDRESS}'"


def test_logging_in_asks_for_the_code_and_says_when_it_is_wrong(
    start: Start, answer: Answer, page: Page, secret: list[str]
) -> None:
    start(LOG_IN)
    enter_password(page)
    dialog = factor_dialog(page)
    expect(dialog).to_contain_text("Please enter the 2-factor authentication code from your Authenticator app")
    expect(dialog.get_by_placeholder(CODE)).to_be_focused()
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Log In")).to_contain_text("Incorrect authentication code")
    enter_password(page)
    dialog.get_by_placeholder(CODE).fill(code_of(secret[0]))
    dialog.get_by_role("button", name="Log In").click()
    assert answer() == f"'{ADDRESS}'"


def test_who_has_no_code_at_hand_can_go_back_or_ask_for_a_mail(
    start: Start, answer: Answer, page: Page, secret: list[str]
) -> None:
    start(LOG_IN)
    enter_password(page)
    dialog = factor_dialog(page)
    page.keyboard.press("Escape")
    dialog.get_by_role("link", name="Reset 2-factor authentication by email").click()
    expect(page.get_by_role("dialog", name="Log In")).to_contain_text(
        f"Requested 2-factor authentication reset for {ADDRESS}. Check your email."
    )
    enter_password(page)
    dialog.get_by_role("button", name="Cancel").click()
    assert answer() == "None"


def test_the_forms_of_the_module_give_what_was_entered(
    ask: Ask, start: Start, answer: Answer, page: Page, secret: list[str]
) -> None:
    dialog = factor_dialog(page)
    for press, expected in (("Log In", "{'type': 'totp', 'code': '123456'}"), ("Cancel", "None")):
        start(f"answer = anvil.users.mfa.mfa_login_with_form('{ADDRESS}', '{PASSWORD}')")
        dialog.get_by_placeholder(CODE).fill("123456")
        dialog.get_by_role("button", name=press).click()
        assert answer() == expected
    start(f"answer = anvil.users.mfa.mfa_login_with_form('{ADDRESS}', 'wrong')")
    expect(dialog).to_contain_text("No authentication methods available.")
    dialog.get_by_role("button", name="Cancel").click()
    assert answer() == "None"
    assert ask("anvil.users.configure_account_with_form()") == (
        "Exception: Cannot configure user account: Not logged in."
    )


def test_it_is_set_up_anew_from_the_account_with_the_password(
    ask: Ask, start: Start, answer: Answer, page: Page, secret: list[str]
) -> None:
    factor = f"anvil.users.mfa.get_totp_mfa_login('{code_of(secret[0])}')"
    assert ask(f"anvil.users.login_with_email('{ADDRESS}', '{PASSWORD}', mfa={factor})['email']") == f"'{ADDRESS}'"
    start("answer = anvil.users.configure_account_with_form()")
    page.get_by_role("link", name="Configure two-factor authentication").click()
    dialog = factor_dialog(page)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Please enter your password")
    dialog.get_by_placeholder("Current password").fill(PASSWORD)
    dialog.get_by_role("link", name="Use Authenticator app").click()
    dialog.get_by_role("link", name="Choose another method").click()
    scan_and_enter(page, "Save")
    expect(page.get_by_text("Your two-factor authentication configuration has been reset.")).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Configure Account").get_by_role("button", name="Done").click()
    assert answer() == "None"

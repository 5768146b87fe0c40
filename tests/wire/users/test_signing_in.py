"""``anvil.users`` called by server code that a page called: who is signed in, and what is raised."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.office import PASSWORD, Visitor

INCORRECT = "Incorrect email address or password"
LOCKED = "You have entered an incorrect password too many times. Please reset your password by email."


def refusal(visitor: Visitor, operation: str, *args: Any, **kwargs: Any) -> Any:
    """``[class, message]`` of what server code catches."""
    return visitor.call("caught", "users", operation, *args, kwargs=kwargs)


def test_signing_up_signs_in(visitor: Visitor) -> None:
    assert visitor.call("users", "signup_with_email", " Mixed@Office.test ", PASSWORD) == "mixed@office.test"
    assert visitor.user() == "mixed@office.test"


def test_a_new_account_has_the_columns_that_anvil_documents(visitor: Visitor) -> None:
    row = visitor.call("person", visitor.sign_up())
    assert (row["enabled"], row["confirmed_email"], row["n_password_failures"]) == (True, None, None)
    assert row["password_hash"].startswith("$2a$")
    assert row["signed_up"] and row["last_login"]
    assert (row["remembered_logins"], row["mfa"], row["email_confirmation_key"]) == (None, None, None)


@pytest.mark.parametrize("change", [str, str.upper, lambda email: f"  {email} "])
def test_an_address_signs_up_once(visitor: Visitor, change: Any) -> None:
    email = visitor.sign_up()
    assert refusal(visitor, "signup_with_email", change(email), PASSWORD) == ["UserExists", "This user already exists"]


def test_an_address_of_a_disabled_account_does_not_sign_up(visitor: Visitor) -> None:
    email = visitor.sign_up()
    visitor.call("change_person", email, kwargs={"enabled": False})
    assert refusal(visitor, "signup_with_email", email, PASSWORD) == [
        "AccountIsNotEnabled",
        "This account has not been enabled by an administrator",
    ]


@pytest.mark.parametrize("change", [str, str.upper, lambda email: f" {email}\n"])
def test_the_password_signs_in(visitor: Visitor, stranger: Visitor, change: Any) -> None:
    email = visitor.sign_up()
    assert stranger.call("users", "login_with_email", change(email), PASSWORD) == email
    assert stranger.user() == email
    assert stranger.call("members_only") == "welcome"


@pytest.mark.parametrize("password", ["wrong", "", None, "right hors", "right horse ", 5])
def test_another_password_does_not(visitor: Visitor, stranger: Visitor, password: Any) -> None:
    email = visitor.sign_up()
    assert refusal(stranger, "login_with_email", email, password) == ["AuthenticationFailed", INCORRECT]
    assert visitor.call("person", email)["n_password_failures"] == 1
    assert stranger.user() is None


@pytest.mark.parametrize("email", ["nobody@office.test", "", None, "%", "_"])
def test_an_address_without_an_account_is_told_the_same(visitor: Visitor, email: Any) -> None:
    assert refusal(visitor, "login_with_email", email, PASSWORD) == ["AuthenticationFailed", INCORRECT]


def test_a_disabled_account_is_refused_before_its_password_is_looked_at(visitor: Visitor, stranger: Visitor) -> None:
    email = visitor.sign_up()
    visitor.call("change_person", email, kwargs={"enabled": False})
    for password in (PASSWORD, "wrong"):
        kind, words = refusal(stranger, "login_with_email", email, password)
        assert (kind, words) == ("AccountIsNotEnabled", "This account has not been enabled by an administrator")
    assert visitor.call("person", email)["n_password_failures"] is None


def test_ten_wrong_passwords_lock_an_account(visitor: Visitor, stranger: Visitor) -> None:
    email = visitor.sign_up()
    for _ in range(9):
        assert refusal(stranger, "login_with_email", email, "wrong") == ["AuthenticationFailed", INCORRECT]
    assert refusal(stranger, "login_with_email", email, "wrong") == ["TooManyPasswordFailures", INCORRECT]
    assert refusal(stranger, "login_with_email", email, PASSWORD) == ["TooManyPasswordFailures", LOCKED]
    visitor.call("change_person", email, kwargs={"n_password_failures": 0})
    assert stranger.call("users", "login_with_email", email, PASSWORD) == email


def test_signing_in_forgets_the_failures(visitor: Visitor, stranger: Visitor) -> None:
    email = visitor.sign_up()
    refusal(stranger, "login_with_email", email, "wrong")
    stranger.call("users", "login_with_email", email, PASSWORD)
    assert visitor.call("person", email)["n_password_failures"] == 0


def test_signing_out_is_for_this_browser(visitor: Visitor, stranger: Visitor) -> None:
    email = visitor.sign_up()
    stranger.call("users", "login_with_email", email, PASSWORD)
    assert visitor.call("users", "logout") is None
    assert (visitor.user(), stranger.user()) == (None, email)
    assert visitor.call("users", "logout") is None


def test_signing_out_can_take_back_what_the_page_holds(visitor: Visitor) -> None:
    email = visitor.sign_up()
    before = visitor.post("anvil.private.users.get_current_user").json()
    assert visitor.call("users", "logout", kwargs={"invalidate_client_objects": True}) is None
    assert email in str(before)
    assert visitor.user() is None


def test_a_page_is_remembered_when_it_asks(visitor: Visitor, stranger: Visitor) -> None:
    email = visitor.sign_up()
    stranger.call("users", "login_with_email", email, PASSWORD, kwargs={"remember": True})
    assert len(visitor.call("person", email)["remembered_logins"]) == 1
    stranger.http.cookies.delete("anvil-session")
    assert stranger.user() == email
    assert stranger.call("users", "get_user", kwargs={"allow_remembered": False}) is None
    stranger.call("users", "logout")
    assert stranger.user() is None
    assert visitor.call("person", email)["remembered_logins"] == []


def test_a_page_that_does_not_ask_is_not_remembered(visitor: Visitor) -> None:
    visitor.sign_up()
    visitor.http.cookies.delete("anvil-session")
    assert visitor.user() is None


def test_a_new_secret_with_every_log_in_ends_session_fixation(visitor: Visitor, stranger: Visitor) -> None:
    email = stranger.sign_up()
    visitor.call("visit")
    planted = visitor.http.cookies["anvil-session"]
    visitor.call("users", "login_with_email", email, PASSWORD)
    assert visitor.http.cookies["anvil-session"] != planted
    stranger.http.cookies.clear()
    stranger.http.cookies.set("anvil-session", planted)
    assert stranger.user() is None


@pytest.mark.parametrize(
    "change", [lambda secret: secret[:-1] + "x", lambda secret: secret.split(".")[0], lambda _: ""]
)
def test_a_forged_session_is_none(visitor: Visitor, change: Any) -> None:
    visitor.sign_up()
    secret = visitor.http.cookies["anvil-session"]
    visitor.http.cookies.clear()
    visitor.http.cookies.set("anvil-session", change(secret))
    assert visitor.user() is None


def test_the_secret_of_an_ended_session_cannot_be_replayed(visitor: Visitor) -> None:
    visitor.sign_up()
    secret = visitor.http.cookies["anvil-session"]
    visitor.call("users", "logout")
    visitor.http.cookies.clear()
    visitor.http.cookies.set("anvil-session", secret)
    assert visitor.user() is None


def test_a_session_keeps_its_id_and_others_have_their_own(visitor: Visitor, stranger: Visitor) -> None:
    first = visitor.call("session_id")
    visitor.sign_up()
    assert visitor.call("session_id") == first != stranger.call("session_id")


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(visitor: Visitor) -> None:
    email = visitor.sign_up()
    answer = visitor.post("users", "login_with_email", email, PASSWORD, kwargs={"remember": True})
    cookies = answer.headers.get_list("set-cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {"anvil-session", "anvil-remember-me", "anvil-last-email"}
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie for cookie in cookies)


def test_server_code_signs_in_a_row_and_nobody(visitor: Visitor, stranger: Visitor) -> None:
    email = stranger.sign_up()
    assert visitor.call("become", email) == email
    assert visitor.user() == email
    assert visitor.call("become", None) is None
    assert visitor.user() is None
    words = "force_login() must be passed a row from the users table"
    assert refusal(visitor, "force_login", "no row") == ["InternalError", words]


def test_a_page_cannot_force_a_log_in(visitor: Visitor) -> None:
    error = visitor.error("anvil.private.users.force_login", None)
    assert error["message"] == "Permission denied. Cannot call force_login() from client code."


@pytest.mark.parametrize("name", ["members_only", "ada_only"])
def test_who_is_not_signed_in_is_kept_out(visitor: Visitor, name: str) -> None:
    assert visitor.error(name)["type"] == "anvil.users.AuthenticationFailed"


def test_a_function_may_judge_the_user(visitor: Visitor) -> None:
    email = visitor.sign_up()
    assert visitor.error("ada_only")["type"] == "anvil.server.PermissionDenied"
    visitor.call("change_person", email, kwargs={"name": "Ada"})
    assert visitor.call("ada_only") == "Ada"


def test_a_background_task_has_no_user(visitor: Visitor) -> None:
    visitor.sign_up()
    assert visitor.call("user_of_a_task") == [None]


def test_what_pages_do_is_not_for_server_code(visitor: Visitor) -> None:
    for name in ("login_with_form", "signup_with_form", "login_with_google", "change_password_with_form"):
        kind, words = refusal(visitor, name)
        assert (kind, words) == ("Exception", f"You can't use {name}() on the server (do it in form code instead)")


@pytest.mark.parametrize("provider", ["google", "facebook", "microsoft", "saml"])
def test_other_providers_are_refused_in_a_sentence(visitor: Visitor, provider: str) -> None:
    error = visitor.error(f"anvil.private.users.login_with_{provider}")
    assert (error["type"], error["message"]) == (
        "anvil.users.AuthenticationFailed",
        f"This server does not support login_with_{provider}.",
    )

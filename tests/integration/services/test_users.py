"""``anvil.users`` as browsers and server code use it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import anvil.server
import anvil.users
import pytest

from app_server.services.users import totp

from .conftest import PASSWORD, Server, login


def test_signing_up_makes_an_enabled_account_and_signs_it_in(browser):
    row = browser.as_browser("anvil.private.users.signup_with_email", " New@Shop.test ", PASSWORD)
    assert row["email"] == "new@shop.test"
    assert browser.as_browser("who_am_i") == "new@shop.test"
    kept = browser.as_browser("get_person", "new@shop.test")
    assert kept["password_hash"].startswith("$2a$04$")
    assert kept["signed_up"] is not None


def test_an_empty_address_is_one_like_others_as_on_the_stock_server(browser):
    row = browser.as_server("anvil.private.users.signup_with_email", None, PASSWORD)
    assert row["email"] == ""
    with pytest.raises(anvil.users.UserExists):
        browser.as_server("anvil.private.users.signup_with_email", " ", PASSWORD)
    row.delete()


def test_an_address_can_sign_up_once_in_any_case(browser, email):
    with pytest.raises(anvil.users.UserExists):
        browser.as_browser("anvil.private.users.signup_with_email", email.upper(), PASSWORD)


def test_a_hundred_sign_ups_of_one_address_at_once_make_one_account(instance):
    address = "popular@shop.test"

    def sign_up(_):
        try:
            Server(instance).as_browser("anvil.private.users.signup_with_email", address, PASSWORD)
        except anvil.users.UserExists:
            return 0
        return 1

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(sign_up, range(24))) == 1


def test_browsers_cannot_sign_up_where_the_app_says_no_but_server_code_can(browser, config):
    config(allow_signup=False)
    with pytest.raises(anvil.server.InternalError, match="not enabled"):
        browser.as_browser("anvil.private.users.signup_with_email", "x@shop.test", PASSWORD)
    assert browser.as_server("anvil.private.users.signup_with_email", "x@shop.test", PASSWORD)["email"] == "x@shop.test"


def test_the_right_password_signs_in_whatever_the_case_of_the_address(browser, email):
    assert login(browser, f" {email.upper()} ")["email"] == email
    assert browser.as_browser("who_am_i") == email
    assert browser.as_browser("members_only") == "welcome"


def test_an_address_kept_in_mixed_case_is_found(browser, email):
    browser.as_server("set_person", email, email="Mixed_Case@Shop.test")
    assert login(browser, "mixed_case@shop.test")["email"] == "Mixed_Case@Shop.test"
    with pytest.raises(anvil.users.AuthenticationFailed):
        login(browser, "mixedXcase@shop.test")


@pytest.mark.parametrize("password", ["wrong", "", None])
def test_a_wrong_password_and_an_unknown_address_look_the_same(browser, email, password):
    messages = set()
    for address in (email, "nobody@shop.test"):
        with pytest.raises(anvil.users.AuthenticationFailed) as refused:
            login(browser, address, password)
        messages.add((type(refused.value), refused.value.args[0]))
    assert len(messages) == 1
    assert browser.as_browser("who_am_i") is None


def test_server_code_catches_the_librarys_own_exceptions(browser, email):
    assert browser.as_browser("sign_in", email, "wrong") == "refused: Incorrect email address or password"
    assert browser.as_browser("sign_in", email, PASSWORD) == email


def test_signing_in_moves_the_session_to_a_new_secret(browser, email):
    browser.session.changed()
    browser.instance.sessions.save(browser.session)
    before = browser.session.token
    login(browser, email)
    assert browser.session.token not in (None, before)


def test_ten_wrong_passwords_lock_the_account_until_the_password_is_reset(browser, email):
    for _ in range(9):
        assert browser.as_browser("sign_in", email, "wrong").startswith("refused")
    assert browser.as_browser("sign_in", email, "wrong") == "locked"
    assert browser.as_browser("sign_in", email, PASSWORD) == "locked"
    assert browser.as_browser("get_person", email)["n_password_failures"] == 10


def end_the_wait(instance):
    with instance.database.connection() as connection:
        connection.execute("update anvil.locked_accounts set locked_until = now()")


def test_a_locked_account_may_be_tried_again_after_a_wait_that_doubles(instance, browser, email):
    for _ in range(10):
        browser.as_browser("sign_in", email, "wrong")
    assert browser.as_browser("sign_in", email, PASSWORD) == "locked"
    end_the_wait(instance)
    assert browser.as_browser("sign_in", email, "wrong") == "locked"
    with instance.database.connection() as connection:
        (wait,) = connection.execute("select max(locked_until) - now() from anvil.locked_accounts").fetchone()
    assert timedelta(minutes=29) < wait <= timedelta(minutes=30)
    assert browser.as_browser("sign_in", email, PASSWORD) == "locked"
    end_the_wait(instance)
    assert browser.as_browser("sign_in", email, PASSWORD) == email
    assert browser.as_browser("get_person", email)["n_password_failures"] == 0


def test_a_clock_that_was_set_back_locks_nobody_out_for_longer_than_a_day(instance, browser, email):
    for _ in range(10):
        browser.as_browser("sign_in", email, "wrong")
    with instance.database.connection() as connection:
        connection.execute("update anvil.locked_accounts set locked_until = now() + interval '9 years'")
    assert browser.as_browser("sign_in", email, PASSWORD) == email


def test_failures_that_were_counted_elsewhere_lock_until_the_password_is_reset(browser, email):
    browser.as_server("set_person", email, n_password_failures=10)
    assert browser.as_browser("sign_in", email, PASSWORD) == "locked"


def test_what_signs_in_without_a_browser_is_not_remembered(browser, email):
    browser._call("client_uplink", False, "anvil.private.users.login_with_email", (email, PASSWORD), {"remember": True})
    assert browser.as_browser("get_person", email)["remembered_logins"] is None


def test_no_other_way_to_try_passwords_goes_around_the_lock(browser, email):
    login(browser, email)
    for _ in range(5):
        assert browser.as_browser("anvil.private.users.get_available_mfa_types", email, "wrong") == []
        with pytest.raises(anvil.users.AuthenticationFailed):
            browser.as_browser("anvil.private.users.reset_password", "wrong", "a new one")
    with pytest.raises(anvil.users.TooManyPasswordFailures):
        browser.as_browser("anvil.private.users.reset_password", PASSWORD, "a new one")


def test_wrong_passwords_at_once_are_all_counted(instance, email):
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: Server(instance).as_browser("sign_in", email, "wrong"), range(6)))
    assert Server(instance).as_browser("get_person", email)["n_password_failures"] == 6


def test_signing_in_clears_the_failures_and_notes_the_time(browser, email):
    browser.as_browser("sign_in", email, "wrong")
    browser.as_server("set_person", email, last_login=None)
    login(browser, email)
    kept = browser.as_browser("get_person", email)
    assert kept["n_password_failures"] == 0
    assert datetime.now(UTC) - kept["last_login"] < timedelta(seconds=10)


def test_a_disabled_account_cannot_sign_in_and_is_signed_out(browser, email):
    login(browser, email)
    browser.as_server("set_person", email, enabled=False)
    assert browser.as_browser("who_am_i") is None
    with pytest.raises(anvil.users.AccountIsNotEnabled):
        login(browser, email)


def test_signing_out_ends_the_session_here(browser, email):
    login(browser, email)
    browser.as_browser("anvil.private.users.logout", invalidate_client_objects=False)
    assert browser.as_browser("who_am_i") is None
    with pytest.raises(anvil.users.AuthenticationFailed):
        browser.as_browser("members_only")


def test_a_browser_is_remembered_until_it_signs_out(instance, browser, email):
    login(browser, email, remember=True)
    next_visit = Server(instance)
    next_visit.cookies = browser.cookies
    assert next_visit.as_browser("who_am_i") == email
    assert next_visit.as_browser("who_am_i", allow_remembered=False) is None
    assert next_visit.as_browser("anvil.private.users.get_last_login_email") == email
    stolen = dict(next_visit.cookies)
    next_visit.as_browser("anvil.private.users.logout")
    thief = Server(instance)
    thief.cookies = stolen
    assert thief.as_browser("who_am_i") is None
    assert next_visit.as_browser("who_am_i") is None


def test_a_browser_signed_in_and_out_again_in_one_call_is_not_remembered(browser, email):
    browser.as_browser("sign_in_and_out", email, PASSWORD, remember=True)
    assert "anvil-remember-me" not in browser.cookies
    assert browser.as_browser("who_am_i") is None


def test_nobody_is_remembered_who_did_not_ask_or_where_the_app_says_no(instance, browser, email, config):
    login(browser, email)
    assert "anvil-remember-me" not in browser.cookies
    config(allow_remember_me=False)
    login(browser, email, remember=True)
    assert "anvil-remember-me" not in browser.cookies


def test_a_remembered_login_expires(instance, browser, email):
    login(browser, email, remember=True)
    (kept,) = browser.as_browser("get_person", email)["remembered_logins"]
    old = {**kept, "login_time": (datetime.now(UTC) - timedelta(days=31)).isoformat()}
    browser.as_server("set_person", email, remembered_logins=[old])
    next_visit = Server(instance)
    next_visit.cookies = browser.cookies
    assert next_visit.as_browser("who_am_i") is None


def test_server_code_can_sign_in_a_row_of_the_users_table_only(browser, email):
    assert browser.as_browser("become", email) == email
    assert browser.as_browser("who_am_i") == email
    with pytest.raises(anvil.server.InternalError, match="a row from the users table"):
        browser.as_browser("become_a_note")
    with pytest.raises(anvil.server.InternalError, match="Cannot call force_login"):
        browser.as_browser("anvil.private.users.force_login", None)


def test_a_browsers_row_of_its_user_has_no_secrets(browser, email):
    row = login(browser, email)
    again = browser.as_browser("anvil.private.users.get_current_user")
    assert (row["email"], again["email"]) == (email, email)
    for column in ("password_hash", "remembered_logins", "mfa", "n_password_failures"):
        assert column not in dict(again)


def test_the_signed_in_user_changes_the_password_with_the_old_one(browser, email):
    login(browser, email)
    with pytest.raises(anvil.users.AuthenticationFailed):
        browser.as_browser("anvil.private.users.reset_password", "wrong", "a new one")
    assert browser.as_browser("anvil.private.users.reset_password", PASSWORD, "a new one") is True
    assert browser.as_browser("who_am_i") == email
    assert browser.as_browser("sign_in", email, "a new one") == email


def test_a_second_factor_is_asked_for_and_remembered(instance, browser, email, config):
    config(require_mfa=True, mfa_timeout_days=7)
    made = browser.as_browser("anvil.private.users.totp.generate_secret", email)
    browser.as_server("set_person", email, mfa=[made["mfa_method"]])
    with pytest.raises(anvil.users.MFARequired):
        login(browser, email)
    assert browser.as_browser("who_am_i") is None
    assert browser.as_browser("anvil.private.users.get_available_mfa_types", email, PASSWORD) == ["totp"]
    with pytest.raises(anvil.users.AuthenticationFailed, match="authentication code"):
        login(browser, email, mfa={"type": "totp", "code": "000000"})
    code = code_of(made["secret"])
    assert browser.as_browser("anvil.private.users.totp.validate_code", made["mfa_method"], code) is True
    assert login(browser, email, mfa={"type": "totp", "code": code})["email"] == email
    browser.as_browser("anvil.private.users.logout")
    assert login(browser, email)["email"] == email
    with pytest.raises(anvil.users.MFARequired):
        login(Server(instance), email)


def code_of(secret):
    return totp._generator(secret).generate(int(datetime.now(UTC).timestamp())).decode()

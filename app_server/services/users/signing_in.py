"""Signing in and out, and who is signed in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from ...errors import AnvilError, misuse, require_server
from ...rpc.call import Call
from ...rpc.registry import private
from ..app_info import invalidate_client_objects as invalidate
from . import checks, cookies, pending, remembering, second_factor
from .accounts import Accounts

LOGIN_STAMP_SECONDS = 5


@private("users.login_with_email")
def login_with_email(
    call: Call, email: str, password: str, remember: bool = False, mfa: Any = None, fetch: Any = None
) -> Any:
    """Sign in with a password, and a second factor where the app requires one."""
    accounts = Accounts(call)
    checks.require_email_login(accounts.config)
    row = accounts.find_enabled_by_email(email, fetch)
    checks.require_confirmed(accounts, row)
    checks.require_password(accounts, row, password)
    if accounts.config.require_mfa:
        second_factor.require(accounts, row, mfa)
    sign_in(accounts, row, remember)
    return accounts.for_caller(row)


@private("users.force_login")
def force_login(call: Call, user_row: Any, remember: bool = False, fetch: Any = None) -> Any:
    """Sign in a row of the users table; None signs out."""
    require_server(call, "call force_login()")
    if user_row is None:
        return logout(call)
    accounts = Accounts(call)
    row = accounts.find_by_reference(user_row, fetch)
    if row is None:
        raise misuse("force_login() must be passed a row from the users table")
    sign_in(accounts, row, remember)
    return row


@private("users.logout")
def logout(call: Call, invalidate_client_objects: bool = False) -> None:
    """Sign out here, and forget this browser."""
    accounts = Accounts(call)
    session = call.session
    if invalidate_client_objects:
        invalidate(call)
    if session.user_row_id is not None:
        session.user_row_id = None
        session.rotate()
    pending.forget(session, "password_reset", "mfa_reset")
    _forget_browser(accounts)


@private("users.get_current_user")
def get_current_user(call: Call, allow_remembered: bool = True, fetch: Any = None, **_options: Any) -> Any:
    """The row of who is signed in, or None. A browser in the middle of a mailed reset is told so instead."""
    accounts = Accounts(call)
    if not call.trusted and accounts.config.use_email and pending.allowed(call.session, "password_reset"):
        raise AnvilError("anvil.users.PasswordResetRequested", "Password reset requested")
    if call.session.user_row_id is not None:
        return accounts.for_caller(_if_enabled(accounts, accounts.find_by_id(call.session.user_row_id, fetch)))
    if not call.trusted and accounts.config.require_mfa and pending.allowed(call.session, "mfa_reset"):
        raise AnvilError("anvil.users.MFARequired", "MFA authentication required")
    return accounts.for_caller(_find_remembered(accounts, fetch)) if allow_remembered else None


@private("users.get_current_user_email")
def get_current_user_email(call: Call, allow_remembered: bool = True) -> str | None:
    row = get_current_user(call, allow_remembered)
    return None if row is None else Accounts(call).value(row, "email")


@private("users.get_last_login_email")
def get_last_login_email(call: Call) -> str | None:
    """The address that last signed in from this browser."""
    return cookies.read(call, cookies.LAST_EMAIL, cookies.LAST_EMAIL_DAYS)


def sign_in(accounts: Accounts, row: Any, remember: bool) -> None:
    """Make ``row`` the session's user, under a new session secret, and note the log-in in the row."""
    call, now = accounts.call, datetime.now(UTC)
    call.session.user_row_id = row.get_id()
    pending.forget(call.session, "password_reset", "mfa_reset")
    call.session.rotate()
    cookies.write(call, cookies.LAST_EMAIL, accounts.value(row, "email") or "", cookies.LAST_EMAIL_DAYS)
    changes: dict[str, Any] = {}
    last_login = accounts.value(row, "last_login")
    if last_login is None or last_login < now - timedelta(seconds=LOGIN_STAMP_SECONDS):
        changes["last_login"] = now
    if accounts.value(row, "n_password_failures"):
        changes["n_password_failures"] = 0
    if remember and accounts.config.allow_remember_me and cookies.are_kept(call):
        changes["remembered_logins"] = _remember_browser(accounts, row, now)
    else:
        cookies.delete(call, cookies.REMEMBER_ME)
    accounts.update(row, **changes)


def _if_enabled(accounts: Accounts, row: Any) -> Any:
    """Somebody disabled while signed in is signed in no longer."""
    return row if row is not None and accounts.value(row, "enabled") else None


def _remember_browser(accounts: Accounts, row: Any, now: datetime) -> list[remembering.RememberedLogin]:
    """Give the browser a token; returns the column's next value."""
    token, config = remembering.new_token(), accounts.config
    cookies.write(accounts.call, cookies.REMEMBER_ME, f"{row.get_id()} {token}", config.remember_me_days)
    hashed = remembering.token_hash(token, config.user_table)
    kept = accounts.value(row, "remembered_logins")
    return remembering.with_new_login(kept, hashed, config.remember_me_days, now)


def _remembered_token(accounts: Accounts) -> tuple[str, str] | None:
    """The row's id and the token's hash that this browser's cookie names."""
    value = cookies.read(accounts.call, cookies.REMEMBER_ME, accounts.config.remember_me_days)
    if value is None:
        return None
    row_id, _, token = value.rpartition(" ")
    return row_id, remembering.token_hash(token, accounts.config.user_table)


def _find_remembered(accounts: Accounts, fetch: Any) -> Any:
    """The user whom this browser remembers, while the row remembers the browser."""
    named = _remembered_token(accounts) if accounts.config.allow_remember_me else None
    if named is None:
        return None
    row = _if_enabled(accounts, accounts.find_by_id(named[0], fetch))
    logins = accounts.value(row, "remembered_logins") if row is not None else None
    if remembering.find_login(logins, named[1], accounts.config.remember_me_days, datetime.now(UTC)):
        return row
    cookies.delete(accounts.call, cookies.REMEMBER_ME)
    return None


def _forget_browser(accounts: Accounts) -> None:
    """Take this browser's token out of the cookie and out of the row."""
    named = _remembered_token(accounts)
    cookies.delete(accounts.call, cookies.REMEMBER_ME)
    if named is None:
        return

    def forget() -> None:
        row = accounts.find_by_id(named[0])
        logins = accounts.value(row, "remembered_logins") if row is not None else None
        if logins:
            accounts.update(row, remembered_logins=[login for login in logins if login.get("token_hash") != named[1]])

    accounts.atomically(forget)

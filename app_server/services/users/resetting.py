"""Mailed links to log in, or to choose a new password or second factor; and choosing them."""

from __future__ import annotations

import hashlib
from typing import Any

from ...errors import AnvilError
from ...rpc.call import Call
from ...rpc.registry import private
from . import mails, pending
from .accounts import Accounts
from .checks import authentication_failed, require_email_login, require_password
from .passwords import hash_password, require_acceptable
from .signing_in import sign_in
from .tokens import EmailLink, Purpose, open_link, seal_link


@private("users.send_password_reset_email")
def send_password_reset_email(call: Call, email: str) -> bool:
    """Mail a link to choose a new password. The answer does not tell whether there is such an account."""
    accounts = Accounts(call)
    require_email_login(accounts.config)
    row = _find_reachable(accounts, email)
    if row is not None:
        url = link_url(accounts, row, "pw-reset")
        mails.send_later(accounts, "reset_password", accounts.value(row, "email"), "reset", url)
    return True


@private("users.send_token_login_email")
def send_token_login_email(call: Call, email: str) -> None:
    """Mail a link that logs in, where the app allows that; as silent about who has an account."""
    accounts = Accounts(call)
    if not accounts.config.use_token:
        raise authentication_failed("Token login is not enabled.")
    row = _find_reachable(accounts, email)
    if row is not None:
        url = link_url(accounts, row, "login")
        mails.send_later(accounts, "token_login", accounts.value(row, "email"), "login", url)


@private("users.send_mfa_reset_email")
def send_mfa_reset_email(call: Call, email: str) -> None:
    """Mail a link to set up a new second factor, where the app allows that or the user has none yet."""
    accounts = Accounts(call)
    row = _find_reachable(accounts, email)
    if row is None:
        return
    has_none_yet = accounts.config.require_mfa and not accounts.value(row, "mfa")
    if not (accounts.config.allow_mfa_email_reset or has_none_yet):
        raise authentication_failed("Cannot reset two-factor authentication by email.")
    url = link_url(accounts, row, "mfa-reset")
    mails.send_later(accounts, "mfa_reset", accounts.value(row, "email"), "login", url)


@private("users.generate_email_link_token", trusted_only=True)
def generate_email_link_token(call: Call, email: str, type: Purpose) -> str:  # noqa: A002 (the library's name)
    """The token of a mailed link, for an app that sends its own mails."""
    accounts = Accounts(call)
    row = accounts.find_enabled_by_email(email)
    if row is None:
        raise authentication_failed("User disabled, or not found.")
    return _token(accounts, row, type)


@private("users.login_with_token")
def login_with_token(call: Call, token: str, fetch: Any = None) -> Any:
    """Follow a mailed link: the user's row after a log-in, True when a reset may follow, None when it is void."""
    accounts = Accounts(call)
    link = open_link(call.instance.signing_key, token) if isinstance(token, str) else None
    row = accounts.find_enabled_by_email(link.email, fetch) if link else None
    if link is None or row is None or link.stamp != _stamp(accounts, row, link.purpose):
        return None
    if link.purpose == "login":
        if not accounts.config.use_token:
            return None
        sign_in(accounts, row, remember=False)
        return accounts.for_caller(row)
    pending.allow(call.session, "password_reset" if link.purpose == "pw-reset" else "mfa_reset", row.get_id())
    return True


@private("users.cancel_password_reset")
def cancel_password_reset(call: Call) -> None:
    pending.forget(call.session, "password_reset")


@private("users.reset_password")
def reset_password(call: Call, old_password: str | None, new_password: str) -> bool:
    """Give whoever followed a mailed link, else the signed-in user who knows the old password, a new one.

    All other log-ins of that user end.
    """
    accounts = Accounts(call)
    resetting = pending.allowed(call.session, "password_reset")
    row = accounts.find_by_id(resetting or call.session.user_row_id)
    if row is None:
        raise authentication_failed("Incorrect password")
    if not resetting:
        require_password(accounts, row, old_password, "password")
    require_acceptable(new_password, accounts.config.require_secure_passwords)
    changes: dict[str, Any] = {
        "password_hash": hash_password(new_password, accounts.config.password_cost),
        "n_password_failures": 0,
        "remembered_logins": [],
    }
    if resetting and accounts.config.confirm_email:
        changes["confirmed_email"] = True
    accounts.update(row, **changes)
    cancel_password_reset(call)
    call.instance.sessions.sign_out_everywhere(row.get_id(), except_session=call.session.id)
    return True


def link_url(accounts: Accounts, row: Any, purpose: Purpose) -> str:
    """The address that a mail sends its reader to."""
    path = "reset_password" if purpose == "pw-reset" else "login"
    return f"{accounts.call.instance.origin}/_/{path}/{_token(accounts, row, purpose)}"


def _token(accounts: Accounts, row: Any, purpose: Purpose) -> str:
    link = EmailLink(accounts.value(row, "email"), purpose, _stamp(accounts, row, purpose))
    return seal_link(accounts.call.instance.signing_key, link)


def _stamp(accounts: Accounts, row: Any, purpose: Purpose) -> str:
    """What changes once the link was used, so that it works only once."""
    columns = ("last_login",) if purpose == "login" else ("password_hash", "mfa")
    text = " ".join(str(accounts.value(row, column)) for column in columns)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _find_reachable(accounts: Accounts, email: str) -> Any:
    """The enabled account of that address, or None."""
    if not email:
        raise authentication_failed("Please provide an email address.")
    try:
        return accounts.find_enabled_by_email(email)
    except AnvilError:
        return None

"""What must hold before somebody is signed in; each check raises the error that ``anvil.users`` names."""

from __future__ import annotations

from typing import Any

from ...errors import AnvilError, misuse
from . import back_off
from .accounts import Accounts
from .config import UsersConfig
from .passwords import password_matches


def authentication_failed(message: str) -> AnvilError:
    return AnvilError("anvil.users.AuthenticationFailed", message)


def require_email_login(config: UsersConfig) -> None:
    if not config.use_email:
        raise misuse("Email/password authentication is not enabled.")


def require_password(
    accounts: Accounts, row: Any, password: str | None, name: str = "email address or password"
) -> None:
    """Raise ``anvil.users.AuthenticationFailed`` for a wrong password, and count it; a locked account takes none."""
    require_not_locked(accounts, row)
    kept = accounts.value(row, "password_hash") if row is not None else None
    if password_matches(password, kept, accounts.config.password_cost):
        return
    failures = record_failure(accounts, row)
    locked = failures >= accounts.config.max_password_failures
    raise AnvilError(
        "anvil.users.TooManyPasswordFailures" if locked else "anvil.users.AuthenticationFailed", f"Incorrect {name}"
    )


def record_failure(accounts: Accounts, row: Any) -> int:
    """Count one more failure of this user; returns how many there are now. Nobody's failures are not counted."""
    if row is None:
        return 0

    def count() -> int:
        fresh = accounts.find_by_id(row.get_id())
        failures = int(accounts.value(fresh, "n_password_failures") or 0) + 1
        accounts.update(fresh, n_password_failures=failures)
        allowed = accounts.config.max_password_failures
        if failures >= allowed:
            back_off.lock(accounts.call.instance.database, row.get_id(), back_off.wait_after(failures, allowed))
        return failures

    return accounts.atomically(count)


def require_confirmed(accounts: Accounts, row: Any) -> None:
    if row is not None and accounts.config.confirm_email and not accounts.value(row, "confirmed_email"):
        raise AnvilError(
            "anvil.users.EmailNotConfirmed",
            "You haven't confirmed your email address. Please check your email and click the confirmation link, "
            "or reset your password.",
        )


def require_not_locked(accounts: Accounts, row: Any) -> None:
    """Raise ``anvil.users.TooManyPasswordFailures`` while a locked account has to wait."""
    failures = accounts.value(row, "n_password_failures") if row is not None else 0
    if (failures or 0) < accounts.config.max_password_failures:
        return
    if not back_off.is_over(accounts.call.instance.database, row.get_id()):
        raise AnvilError(
            "anvil.users.TooManyPasswordFailures",
            "You have entered an incorrect password too many times. Please reset your password by email.",
        )

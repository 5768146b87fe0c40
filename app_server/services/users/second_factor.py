"""The second factor: one-time codes, and browsers that need none for a while."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

import anvil
from cryptography.fernet import InvalidToken

from ...errors import AnvilError, misuse
from ...rpc.call import Call
from ...rpc.registry import private
from . import checks, cookies, pending, totp
from .accounts import Accounts
from .tokens import box_for

TYPES = ("totp",)
SECRETS = "totp"


def require(accounts: Accounts, row: Any, given: Any) -> None:
    """Raise unless ``given``, ``{"type": "totp", "code": "123456"}``, is right or this browser proved it lately.

    ``anvil.users.MFARequired`` when nothing was given, ``anvil.users.AuthenticationFailed`` when it is wrong.
    """
    methods = accounts.value(row, "mfa") or []
    if not isinstance(given, dict):
        if any(method.get("id") in _remembered_ids(accounts, row) for method in methods):
            return
        raise AnvilError("anvil.users.MFARequired", "MFA authentication required.")
    fitting = [method for method in methods if method.get("type") == given.get("type")]
    if not fitting:
        raise checks.authentication_failed("No matching MFA method available")
    proven = next((method for method in fitting if _is_right(accounts.call, method, given.get("code"))), None)
    if proven is None:
        checks.record_failure(accounts, row)
        raise checks.authentication_failed("Incorrect authentication code")
    if accounts.config.mfa_timeout_days > 0:
        value = f"{row.get_id()} {proven['id']}"
        cookies.write(accounts.call, cookies.SECOND_FACTOR, value, accounts.config.mfa_timeout_days)


def require_method(method: Any) -> None:
    """Raise ``anvil.users.MFARequired`` unless it is a method of a kind that this server knows."""
    if not isinstance(method, dict):
        raise AnvilError("anvil.users.MFARequired", "MFA authentication required")
    if method.get("type") not in TYPES:
        raise AnvilError("anvil.users.MFARequired", "MFA type not supported")


@private("users.get_enabled_mfa_types")
def get_enabled_mfa_types(call: Call) -> list[str]:
    return list(TYPES)


@private("users.get_available_mfa_types")
def get_available_mfa_types(call: Call, email: str, password: str) -> list[str]:
    """The kinds that a user has set up, for who knows the password."""
    accounts = Accounts(call)
    row = accounts.find_enabled_by_email(email)
    try:
        checks.require_password(accounts, row, password)
    except AnvilError:
        return []
    return [method["type"] for method in accounts.value(row, "mfa") or []]


@private("users.add_mfa_method")
def add_mfa_method(call: Call, password: str, mfa_method: Any, clear_existing: bool = False) -> list[Any]:
    """Add a method to the signed-in user, or to one who followed a mailed link; returns all there are now."""
    accounts = Accounts(call)
    row = _whose(accounts)
    if row is None:
        raise checks.authentication_failed("Incorrect password")
    if password is None:
        raise checks.authentication_failed("No password provided")
    checks.require_password(accounts, row, password, "password")
    if not isinstance(mfa_method, dict) or mfa_method.get("type") not in TYPES:
        raise checks.authentication_failed("MFA method not supported")
    kept = [] if clear_existing else list(accounts.value(row, "mfa") or [])
    if any(method.get("id") == mfa_method.get("id") for method in kept):
        raise checks.authentication_failed("MFA method already exists")
    pending.forget(call.session, "mfa_reset")
    accounts.update(row, mfa=[*kept, mfa_method])
    return [*kept, mfa_method]


@private("users.totp.generate_secret")
def generate_secret(call: Call, email: str | None = None) -> dict[str, Any]:
    """``{secret, qr_code, mfa_method}`` for an authenticator app; the method holds the secret sealed."""
    accounts = Accounts(call)
    row = None if email else _whose(accounts)
    email = email or (accounts.value(row, "email") if row is not None else None)
    if not email:
        raise misuse("Email address not provided and could not be inferred")
    secret = totp.new_secret()
    sealed = box_for(call.instance.signing_key, SECRETS).encrypt(secret.encode()).decode()
    return {
        "secret": secret,
        "qr_code": anvil.BlobMedia(
            "image/png", totp.qr_code_png(secret, email, call.instance.app.title), "qr-code.png"
        ),
        "mfa_method": {"type": "totp", "id": secrets.token_hex(4), "serial": 1, "secret": sealed},
    }


@private("users.totp.validate_code")
def validate_code(call: Call, mfa_method: Any, code: Any) -> bool | None:
    """True for a right code, and None, as the stock server says it, for another."""
    return _is_right(call, mfa_method, code) or None


def _is_right(call: Call, method: Any, code: Any) -> bool:
    """Whether a code belongs to a method whose secret this instance sealed."""
    sealed = method.get("secret") if isinstance(method, dict) else None
    try:
        secret = box_for(call.instance.signing_key, SECRETS).decrypt(str(sealed).encode()).decode()
    except (InvalidToken, UnicodeEncodeError):
        return False
    return totp.code_is_valid(secret, code, datetime.now(UTC))


def _remembered_ids(accounts: Accounts, row: Any) -> list[str]:
    """The method that this user proved in this browser not too long ago."""
    days = accounts.config.mfa_timeout_days
    value = cookies.read(accounts.call, cookies.SECOND_FACTOR, days) if days > 0 else None
    row_id, _, method_id = (value or "").rpartition(" ")
    return [method_id] if row_id == row.get_id() else []


def _whose(accounts: Accounts) -> Any:
    session = accounts.call.session
    return accounts.find_by_id(session.user_row_id or pending.allowed(session, "mfa_reset"))

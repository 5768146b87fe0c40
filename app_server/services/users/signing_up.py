"""New accounts, and the mailed link that confirms an address."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from ...errors import AnvilError, misuse
from ...rpc.call import Call
from ...rpc.registry import private
from . import mails, second_factor
from .accounts import Accounts
from .checks import require_email_login
from .config import UsersConfig
from .passwords import hash_password, require_acceptable
from .signing_in import sign_in


@private("users.signup_with_email")
def signup_with_email(
    call: Call, email: str, password: str, remember: bool = False, mfa_method: Any = None, fetch: Any = None
) -> Any:
    """Make an account; it is signed in when the app enables accounts by itself and asks for no confirmation."""
    accounts = Accounts(call)
    config = accounts.config
    if config.require_mfa:
        second_factor.require_method(mfa_method)
    require_acceptable(password, config.require_secure_passwords)
    if not call.trusted and not config.allow_signup:
        raise misuse("Signups from client code are not enabled.")
    require_email_login(config)
    values = _values(config, email, password, mfa_method)
    row = accounts.atomically(lambda: _add_new(accounts, values, fetch))
    if config.confirm_email:
        address = accounts.value(row, "email")
        key = _confirmation_key(call, row.get_id(), address)
        accounts.update(row, email_confirmation_key=key)
        url = f"{call.instance.origin}/_/email-confirm/{quote(address, safe='')}/{key}"
        mails.send(accounts, "confirm_address", address, "confirm", url)
    elif config.enable_automatically:
        sign_in(accounts, row, remember)
    return accounts.for_caller(row)


def confirm_email(call: Call, email: str, key: str) -> bool:
    """Whether the link was right: then the address is confirmed."""
    accounts = Accounts(call)
    row = accounts.find_by_email(email)
    if row is None or not _is_key(call, row, email, key):
        return False
    accounts.update(row, confirmed_email=True, email_confirmation_key=None)
    return True


def _is_key(call: Call, row: Any, email: str, key: str) -> bool:
    return hmac.compare_digest(_confirmation_key(call, row.get_id(), email).encode(), key.encode())


def _values(config: UsersConfig, email: Any, password: str, mfa_method: Any) -> dict[str, Any]:
    """The new row's columns."""
    return {
        "email": email.strip().lower() if isinstance(email, str) else "",
        "password_hash": hash_password(password, config.password_cost),
        "enabled": config.enable_automatically,
        "signed_up": datetime.now(UTC),
        **({"mfa": [mfa_method]} if config.require_mfa else {}),
        **({"confirmed_email": False} if config.confirm_email else {}),
    }


def _add_new(accounts: Accounts, values: dict[str, Any], fetch: Any) -> Any:
    if accounts.find_enabled_by_email(values["email"]) is not None:
        raise AnvilError("anvil.users.UserExists", "This user already exists")
    return accounts.add(values, fetch)


def _confirmation_key(call: Call, row_id: str, email: str) -> str:
    """A key for this row and address, which needs no column and does not expire."""
    text = f"confirm-email\0{row_id}\0{email.strip().lower()}"
    return hmac.new(call.instance.signing_key, text.encode(), hashlib.sha256).hexdigest()

"""Signing in and out, and what the person at the screen may see of the app."""

from __future__ import annotations

import logging
from typing import Any

import anvil.server
import anvil.users

from ..server_shared.actors import Actor, actor_from_user
from ..server_shared.audit import log_audit_event
from ..server_shared.config import shown_config
from ..server_shared.errors import Forbidden, Invalid, Locked, MybizzError
from ..server_shared.permissions import CUSTOMER
from ..server_shared.sign_ins import begin_here, signed_in_user
from .passwords import MAX_PASSWORD_BYTES, TOO_MANY_WRONG, check_password

log = logging.getLogger("mybizz.sign_in")

WRONG = "The e-mail address or the password is not right."

# Screen → what it asks for: a permission, or being a customer. Only screens that exist.
DESTINATIONS = {
    "dashboard": "customers.view",
    "contacts": "customers.view",
    "import_contacts": "data.import",
    "sequences": "campaigns.view",
    "lead_forms": "campaigns.view",
    "segments": "customers.view",
    "marketing": "campaigns.view",
    "inbox": "customers.view",
    "campaigns": "campaigns.view",
    "broadcasts": "campaigns.view",
    "tasks": "tasks.view",
    "settings": "settings.view",
    "my_dashboard": CUSTOMER,
    "my_bookings": CUSTOMER,
    "account_settings": CUSTOMER,
}


def get_app_context() -> dict[str, Any]:
    """Who is signed in (``user``, None for nobody), the settings, and the screens this person may open.

    ``password_reset`` tells that a mailed link brought the visitor, who is to choose a new password.
    """
    actor = current_actor()
    return {
        "user": _person(actor) if actor else None,
        "config": shown_config(),
        "destinations": [name for name, needed in DESTINATIONS.items() if actor and actor.may(needed)],
        "password_reset": actor is None and is_password_reset_pending(),
    }


def current_actor() -> Actor | None:
    """Whoever is signed in and has screens to open; None for nobody."""
    try:
        return _admitted(signed_in_user())
    except MybizzError:
        return None


def is_password_reset_pending() -> bool:
    """Whether a mailed link brought the visitor, who is not signed in.

    Anvil's user service tells this to browsers only. Server code learns it by offering a password too short to take:
    the refusal differs, and nothing changes.
    """
    if anvil.users.get_user() is not None:
        return False
    try:
        anvil.users.reset_password(None, "")
    except anvil.users.PasswordNotAcceptable:
        return True
    except anvil.server.AnvilWrappedError:  # without a link there is nobody whose password it would be
        pass
    return False


def sign_in(email: str, password: str, remember: bool) -> dict[str, Any]:
    """Sign in; the app context. Raises Invalid, Locked, and Forbidden for somebody with no business in here."""
    if len(password.encode()) > MAX_PASSWORD_BYTES:
        raise Invalid(WRONG)
    try:
        user = anvil.users.login_with_email(email.strip().lower(), password, remember=remember)
    except anvil.users.TooManyPasswordFailures as error:
        raise Locked(TOO_MANY_WRONG) from error
    except (anvil.users.AuthenticationFailed, anvil.users.AccountIsNotEnabled) as error:
        raise Invalid(WRONG) from error
    try:
        actor = _admitted(user)
    except Forbidden:
        anvil.users.logout()
        raise
    begin_here()
    log_audit_event(actor, "sign_in", "users", user.get_id())
    return get_app_context()


def sign_out() -> dict[str, Any]:
    anvil.users.logout()
    return get_app_context()


def request_password_reset(email: str) -> None:
    """Send a link by e-mail, in the background: neither answer nor time tells whether there is such a sign-in."""
    anvil.server.launch_background_task("send_password_reset", email.strip().lower()[:254])


def send_password_reset(email: str) -> None:
    """Send the link if the address is one of a sign-in; else nothing."""
    try:
        anvil.users.send_password_reset_email(email)
    except (anvil.users.AuthenticationFailed, anvil.users.AccountIsNotEnabled):
        log.info("A password reset was asked for, for an address without a sign-in")


def reset_password(new_password: str) -> None:
    """Set the password of whoever came by a mailed link. Raises Invalid."""
    check_password(new_password, "new_password")
    if not is_password_reset_pending():
        raise Forbidden("The link has been used or has expired. Please ask for a new one.")
    try:
        anvil.users.reset_password(None, new_password)
    except anvil.users.PasswordNotAcceptable as error:
        raise Invalid(fields={"new_password": str(error)}) from error


def _admitted(user: Any) -> Actor:
    """The actor behind a users row. Raises NotSignedIn, and Forbidden for somebody without a single screen."""
    actor = actor_from_user(user)
    if not actor.permissions and not actor.is_customer:
        raise Forbidden("Nothing is open to this sign-in yet. Please ask the owner of the business.")
    return actor


def _person(actor: Actor) -> dict[str, Any]:
    return {
        "email": actor.email,
        "name": actor.name,
        "role": actor.role,
        "permissions": sorted(actor.permissions),
        "initials": actor.initials,
    }

"""What people do about their own sign-in: another password, and signing out wherever they are signed in."""

from __future__ import annotations

import anvil.users

from ..server_shared.actors import Actor
from ..server_shared.errors import Invalid, Locked
from ..server_shared.sign_ins import begin_here, end_everywhere
from .passwords import MAX_PASSWORD_BYTES, TOO_MANY_WRONG, check_password

NOT_YOURS = "This is not your present password."


def change_password(actor: Actor, old_password: str, new_password: str) -> None:
    """Set another password and end all other log-ins. Raises Invalid, and Locked after too many wrong ones."""
    check_password(new_password, "new_password")
    if len(old_password.encode()) > MAX_PASSWORD_BYTES:
        raise Invalid(fields={"old_password": NOT_YOURS})
    try:
        anvil.users.reset_password(old_password, new_password)
    except anvil.users.TooManyPasswordFailures as error:
        raise Locked(TOO_MANY_WRONG) from error
    except anvil.users.AuthenticationFailed as error:
        raise Invalid(fields={"old_password": NOT_YOURS}) from error
    except anvil.users.PasswordNotAcceptable as error:
        raise Invalid(fields={"new_password": str(error)}) from error
    end_everywhere(actor.user)
    begin_here()


def sign_out_everywhere(actor: Actor) -> None:
    """End every log-in of the person, the one in this browser too."""
    end_everywhere(actor.user)
    anvil.users.logout()

"""Inviting people: a mailed link that works once, for a week, and holds a seat meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.queries import find_contact_row, get_contact_row, name_of
from ..server_emails.mail_service import send_mail
from ..server_sequences import automation_service
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.errors import Duplicate, Forbidden, Invalid, NotFound
from ..server_shared.permissions import CUSTOMER, ROLE_PERMISSIONS
from ..server_shared.tokens import hash_token, new_token
from ..server_shared.validators import clean_text, validate_choice, validate_email
from . import mails
from .accounts import add_sign_in
from .passwords import check_password
from .rbac import check_seat, open_invitations

VALID_FOR = timedelta(days=7)
INVITABLE = ("manager", "admin", "staff")
UNKNOWN = "This is not the whole link of an invitation. Please copy it from the mail once more, or ask for a new one."
USED = "This invitation has been used. Please sign in with the password that was chosen then."
TAKEN_BACK = "This invitation was taken back, or a newer one was sent since. Please use the newest mail, or ask again."
EXPIRED = "This invitation is more than a week old. Please ask for a new one."


def invite(actor: Actor, email: str, name: str, role: str) -> str:
    """Invite somebody, in place of any earlier invitation; the e-mail address. Needs a transaction, and the mail after.

    Raises Invalid, also when no seat of the role is free, and Duplicate.
    """
    address = validate_email(email)
    if not address:
        raise Invalid(fields={"email": "An e-mail address is needed."})
    return _invite(actor, address, name, validate_choice(role, INVITABLE, "role"))


def invite_customer(actor: Actor, contact_id: str) -> str:
    """Invite a contact to the customers' pages; the e-mail address. Needs a transaction, and the mail after.

    Raises NotFound, Invalid for a contact without an address, Duplicate.
    """
    contact = get_contact_row(contact_id)
    if not contact["email"] or contact["archived_at"] is not None:
        raise Invalid("An invitation needs an e-mail address, and a contact who is not archived.")
    return _invite(actor, contact["email"], name_of(contact), CUSTOMER)


def _invite(actor: Actor, address: str, name: str, wanted: str) -> str:
    if ROLE_PERMISSIONS[wanted] - actor.permissions:
        raise Forbidden("Nobody gives a role that may do more than they may themselves. The owner can do it.")
    if app_tables.users.get(email=address) is not None:
        raise Duplicate("This person has a sign-in already.", fields={"email": "This person has a sign-in already."})
    for earlier in open_invitations(email=address):
        _revoke(actor, earlier)
    check_seat(wanted)
    now = utc_now()
    app_tables.invitations.add_row(
        email=address,
        name=clean_text(name, "name", 200),
        role=wanted,
        invited_by=actor.user,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    return address


def mail_invitation(email: str) -> None:
    """Mail the link to whoever is invited. Its secret is made here and kept as a hash: only the mail has it."""
    token = new_token()
    row = _set_token(email, token)
    if row is None:
        return
    link = f"{anvil.server.get_app_origin()}/#?page=join&invitation={token}"
    words = mails.customer_invitation if row["role"] == CUSTOMER else mails.invitation
    mail = words(get_config()["business_name"], row["invited_by"]["name"], row["name"], link)
    send_mail(email, "invitation", mail.subject, text=mail.text, html=mail.html)


@tables.in_transaction
def _set_token(email: str, token: str) -> Any:
    row = next(iter(open_invitations(email=email)), None)
    if row is not None:
        row["token_hash"] = hash_token(token)
    return row


def list_invitations() -> list[dict[str, Any]]:
    """The invitations to work here that can still be accepted, the newest first."""
    rows = sorted(open_invitations(role=q.any_of(*INVITABLE)), key=lambda row: row["created_at"], reverse=True)
    return [{name: row[name] for name in ("email", "name", "role", "created_at", "expires_at")} for row in rows]


def revoke_invitation(actor: Actor, email: str) -> None:
    """Take an invitation back: its link no longer works. Needs a transaction. Raises NotFound, Forbidden."""
    rows = list(open_invitations(email=validate_email(email)))
    if not rows:
        raise NotFound("There is no open invitation for this address.")
    for row in rows:
        _revoke(actor, row)


def _revoke(actor: Actor, row: Any) -> None:
    """Nobody takes what they could not give: a customer's invitation would otherwise end that of a colleague."""
    if ROLE_PERMISSIONS[row["role"]] - actor.permissions:
        raise Forbidden("This address is invited to a role that may do more than you may. The owner can change that.")
    row["revoked_at"] = utc_now()


def look_at_invitation(token: str) -> dict[str, Any]:
    """``email, name, role`` of the invitation behind a link. Raises Forbidden when it no longer holds."""
    row = _open_row(token)
    return {"email": row["email"], "name": row["name"] or "", "role": row["role"]}


@tables.in_transaction
def accept_invitation(token: str, name: str, password: str) -> str:
    """Make the sign-in of an invited person, once; the e-mail address. Raises Forbidden, Invalid, Duplicate."""
    row = _open_row(token)
    check_password(password)
    row["used_at"] = utc_now()
    sign_in = add_sign_in(row["email"], clean_text(name, "name", 200) or row["name"] or "", row["role"], password)
    if row["role"] == CUSTOMER:
        # The mailed link proved the address, and no two contacts that are not archived share one.
        sign_in["contact"] = contact = find_contact_row(row["email"])
        if contact is not None:
            automation_service.fire("signup", contact, {"cause": f"signup:{contact['contact_id']}"})
    return row["email"]


def _open_row(token: str) -> Any:
    row = app_tables.invitations.get(token_hash=hash_token(token))
    if row is None:
        raise Forbidden(UNKNOWN)
    if row["used_at"]:
        raise Forbidden(USED)
    if row["revoked_at"]:
        raise Forbidden(TAKEN_BACK)
    if row["expires_at"] <= utc_now():
        raise Forbidden(EXPIRED)
    return row

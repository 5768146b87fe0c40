"""What screens may ask about the people of the business and their invitations."""

from __future__ import annotations

from typing import Any

import anvil.server
import anvil.tables as tables

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import invitations, people_service, service

AUDITED = "users"


@server_callable(permission="users.manage")
def list_people(actor: Actor) -> dict[str, Any]:
    return people_service.list_people(actor)


@server_callable(permission="users.manage")
def explain_permissions(actor: Actor, email: str) -> dict[str, Any]:
    return {"permissions": people_service.explain_permissions(actor, email)}


@server_callable(permission="users.manage", transaction=True, audited=AUDITED)
def set_permissions(actor: Actor, email: str, overrides: dict, expected: dict | None = None) -> None:
    people_service.set_permissions(actor, email, overrides, expected)


@server_callable(permission="users.manage", transaction=True, audited=AUDITED)
def change_role(actor: Actor, email: str, role: str) -> None:
    people_service.change_role(actor, email, role)


@server_callable(permission="users.manage", transaction=True, audited=AUDITED)
def set_user_status(actor: Actor, email: str, status: str) -> None:
    people_service.set_status(actor, email, status)


@server_callable(permission="users.manage", transaction=True, audited=AUDITED)
def hand_over_ownership(actor: Actor, email: str) -> None:
    people_service.hand_over_ownership(actor, email)


@server_callable(permission="users.manage", audited=AUDITED)
def invite_person(actor: Actor, email: str, name: str, role: str) -> None:
    address = tables.in_transaction(invitations.invite)(actor, email, name, role)
    anvil.server.launch_background_task("send_invitation", address)


@server_callable(permission="customers.manage", audited="contacts")
def invite_customer(actor: Actor, contact_id: str) -> dict[str, Any]:
    address = tables.in_transaction(invitations.invite_customer)(actor, contact_id)
    anvil.server.launch_background_task("send_invitation", address)
    return {"email": address}


@server_callable(permission="users.manage", transaction=True, audited=AUDITED)
def revoke_invitation(actor: Actor, email: str) -> None:
    invitations.revoke_invitation(actor, email)


@server_callable(public="The mailed link stands for signing in.")
def look_at_invitation(actor: None, invitation: str) -> dict[str, Any]:
    return {"invitation": invitations.look_at_invitation(invitation)}


@server_callable(public="The mailed link stands for signing in.")
def accept_invitation(actor: None, invitation: str, name: str, password: str) -> dict[str, Any]:
    email = invitations.accept_invitation(invitation, name, password)
    return service.sign_in(email, password, remember=False)

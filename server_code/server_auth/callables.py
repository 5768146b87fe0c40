"""What a screen may ask about signing in."""

from __future__ import annotations

from typing import Any

from ..server_shared.actors import Actor
from ..server_shared.callables import SIGNED_IN, server_callable
from ..server_shared.config import shown_config
from . import own_sign_in, service


@server_callable(public="The first screen must know whether anybody is signed in.")
def get_app_context(actor: None) -> dict[str, Any]:
    return service.get_app_context()


@server_callable(public="Nobody is signed in before signing in.")
def sign_in(actor: None, email: str, password: str, remember: bool = False) -> dict[str, Any]:
    return service.sign_in(email, password, remember)


@server_callable(public="Signing out twice does no harm.")
def sign_out(actor: None) -> dict[str, Any]:
    return service.sign_out()


@server_callable(public="Whoever has forgotten the password cannot sign in.")
def request_password_reset(actor: None, email: str) -> None:
    service.request_password_reset(email)


@server_callable(public="The mailed link stands for signing in; the session knows of it.")
def reset_password(actor: None, new_password: str) -> None:
    service.reset_password(new_password)


@server_callable(permission=SIGNED_IN, audited="users")
def change_password(actor: Actor, old_password: str, new_password: str) -> None:
    own_sign_in.change_password(actor, old_password, new_password)


@server_callable(permission=SIGNED_IN, audited="users")
def sign_out_everywhere(actor: Actor) -> dict[str, Any]:
    own_sign_in.sign_out_everywhere(actor)
    return service.get_app_context()


@server_callable(permission=SIGNED_IN)
def get_config(actor: Actor) -> dict[str, Any]:
    return {"config": shown_config()}

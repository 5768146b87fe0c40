"""The one way in: every function a browser or an uplink may call is declared with ``server_callable``.

The decorated function takes the actor first. It may call one service and return a dict; the decorator finds out who is
calling, refuses who may not, and answers ``{'success': True, …}`` or ``{'success': False, 'error', 'code', …}``.
"""

from __future__ import annotations

import functools
import logging
import secrets
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import anvil.server
from anvil.tables import in_transaction

from . import arguments, audit
from .actors import SYSTEM, Actor, actor_from_user
from .config import FEATURES, forget_read_amid_changes, get_config
from .errors import Forbidden, MybizzError
from .permissions import CUSTOMER, PERMISSIONS
from .sign_ins import signed_in_user

log = logging.getLogger("mybizz.calls")

SIGNED_IN = "signed in"
SWITCHED_OFF = "This part of Mybizz is switched off. Whoever may change the settings can switch it on."

UNEXPECTED = "Something went wrong on our side. If it happens again, quote reference"
# What PostgreSQL says of a full disk, on either server.
NO_SPACE = "No space left on device"
DISK_FULL = (
    "Nothing can be saved: there is no room left on the disk that Mybizz is on. Please make room, or tell who looks "
    "after it. Reading goes on, and what waits to be sent goes by itself once there is room."
)


@dataclass(frozen=True, slots=True)
class Guard:
    """What a callable asks of its caller: a permission, merely being signed in, or nothing, for a stated reason.

    ``feature`` is what the business must have switched on. ``uplink``: only programs with a server key get in.
    """

    name: str
    permission: str | None
    public: str | None
    feature: str | None = None
    uplink: bool = False


guards: dict[str, Guard] = {}


def server_callable(
    *,
    permission: str | None = None,
    public: str | None = None,
    feature: str | None = None,
    transaction: bool = False,
    audited: str | None = None,
    uplink: bool = False,
) -> Callable[[Callable[..., dict[str, Any] | None]], Callable[..., dict[str, Any]]]:
    """Expose ``function(actor, …)`` under its own name.

    ``permission`` is a name of ``PERMISSIONS``, ``CUSTOMER`` or ``SIGNED_IN``; ``public`` gives the reason why nobody
    need be signed in (the actor is then None). ``feature`` is one of ``FEATURES``: a business without it is refused.
    ``transaction`` runs it, with its audit line, in one serializable transaction that may run twice. ``audited`` names
    the kind of resource for the audit log. ``uplink`` is for programs of the business alone, connected with its server
    key: the actor is the system itself.
    """
    if [permission is not None, public is not None, uplink].count(True) != 1:
        raise ValueError("A callable states either a permission, or why it is public, or that it is for uplinks")
    if permission not in (None, SIGNED_IN, CUSTOMER, *PERMISSIONS):
        raise ValueError(f"Unknown permission {permission!r}")
    if feature not in (None, *FEATURES):
        raise ValueError(f"Unknown feature {feature!r}")

    def expose(function: Callable[..., dict[str, Any] | None]) -> Callable[..., dict[str, Any]]:
        guard = Guard(function.__name__, permission, public, feature, uplink)
        if guard.name in guards:
            raise ValueError(f"There are two callables named {guard.name}")
        guards[guard.name] = guard
        hints = typing.get_type_hints(function)

        def run(actor: Actor | None, args: tuple, kwargs: dict) -> dict[str, Any]:
            bound = arguments.bind(function, hints, (actor, *args), kwargs)
            result = function(**bound) or {}
            if audited and actor:
                audit.log_call(actor, guard.name, audited, bound, result)
            return result

        work = in_transaction(run) if transaction else run

        @functools.wraps(function)
        def answer(*args: Any, **kwargs: Any) -> dict[str, Any]:
            return _answer(guard, work, args, kwargs)

        return anvil.server.callable(guard.name)(answer)

    return expose


def _answer(guard: Guard, work: Callable[..., dict[str, Any]], args: tuple, kwargs: dict) -> dict[str, Any]:
    try:
        return {"success": True, **work(_admit(guard), args, kwargs)}
    except MybizzError as error:
        return {"success": False, "error": error.message, "code": error.code, **error.details}
    except Exception as error:  # the outer edge: nothing of the inside may reach a browser
        reference = secrets.token_hex(4)
        log.exception("Call of %s failed, reference %s", guard.name, reference)
        sentence = DISK_FULL if NO_SPACE in str(error) else f"{UNEXPECTED} {reference}."
        return {"success": False, "error": sentence, "code": "unexpected", "reference": reference}
    finally:
        forget_read_amid_changes()


def _admit(guard: Guard) -> Actor | None:
    if guard.uplink:
        return _admit_uplink()
    actor = None if guard.public else actor_from_user(signed_in_user())
    if guard.feature and not get_config()["features"][guard.feature]:
        raise Forbidden(SWITCHED_OFF)
    if actor is None:
        return None
    if guard.permission != SIGNED_IN:
        actor.require(guard.permission or "")
    return actor


def _admit_uplink() -> Actor:
    """The system, for a program that connected with the server key; Forbidden for browsers, client keys and code."""
    caller = anvil.server.context.remote_caller
    if caller is None or caller.type != "uplink":
        raise Forbidden("This is for programs that are connected with the server key.")
    return SYSTEM

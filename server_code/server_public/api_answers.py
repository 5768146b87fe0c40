"""How the API answers: JSON ``{success, data, message}`` with the status that fits, to whoever has a token."""

from __future__ import annotations

import functools
import json
import logging
import secrets
from collections.abc import Callable
from datetime import date
from typing import Any

import anvil.server

from ..server_settings.api_token_service import actor_of_token
from ..server_shared.actors import Actor
from ..server_shared.errors import Forbidden, Invalid, MybizzError, NotFound, NotSignedIn
from .rates import TooMany, count_use

log = logging.getLogger("mybizz.api")

STATUSES: tuple[tuple[type[MybizzError], int], ...] = (
    (NotSignedIn, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (TooMany, 429),
    (Invalid, 400),
)
SCHEME = "bearer "

# Path → the permission its callers need.
endpoints: dict[str, str] = {}


def api_endpoint(path: str, *, permission: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Answer ``GET /_/api<path>`` with what ``function(actor, …)`` returns, for tokens with ``permission``."""

    def expose(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def answer(**parameters: Any) -> anvil.server.HttpResponse:
            try:
                actor = _caller()
                actor.require(permission)
                return _response(200, data=function(actor, **parameters))
            except MybizzError as error:
                return _refusal(error)
            except Exception:  # the outer edge: nothing of the inside may reach a caller
                reference = secrets.token_hex(4)
                log.exception("The API failed at %s, reference %s", path, reference)
                return _response(500, message=f"Something went wrong on our side, reference {reference}.")

        endpoints[path] = permission
        return anvil.server.http_endpoint(path, methods=["GET"])(answer)

    return expose


def whole_number(text: Any, name: str, otherwise: int) -> int:
    """A parameter of the address as a number. Raises Invalid."""
    if text in (None, ""):
        return otherwise
    try:
        return int(text)
    except ValueError as error:
        raise Invalid(f"“{name}” must be a whole number.") from error


def _caller() -> Actor:
    header = anvil.server.request.headers.get("authorization") or ""
    if not header.lower().startswith(SCHEME):
        raise NotSignedIn("Send a token in the header “Authorization: Bearer …”.")
    token = header[len(SCHEME) :].strip()
    actor = actor_of_token(token)
    count_use(token)
    return actor


def _refusal(error: MybizzError) -> anvil.server.HttpResponse:
    status = next((status for kind, status in STATUSES if isinstance(error, kind)), 400)
    response = _response(status, message=error.message)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    return response


def _response(status: int, *, data: Any = None, message: str = "") -> anvil.server.HttpResponse:
    body = json.dumps({"success": status == 200, "data": data, "message": message}, default=_json)
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return anvil.server.HttpResponse(status, body, headers)


def _json(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"The API cannot send a {type(value).__name__}")

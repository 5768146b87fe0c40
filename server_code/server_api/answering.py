"""How the API answers: JSON ``{success, data, message}`` with the status that fits, to whoever has a token."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import anvil.server
import msgspec
from anvil.tables import in_transaction

from ..server_settings.api_token_service import actor_of_token
from ..server_shared import audit
from ..server_shared.actors import Actor
from ..server_shared.arguments import is_storable
from ..server_shared.callables import SWITCHED_OFF
from ..server_shared.config import get_config
from ..server_shared.errors import (
    Conflict,
    Duplicate,
    Forbidden,
    Invalid,
    Locked,
    MybizzError,
    NotFound,
    NotSignedIn,
    TooLarge,
)
from .rates import TooMany, count_use

if TYPE_CHECKING:
    from .operations import Operation

log = logging.getLogger("mybizz.api")

SCHEME = "bearer "
MAX_BODY = 1_000_000  # bytes


class WrongMethod(MybizzError):
    """This address has no such method."""

    code = "wrong_method"


class NotJson(MybizzError):
    """A body that says it is something else."""

    code = "not_json"


STATUSES: tuple[tuple[type[MybizzError], int], ...] = (
    (NotSignedIn, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (WrongMethod, 405),
    (Conflict, 409),
    (Duplicate, 409),
    (TooLarge, 413),
    (NotJson, 415),
    (Locked, 423),
    (TooMany, 429),
    (Invalid, 400),
)


class Answer(msgspec.Struct):
    """What every answer is. ``code`` and ``fields`` say what kind of refusal it is, and of what."""

    success: bool
    data: Any = None
    message: str = ""
    code: str | None = None
    fields: dict[str, str] | None = None


def answer(methods: Mapping[str, Operation], /, **parameters: Any) -> anvil.server.HttpResponse:
    """Answer the running request by the operation of its method, or say why not."""
    try:
        wanted = methods.get(anvil.server.request.method)
        if wanted is None:
            raise WrongMethod(f"This address takes {' and '.join(methods)}.")
        return _response(wanted.status, Answer(True, _run(wanted, parameters)))
    except MybizzError as error:
        return refuse(error, methods)
    except Exception:  # the outer edge: nothing of the inside may reach a caller
        reference = secrets.token_hex(4)
        log.exception("The API failed at %s, reference %s", anvil.server.request.path, reference)
        message = f"Something went wrong on our side, reference {reference}."
        return _response(500, Answer(False, message=message, code="unexpected"))


def _run(wanted: Operation, parameters: Mapping[str, Any]) -> Any:
    actor = _caller()
    if wanted.feature and not get_config()["features"][wanted.feature]:
        raise Forbidden(SWITCHED_OFF)
    actor.require(wanted.permission)
    given = {name: parameters[name] for name in wanted.parameters}
    if not is_storable(given):
        raise NotFound("There is nothing at this address.")
    if wanted.query:
        given["query"] = _shaped(dict(anvil.server.request.query_params), wanted.query, is_text=True)
    if wanted.body:
        given["body"] = _shaped(_body(), wanted.body, is_text=False)
    run = in_transaction(_carry_out) if wanted.transaction else _carry_out
    return msgspec.convert(run(wanted, actor, given), wanted.gives)


def _carry_out(wanted: Operation, actor: Actor, given: Mapping[str, Any]) -> Any:
    result = wanted.run(actor, **given)
    if wanted.audited:
        told = {name: msgspec.to_builtins(value) for name, value in given.items()}
        answered = result if isinstance(result, dict) else {}
        audit.log_call(actor, f"api {wanted.run.__name__}", wanted.audited, told, answered)
    return result


def _caller() -> Actor:
    header = anvil.server.request.headers.get("authorization") or ""
    if not header.lower().startswith(SCHEME):
        raise NotSignedIn("Send a token in the header “Authorization: Bearer …”.")
    token = header[len(SCHEME) :].strip()
    actor = actor_of_token(token)
    count_use(token)
    return actor


def _body() -> Any:
    kind = (anvil.server.request.headers.get("content-type") or "").split(";")[0].strip().lower()
    body = anvil.server.request.body
    content = body.get_bytes() if body is not None else b""
    if kind != "application/json" and (content or kind):
        raise NotJson("Send the body as JSON, with “Content-Type: application/json”.")
    if len(content) > MAX_BODY:
        raise TooLarge(f"A body has at most {MAX_BODY:,} bytes.")
    try:
        return msgspec.json.decode(content or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid("The body is not JSON.") from error


def _shaped(given: Any, shape: type, *, is_text: bool) -> Any:
    """What was given as a structure. Raises Invalid with the words of the library, which name the place."""
    if not is_storable(given):
        raise Invalid("There are characters or numbers here that cannot be stored.")
    try:
        return msgspec.convert(given, shape, strict=not is_text)
    except msgspec.ValidationError as error:
        raise Invalid(f"{error}.") from error


def refuse(error: MybizzError, methods: Iterable[str] = ()) -> anvil.server.HttpResponse:
    """Say why a request is not answered; ``methods`` are those that its address takes."""
    status = next((status for kind, status in STATUSES if isinstance(error, kind)), 400)
    fields = error.details.get("fields") or None
    response = _response(status, Answer(False, message=error.message, code=error.code, fields=fields))
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == 405:
        response.headers["Allow"] = ", ".join(methods)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    return response


def _response(status: int, told: Answer) -> anvil.server.HttpResponse:
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return anvil.server.HttpResponse(status, msgspec.json.encode(told).decode(), headers)

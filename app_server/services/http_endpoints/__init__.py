"""The app's own addresses: ``http_endpoint``s under ``/_/api``, ``route``s at the root."""

from __future__ import annotations

import io
import logging
from typing import IO, Any, Literal

from anvil import _server, _threaded_server
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ... import assets
from ...instance import Instance
from ...page import page_response
from ...request_log import path_for_log
from ...rpc import bodies, dispatch
from ...rpc.call import Call
from ...rpc.threads import run_call
from ..session_tokens import COOKIE
from .cross_site import is_cross_site
from .incoming import BadParameters, arguments_of
from .outgoing import CannotSend, plain_text, response_of
from .startup import startup_of

API = "/_/api"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
FAILED = "An exception was raised. Check the application logs for details."

Kind = Literal["http", "route"]

log = logging.getLogger(__name__)


def install(_instance: Instance) -> None:
    """Have ``anvil.server.request.body_json`` read JSON whose type names its charset, as Anvil's other worker does."""
    _threaded_server.HttpRequest.body_json = _server.HttpRequest.body_json


async def api_endpoint(request: Request) -> Response:
    """``/_/api/…``: what ``anvil.server.http_endpoint`` registered."""
    return await _answer(request, "http", request.scope["path"].removeprefix(API))


async def app_route(request: Request) -> Response:
    """Any other address: what ``anvil.server.route`` registered."""
    if request.scope["path"].startswith("/_/"):
        return assets.not_found()
    return await _answer(request, "route", request.scope["path"])


class _AnyPath(PathConvertor):
    """The rest of a path, line breaks among it: what they mean is the app's business."""

    regex = "(?s:.*)"


register_url_convertor("rest", _AnyPath())
ROUTES = [Route(API + "/{path:rest}", api_endpoint, methods=METHODS)]
LAST_ROUTES = [Route("/{path:rest}", app_route, methods=METHODS)]


async def _answer(request: Request, kind: Kind, path: str) -> Response:
    instance: Instance = request.app.state.instance
    try:
        body = await _body_of(request, instance.settings.body_limit_bytes)
        arguments = arguments_of(request, path, body)
    except bodies.TooLarge as error:
        return plain_text(str(error), 413)
    except BadParameters as error:
        return plain_text(str(error), 400)
    call = _call_of(request, instance)
    try:
        return await run_call(call, lambda: _run(request, call, kind, arguments))
    except TimeoutError:
        log.warning("%s:%s took too long", kind, path_for_log(path))
        return plain_text(FAILED, 500)


async def _body_of(request: Request, limit: int) -> IO[bytes]:
    """The body as a file; a request whose head announces none is not waited for. Raises TooLarge."""
    if "content-length" in request.headers or "transfer-encoding" in request.headers:
        return await bodies.read_spooled(request, limit)
    return io.BytesIO()


def _run(request: Request, call: Call, kind: Kind, arguments: dict[str, Any]) -> Response:
    """Call the function in the browser's session, and make the response."""
    instance, name = call.instance, f"{kind}:{arguments['path']}"
    if COOKIE in call.cookies:
        call.session = instance.sessions.load(call.cookies[COOKIE])
    has_session = call.session.stored is not None
    with dispatch.serving(call):
        try:
            response = _respond(request, call, kind, dispatch.run_registered(call, name, [], arguments))
        except Exception as error:  # noqa: BLE001 (whatever the app's code raised, the visitor gets an answer)
            return _failure(name, error)
    if is_cross_site(request):
        return response
    for cookie in call.response_cookies:
        response.headers.append("Set-Cookie", cookie)
    session_cookie = instance.sessions.cookie(call.session, secure=instance.origin.startswith("https:"))
    # An API begins no session in its caller, but one that a browser has may have moved to a new secret.
    if session_cookie is not None and (has_session or kind == "route"):
        response.headers.append("Set-Cookie", session_cookie)
    return response


def _call_of(request: Request, instance: Instance) -> Call:
    """A call without a session yet; other sites' pages have none of this app's cookies."""
    cookies, is_foreign = dict(request.cookies), is_cross_site(request)
    return Call(
        instance,
        instance.sessions.new(),
        "http",
        trusted=False,
        client_ip=request.client.host if request.client else None,
        request_id=request.scope.get("request_id", ""),
        cookies={} if is_foreign else cookies,
        withheld_cookies=cookies if is_foreign else {},
    )


def _respond(request: Request, call: Call, kind: Kind, answer: dict[str, Any]) -> Response:
    body = answer["body"]
    if not isinstance(body, _server._LoadAppResponse):
        return response_of(answer)
    if kind == "http":
        raise CannotSend("A form or an app cannot be returned from an anvil.server.http_endpoint.")
    return page_response(request, startup_of(call, vars(body)), vars(body).get("meta"))


def _failure(name: str, error: Exception) -> Response:
    if isinstance(error, CannotSend):
        log.error("%s: %s", path_for_log(name), error)
        return plain_text(str(error), 500)
    if isinstance(error, _server.NoServerFunctionError) and f'"{name}"' in str(error):
        return plain_text("No matching API endpoint", 404)
    log.error("%s failed", path_for_log(name), exc_info=error)
    return plain_text(FAILED, 500)

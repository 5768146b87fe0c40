"""``/_/server-call-http``: calls from the page, and ``/_/log``: what went wrong in it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import anvil
import brotli
import orjson
import psycopg
from psycopg_pool import PoolTimeout
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response, StreamingResponse

from ..errors import AnvilError
from ..instance import Instance
from ..origins import is_own_origin
from ..services.session_tokens import COOKIE
from . import bodies, dispatch, failures, json_text, mixed_replace, wire
from .call import Call, Frame
from .executor import entered
from .interruption import TIMED_OUT
from .signing import Signer
from .threads import run_call

log = logging.getLogger(__name__)

# A page of a list shrinks to a seventh, in less than a millisecond.
COMPRESSED_FROM_BYTES = 4096
BROTLI_QUALITY = 4


@dataclass(slots=True)
class Answer:
    """What goes back: a message, its media by id, and the cookies to set."""

    message: wire.Message
    media: Mapping[str, anvil.Media] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)
    status: int = 200

    def stock_message(self) -> wire.Message:
        """The message with the stock server's keys and no others."""
        message = {"objects": [], **self.message}
        message.pop("session", None)
        error = message.get("error")
        if error is not None:
            message["error"] = {key: error[key] for key in ("type", "message", "trace") if key in error}
        return message

    def stock_response(self) -> Response:
        """The HTTP response for a client that speaks as the stock server's page."""
        pieces, content_type = mixed_replace.write(self.stock_message(), self.media)
        return self._with_cookies(_mixed(pieces if self.media else iter([b"".join(pieces)]), content_type, self.status))

    def response(self, accepted: str = "") -> Response:
        """The HTTP response for a page whose ``Accept-Encoding`` is ``accepted``."""
        pieces, content_type = bodies.write(self.message, self.media)
        headers = {"Cache-Control": "no-store"}
        if self.media:
            return self._with_cookies(StreamingResponse(pieces, self.status, headers, content_type))
        body = b"".join(pieces)
        if len(body) > COMPRESSED_FROM_BYTES and "br" in accepted:
            body = brotli.compress(body, quality=BROTLI_QUALITY)
            headers["Content-Encoding"] = "br"
        return self._with_cookies(Response(body, self.status, headers, content_type))

    def _with_cookies(self, response: Response) -> Response:
        for cookie in self.cookies:
            response.headers.append("Set-Cookie", cookie)
        return response


async def server_call(request: Request) -> Response:
    """Answer one call of the page. See docs/developers/wire.md."""
    instance: Instance = request.app.state.instance
    if not is_own_page(request):
        return _refusal(
            403, "anvil.server.PermissionDenied", "Calls are taken only from the app's own pages."
        ).response()
    try:
        message, media, is_stock = await bodies.read(request, instance.settings.body_limit_bytes)
    except bodies.TooLarge as error:
        return _refusal(413, "anvil.server.SerializationError", str(error)).response()
    except bodies.Malformed as error:
        return _refusal(400, "anvil.server.SerializationError", str(error)).response()
    if is_stock and message["type"] == "LOG":
        await keep_report(request, message)
        return _mixed(*mixed_replace.nothing())
    answer = await answered(call_of(request, instance), message, media)
    if is_stock:
        return answer.stock_response()
    return answer.response(request.headers.get("accept-encoding", ""))


async def answered(call: Call, message: wire.Message, media: Mapping[str, anvil.Media]) -> Answer:
    """Run what a CALL asks for in a thread, for no longer than a call may take."""
    try:
        return await run_call(call, lambda: _answer(call, message, media))
    except TimeoutError:
        log.warning("%s took too long", message.get("command"))
        return Answer({"id": message["id"], "error": _error("anvil.server.TimeoutError", TIMED_OUT)})
    except (psycopg.OperationalError, PoolTimeout) as error:
        log.error("%s: the database cannot be used: %s", message.get("command"), error)
        return _refusal(503, "anvil.server.RuntimeUnavailableError", "The server cannot reach its database just now.")


async def log_error(request: Request) -> Response:
    """Keep in the server's log what the page reports of itself."""
    if not is_own_page(request):
        return Response(status_code=403)
    try:
        body = await bodies.read_limited(request, bodies.LOG_LIMIT_BYTES)
        report = orjson.loads(body)
    except (bodies.TooLarge, orjson.JSONDecodeError):
        return Response(status_code=400)
    await keep_report(request, report)
    return Response(status_code=204)


async def keep_report(connection: HTTPConnection, report: Any) -> None:
    """Put what a page says of itself into the log, with its session's id."""
    instance: Instance = connection.app.state.instance
    session = await asyncio.get_running_loop().run_in_executor(
        instance.threads, instance.sessions.load, connection.cookies.get(COOKIE)
    )
    log.warning("in the browser, session %s: %s", session.id, json_text.dumps(report).decode())


def is_own_page(request: HTTPConnection) -> bool:
    """Whether the request comes from a page of this app, by what the browser says of it."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    return is_own_origin(request, request.headers.get("origin"))


def call_of(request: HTTPConnection, instance: Instance) -> Call:
    """A browser's call; its session is loaded later, in the thread that answers it."""
    return Call(
        instance,
        instance.sessions.new(),
        "browser",
        trusted=False,
        client_ip=request.client.host if request.client else None,
        request_id=request.scope.get("request_id", ""),
        cookies=dict(request.cookies),
    )


def _answer(call: Call, message: wire.Message, media: Mapping[str, anvil.Media]) -> Answer:
    call.session = call.instance.sessions.load(call.cookies.get(COOKIE))
    call.callers = (Frame("browser", message.get("v")),)
    message_id = message["id"]
    try:
        _need_session(call, message)
        with dispatch.serving(call), entered(call.of_server_code()):
            encoded, out_media = _run(call, message, media)
            if encoded.get("objects") and call.session.stored is None:
                # Capabilities are bound to the session, which must outlive this request then.
                call.session.changed()
        answer = Answer({**encoded, "id": message_id}, out_media)
    except Exception as error:  # noqa: BLE001 (the page must get an answer whatever the app's code raised)
        function = str(message.get("command") or "a live object's method")
        answer = Answer({"id": message_id, "error": failures.report(error, function, with_trace=False)})
    if call.session.stored is not None:
        answer.message["session"] = True
    answer.cookies = list(call.response_cookies)
    session_cookie = call.instance.sessions.cookie(call.session, secure=call.instance.origin.startswith("https:"))
    if session_cookie is not None:
        answer.cookies.append(session_cookie)
    return answer


def _need_session(call: Call, message: wire.Message) -> None:
    """Raise AnvilError when the page was in a session that has ended, so that it does not go on as somebody else."""
    was_in_one = message.get("session") and message.get("command") != "anvil.private.reset_session"
    if was_in_one and call.session.token is None:
        raise AnvilError("anvil.server.SessionExpiredError", "Session expired")


def _run(
    call: Call, message: wire.Message, media: Mapping[str, anvil.Media]
) -> tuple[wire.Message, dict[str, anvil.Media]]:
    name = wire.called_name(message)
    signer = Signer.for_call(call)
    capabilities: list[Any] = []
    decoded = wire.decode(
        message,
        media,
        signer,
        remote_is_trusted=False,
        packages=call.instance.app.packages,
        capabilities=capabilities,
    )
    live_object = wire.live_object_of(decoded.get("liveObjectCall"), signer)
    value = dispatch.route(call, name, decoded.get("args") or [], decoded.get("kwargs") or {}, live_object)
    # What the function did may have moved the session on: a log-in that begins a new one, say.
    return wire.encode_response({"response": value}, capabilities, Signer.for_call(call), remote_is_trusted=False)


def _mixed(pieces: Iterator[bytes], content_type: str, status: int = 200) -> Response:
    return StreamingResponse(pieces, status, {"Cache-Control": "no-store"}, content_type)


def _refusal(status: int, kind: str, text: str) -> Answer:
    return Answer({"error": _error(kind, text)}, status=status)


def _error(kind: str, text: str) -> dict[str, Any]:
    return {"type": kind, "message": text, "trace": []}

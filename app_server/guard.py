"""What gets through to the app: requests for this server's own names, from clients that go on sending."""

from __future__ import annotations

import asyncio
import logging

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .origins import is_own_host
from .request_log import path_for_log

log = logging.getLogger(__name__)

# A client may pause for so long while it sends a body.
PAUSE_SECONDS = 30
WRONG_HOST = "This server does not answer for that host name. Its operator can give it one, with --origin."
TOO_SLOW = "The request did not arrive in time."
# Whoever watches over the server may call it by any name.
FOR_ANY_HOST = ("/_/health", "/_/ready")


class Guard:
    """ASGI middleware; ``origin`` is the server's public address."""

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self._app = app
        self._origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._is_for_us(scope):
            await _refuse_host(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_for_us(self, scope: Scope) -> bool:
        if scope["type"] not in ("http", "websocket") or scope["path"] in FOR_ANY_HOST:
            return True
        host = Headers(scope=scope).get("host")
        return host is None or is_own_host(host, self._origin)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def noting(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, _without_pauses(receive), noting)
        except ClientDisconnect:
            log.info("%s %s: the request's body did not come", scope["method"], path_for_log(scope["path"]))
            if not has_begun:
                await PlainTextResponse(TOO_SLOW, 408, {"Connection": "close"})(scope, receive, send)


def _without_pauses(receive: Receive) -> Receive:
    """The same body; a client that stops in the middle of it counts as gone."""
    has_ended = False

    async def receive_in_time() -> Message:
        nonlocal has_ended
        if has_ended:  # what comes now is only the client's going, for which a long answer waits
            return await receive()
        try:
            async with asyncio.timeout(PAUSE_SECONDS):
                message = await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        has_ended = not message.get("more_body")
        return message

    return receive_in_time


async def _refuse_host(scope: Scope, receive: Receive, send: Send) -> None:
    log.warning("refused a request for the host %r", Headers(scope=scope).get("host"))
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        await PlainTextResponse(WRONG_HOST, 421)(scope, receive, send)

"""``/_/ws``: the websocket on which the stock server's page calls; this server's own page has no need of it.

Facts of the protocol: ``client/js/modules/_server/{rpc,websocket,handlers}.ts`` and ``anvil/runtime/browser_ws.clj`` of
the stock runtime. The frames are those of an uplink.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any

from starlette.concurrency import iterate_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from ..instance import Instance
from ..services.session_tokens import COOKIE
from . import bodies, browser, json_text
from .uplink_messages import Assembler, ProtocolError, Received, frames

log = logging.getLogger(__name__)

# One page waits for its last call before it makes the next; what comes faster than this is not read.
MAX_CALLS = 16
TEND_SECONDS = 10


async def connect(websocket: WebSocket) -> None:
    """Answer the calls of a page of this app until either side closes; others are refused with a 403."""
    if not browser.is_own_page(websocket):
        await websocket.close()
        return
    page = PageSocket(websocket)
    await page.accept()
    tending = asyncio.create_task(page.tend())
    try:
        while (frame := await websocket.receive())["type"] != "websocket.disconnect":
            await page.receive(frame)
    except ProtocolError as error:
        log.warning("closing a page's websocket: %s", error)
        await websocket.close()
    finally:
        tending.cancel()


class PageSocket:
    """The server's end of one connection, with the cookies that its calls set: a websocket hands none to a browser."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._instance: Instance = websocket.app.state.instance
        self._limit = self._instance.settings.body_limit_bytes
        self._assembler = Assembler(self._limit)
        self._cookies = dict(websocket.cookies)
        self._sending = asyncio.Lock()
        self._room = asyncio.Semaphore(MAX_CALLS)
        self._calls: set[asyncio.Task[None]] = set()

    async def accept(self) -> None:
        """Open the connection: who comes without a cookie is given one, for there is no way to do so later."""
        headers = []
        if not self._cookies.get(COOKIE):
            cookie = self._instance.sessions.promised_cookie(secure=self._instance.origin.startswith("https:"))
            self._keep(cookie)
            headers.append((b"set-cookie", cookie.encode()))
        await self._websocket.accept(headers=headers)

    async def receive(self, frame: Mapping[str, Any]) -> None:
        """Take one frame. Raises ProtocolError, after which the connection must be closed."""
        try:
            await self._take(frame)
        except (KeyError, TypeError, AttributeError, json.JSONDecodeError, RecursionError) as error:
            raise ProtocolError(f"A message is malformed: {error!r}") from error

    async def tend(self) -> None:
        """Fail, now and then, the calls whose media have stopped coming."""
        while True:
            await asyncio.sleep(TEND_SECONDS)
            for received in self._assembler.abandoned():
                await self._start(received)

    def _keep(self, cookie: str) -> None:
        self._cookies |= {name: item.value for name, item in SimpleCookie(cookie).items()}

    async def _take(self, frame: Mapping[str, Any]) -> None:
        if frame.get("bytes") is not None:
            await self._start(self._assembler.chunk(frame["bytes"]))
            return
        text = frame["text"]
        if len(text) > self._limit:
            raise ProtocolError("A message is larger than this server takes.")
        message = json_text.loads(text)
        kind = message.get("type")
        if kind == "CHUNK_HEADER":
            self._assembler.chunk_header(message)
        elif kind == "CALL":
            # As for a page that was in a session: when it has ended, nobody goes on as somebody else.
            await self._start(self._assembler.message({**message, "session": True}))
        elif kind == "LOG" and len(text) <= bodies.LOG_LIMIT_BYTES:
            await browser.keep_report(self._websocket, message)
        else:
            raise ProtocolError(f"A message of type {kind!r} is not taken here.")

    async def _start(self, received: Received | None) -> None:
        if received is None:
            return
        await self._room.acquire()
        task = asyncio.create_task(self._answer(received))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _answer(self, received: Received) -> None:
        try:
            answer = await self._answered(received)
            for cookie in answer.cookies:
                self._keep(cookie)
            await self._send({"id": received.message["id"], **answer.stock_message()}, answer.media)
        except (WebSocketDisconnect, RuntimeError):
            pass  # it has gone, and nobody waits for the answer
        finally:
            self._room.release()

    async def _answered(self, received: Received) -> browser.Answer:
        if received.failure is not None:
            return browser.Answer({"error": {"trace": [], **received.failure}})
        call = browser.call_of(self._websocket, self._instance)
        call.cookies = dict(self._cookies)
        return await browser.answered(call, received.message, received.media)

    async def _send(self, message: dict[str, Any], media: Mapping[str, Any]) -> None:
        async with self._sending:
            async for text, content in iterate_in_threadpool(frames(message, media)):
                await self._websocket.send_text(text)
                if content is not None:
                    await self._websocket.send_bytes(content)

"""What stands before every endpoint of a service: it may be down, broken, too busy, slow, or cut off after it took."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .world import World

Handler = Callable[[Request], Awaitable[Response]]
CUT = "simulator.cut"


class Answers(Protocol):
    """How a service says that something is wrong."""

    def too_many(self, retry_after_seconds: float) -> Response:
        """Its answer to who asks too often."""

    def broken(self) -> Response:
        """Its answer when it fails itself."""


class CuttableProtocol(HttpToolsProtocol):
    """Lets an endpoint cut the line, so that its caller cannot know what became of the request."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {CUT: {"now": self.transport.abort}}


class Bucket:
    """A token bucket of one second."""

    def __init__(self) -> None:
        self._tokens, self._at = 0.0, 0.0

    def takes(self, per_second: float) -> bool:
        """Whether one more is within the limit; 0 is no limit."""
        now = time.monotonic()
        if per_second <= 0:
            return True
        self._tokens = min(max(per_second, 1), self._tokens + (now - self._at) * per_second)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Gate:
    """Wraps the endpoints of one service."""

    def __init__(self, world: World, service: str, answers: Answers) -> None:
        self._world, self._answers = world, answers
        self._switches = world.switches[service]
        self._bucket = Bucket()

    def __call__(self, handler: Handler) -> Handler:
        """The endpoint behind the gate."""

        async def endpoint(request: Request) -> Response:
            refusal = await self._refusal(request)
            if refusal is not None:
                return refusal
            answer = await handler(request)
            if self._switches.hold:
                await asyncio.sleep(self._switches.hold)
            if request.method == "POST" and answer.status_code < 300 and self._world.chance(self._switches.cut_off):
                return await _cut(request)
            return answer

        return endpoint

    def mount(self, path: str, endpoints: Iterable[tuple[str, Handler, str]], signed_in: Callable[[Any], Any]) -> Mount:
        """Endpoints (path, work, method) below ``path``, each behind the gate and then behind ``signed_in``."""
        routes = [Route(below, self(signed_in(work)), methods=[verb]) for below, work, verb in endpoints]
        return Mount(path, routes=routes)

    async def _refusal(self, request: Request) -> Response | None:
        if self._switches.down:
            return await _cut(request)
        if self._world.chance(self._switches.broken):
            return self._answers.broken()
        if self._world.chance(self._switches.too_many) or not self._bucket.takes(self._switches.per_second):
            return self._answers.too_many(self._switches.retry_after)
        return None


async def _cut(request: Request) -> Response:
    line = request.scope.get("extensions", {}).get(CUT)
    if line is None:
        return Response(status_code=503)
    line["now"]()
    await asyncio.sleep(0)
    return Response(status_code=503)

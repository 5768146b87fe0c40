"""One connected uplink: calls in both directions, nested ones in the thread of the call that they belong to."""

from __future__ import annotations

import asyncio
import json
import queue
import re
import secrets
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import anvil
from anvil import _server
from starlette.websockets import WebSocket

from . import json_text, wire
from .call import Call
from .call import Frame as CallFrame
from .interruption import TIMED_OUT, CallTimedOut, Interruption
from .signing import Signer
from .uplink_conversation import Conversation, Inbox, Remote, disconnected, state_id
from .uplink_messages import Assembler, Frame, ProtocolError, Received, frames

if TYPE_CHECKING:
    from ..instance import Instance

# An uplink's transaction that nothing happens in is rolled back after this time, as Anvil does.
IDLE_TRANSACTION_SECONDS = 10
IDLE_SECONDS = 1
MAX_STACKS = 1000
SEND_TIMEOUT_SECONDS = 60

# What Anvil's own server calls the code behind each key in ``anvil.server.context``.
FRAME_TYPES = {"uplink": "uplink", "client_uplink": "client-uplink"}


class Connection:
    """The server's end of an uplink: ``receive`` and ``closed`` are for the event loop, the rest for worker threads."""

    def __init__(self, websocket: WebSocket, instance: Instance, privilege: Any, protocol_version: int) -> None:
        self.websocket = websocket
        self.instance = instance
        self.id = secrets.token_hex(8)
        self.trusted = privilege == "uplink"
        self.address = websocket.client.host if websocket.client else None
        self._protocol_version = protocol_version
        session = instance.sessions.new()
        callers = (CallFrame(FRAME_TYPES[privilege], protocol_version),)
        self._call = Call(instance, session, privilege, self.trusted, client_ip=self.address, callers=callers)
        self._remote = Remote(instance, Signer.for_call(self._call), trusted=self.trusted)
        self._loop = asyncio.get_running_loop()
        self._sending = asyncio.Lock()
        self._assembler = Assembler(0 if self.trusted else instance.settings.body_limit_bytes)
        self._pending: dict[str, Inbox] = {}
        self._stacks: dict[str, Inbox] = {}
        self._clocks: dict[str, asyncio.TimerHandle] = {}
        self._lock = threading.Lock()
        self._is_closed = False

    def receive(self, frame: Mapping[str, Any]) -> None:
        """Take one frame. Raises ProtocolError, after which the connection must be closed."""
        try:
            self._take(frame)
        except (KeyError, TypeError, AttributeError, json.JSONDecodeError, RecursionError) as error:
            raise ProtocolError(f"A message is malformed: {error!r}") from error

    def tend(self) -> None:
        """Fail the messages whose media have stopped coming; asked for now and then by the event loop."""
        for received in self._assembler.abandoned():
            self._deliver(received)

    def closed(self) -> None:
        """Tell everybody who waits that nothing more will come."""
        with self._lock:
            self._is_closed = True
            inboxes = [*self._pending.values(), *self._stacks.values()]
        for clock in self._clocks.values():
            clock.cancel()
        for inbox in inboxes:
            inbox.put(None)

    def call(self, call: Call, name: str, args: Any, kwargs: Any) -> Any:
        """Have the uplink run a function it registered. Raises as :meth:`Conversation.hold` does."""
        return Conversation(self, self._remote, call, self._protocol_version).hold(name, args, kwargs)

    def open(self, call_id: str, inbox: Inbox | None = None) -> Inbox:
        """Collect what the uplink says in that call, in ``inbox`` or a new one. Raises ``UplinkDisconnectedError``."""
        inbox = inbox or queue.SimpleQueue()
        with self._lock:
            if self._is_closed:
                raise disconnected()
            self._pending |= {call_id: inbox, state_id(call_id): inbox}
        return inbox

    def hang_up(self, call_id: str) -> None:
        """Hear no more of that call."""
        with self._lock:
            self._pending.pop(call_id, None)
            self._pending.pop(state_id(call_id), None)

    def send(self, message: wire.Message, media: Mapping[str, anvil.Media]) -> None:
        """Send, piece by piece, each when the socket has taken the last. Raises ``UplinkDisconnectedError``."""
        for frame in frames(message, media):
            try:
                self.send_frame(frame, answers=message["id"]).result(SEND_TIMEOUT_SECONDS)
            except (RuntimeError, TimeoutError) as error:
                raise disconnected() from error

    def send_frame(self, frame: Frame, answers: str = "") -> Future[None]:
        """Send a text with the bytes that must follow it. Raises RuntimeError when the server's loop has ended."""
        return asyncio.run_coroutine_threadsafe(self._send(*frame, answers), self._loop)

    async def _send(self, text: str, content: bytes | None, answers: str) -> None:
        clock = self._clocks.pop(answers, None)
        if clock is not None:
            clock.cancel()
        async with self._sending:
            await self.websocket.send_text(text)
            if content is not None:
                await self.websocket.send_bytes(content)

    def _take(self, frame: Mapping[str, Any]) -> None:
        if frame.get("bytes") is not None:
            self._deliver(self._assembler.chunk(frame["bytes"]))
            return
        message = json_text.loads(frame["text"])
        kind = message.get("type")
        if kind == "CHUNK_HEADER":
            self._assembler.chunk_header(message)
        elif kind == "MEDIA_ERROR":
            self._deliver(self._assembler.media_error(message))
        elif kind == "REGISTER":
            self._register(message["name"])
        elif kind == "REGISTER_LIVE_OBJECT_BACKEND":
            raise ProtocolError("Cannot register live-object backends the uplink.")
        elif kind == "CALL" or "response" in message or "error" in message:
            self._deliver(self._assembler.message(message))

    def _register(self, name: str) -> None:
        if not self.trusted:
            raise ProtocolError(
                "Cannot register @anvil.server.callable functions from an unprivileged (client) uplink."
            )
        try:
            self.instance.uplinks.register(name, self)
        except re.error as error:
            raise ProtocolError("Invalid function name specification") from error

    def _deliver(self, received: Received | None) -> None:
        """Hand a complete message to the thread that it is for."""
        if received is None:
            return
        message = received.message
        if message.get("type") != "CALL":
            inbox = self._pending.get(message["id"]) if self.trusted else None
            if inbox is not None:
                inbox.put(received)
            return
        stack_id = str(message.get("call-stack-id"))
        with self._lock:
            inbox = self._pending.get(stack_id) or self._stacks.get(stack_id)
            if inbox is None:
                if len(self._stacks) >= MAX_STACKS:
                    raise ProtocolError("Too many calls at once.")
                inbox = self._stacks[stack_id] = queue.SimpleQueue()
                threading.Thread(target=self._work, args=(stack_id, inbox), name="uplink", daemon=True).start()
            if stack_id in self._stacks:
                self._start_clock(received)
            inbox.put(received)

    def _answer_in_time(self, received: Received) -> None:
        assert received.interruption is not None
        try:
            answer = self._remote.answer(replace(self._call, interruption=received.interruption), received)
        except CallTimedOut:
            self.instance.database.rollback_open()
            return
        if not received.is_answered:
            self.send(*answer)

    def _start_clock(self, received: Received) -> None:
        """Answer for the call when it takes too long; the clock is stopped when its answer is sent."""
        received.interruption = Interruption()
        seconds = self.instance.settings.call_timeout_seconds
        self._clocks[received.message["id"]] = self._loop.call_later(seconds, self._time_out, received)

    def _time_out(self, received: Received) -> None:
        """Answer in place of a thread that does not; what its uplink calls next gets another one."""
        assert received.interruption is not None
        received.interruption.interrupt()
        with self._lock:
            inbox = self._stacks.pop(str(received.message.get("call-stack-id")), None)
        if inbox is not None:
            inbox.put(None)
        error = {"type": "anvil.server.TimeoutError", "message": TIMED_OUT, "trace": []}
        answer = {"id": received.message["id"], "error": error, "objects": []}
        self.send_frame((json_text.dumps(answer).decode(), None), answers=answer["id"])
        received.is_answered = True

    def _work(self, stack_id: str, inbox: Inbox) -> None:
        """Answer the calls of one of the uplink's threads, all in one thread, since its transaction is a thread's."""
        try:
            while True:
                in_transaction = self.instance.database.in_transaction()
                try:
                    received = inbox.get(timeout=IDLE_TRANSACTION_SECONDS if in_transaction else IDLE_SECONDS)
                except queue.Empty:
                    if self.instance.database.expire_idle():
                        continue  # whoever comes back to the transaction is told
                    with self._lock:
                        if inbox.empty() and self._stacks.get(stack_id) is inbox:
                            del self._stacks[stack_id]
                            return
                    continue
                if received is None:
                    return
                self._answer_in_time(received)
        except _server.UplinkDisconnectedError:
            pass  # there is nobody to tell any more
        finally:
            self.instance.database.rollback_open()

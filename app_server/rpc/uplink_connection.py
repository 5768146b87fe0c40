"""One connected uplink: calls in both directions, nested ones in the thread of the call that they belong to."""

from __future__ import annotations

import asyncio
import itertools
import queue
import re
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import anvil.server
import orjson
from anvil import _server
from starlette.websockets import WebSocket

from .. import metrics
from . import dispatch, executor, failures, wire
from .call import Call
from .signing import Signer
from .uplink_messages import Assembler, ProtocolError, Received, frames

if TYPE_CHECKING:
    from ..instance import Instance

# An uplink's transaction that nothing happens in is rolled back after this time, as Anvil does.
IDLE_SECONDS = 10
MAX_STACKS = 128
# How often somebody who waits for an uplink looks whether the call has been given up.
PATIENCE_SECONDS = 1
SEND_TIMEOUT_SECONDS = 60

# Puts an end to whoever waits for a message of a connection that has closed.
_CLOSED = None
Inbox = queue.SimpleQueue[Received | None]


class Connection:
    """The server's end of an uplink: ``receive`` and ``closed`` are for the event loop, ``call`` for worker threads."""

    def __init__(self, websocket: WebSocket, instance: Instance, privilege: Any) -> None:
        self.websocket = websocket
        self.instance = instance
        self.trusted = privilege == "uplink"
        self.address = websocket.client.host if websocket.client else None
        session = instance.sessions.new()
        self._call = Call(instance, session, privilege, self.trusted, client_ip=self.address, callers=(privilege,))
        self._signer = Signer.for_call(self._call)
        self._loop = asyncio.get_running_loop()
        self._sending = asyncio.Lock()
        self._assembler = Assembler()
        self._pending: dict[str, Inbox] = {}
        self._stacks: dict[str, Inbox] = {}
        self._lock = threading.Lock()
        self._is_closed = False
        self._ids = itertools.count(1)

    def receive(self, frame: Mapping[str, Any]) -> None:
        """Take one frame. Raises ProtocolError, after which the connection must be closed."""
        try:
            self._take(frame)
        except (KeyError, TypeError, AttributeError, orjson.JSONDecodeError) as error:
            raise ProtocolError(f"A message is malformed: {error!r}") from error

    def _take(self, frame: Mapping[str, Any]) -> None:
        if frame.get("bytes") is not None:
            self._deliver(self._assembler.chunk(frame["bytes"]))
            return
        message = orjson.loads(frame["text"])
        kind = message.get("type")
        if kind == "CHUNK_HEADER":
            self._assembler.chunk_header(message)
        elif kind == "MEDIA_ERROR":
            self._deliver(self._assembler.media_error(message))
        elif kind == "REGISTER":
            self._register(message["name"])
        elif kind == "REGISTER_LIVE_OBJECT_BACKEND":
            raise ProtocolError("Cannot register live-object backends from the uplink.")
        elif kind == "CALL" or "response" in message or "error" in message:
            self._deliver(self._assembler.message(message))

    def closed(self) -> None:
        """Tell everybody who waits that nothing more will come."""
        with self._lock:
            self._is_closed = True
            inboxes = [*self._pending.values(), *self._stacks.values()]
        for inbox in inboxes:
            inbox.put(_CLOSED)

    def call(self, call: Call, name: str, args: Any, kwargs: Any) -> Any:
        """Have the uplink run a function it registered, and answer what that calls meanwhile.

        Raises what the function raised, as Anvil's library words it, or ``UplinkDisconnectedError``.
        """
        call_id = f"server-{next(self._ids)}-{secrets.token_hex(4)}"
        inbox: Inbox = queue.SimpleQueue()
        with self._lock:
            if self._is_closed:
                raise _disconnected()
            self._pending |= {call_id: inbox, _state_id(call_id): inbox}
        try:
            capabilities = self._send_call(call, call_id, name, args, kwargs)
            return self._await_response(call, call_id, inbox, capabilities)
        finally:
            with self._lock:
                self._pending.pop(call_id, None)
                self._pending.pop(_state_id(call_id), None)

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
            inbox.put(received)

    def _work(self, stack_id: str, inbox: Inbox) -> None:
        """Answer the calls of one of the uplink's threads, all in one thread, since its transaction is a thread's."""
        try:
            while True:
                try:
                    received = inbox.get(timeout=IDLE_SECONDS)
                except queue.Empty:
                    with self._lock:
                        if inbox.empty():
                            self._stacks.pop(stack_id, None)
                            return
                    continue
                if received is _CLOSED:
                    return
                self._answer(self._call, received)
        except _server.UplinkDisconnectedError:
            pass  # there is nobody to tell any more
        finally:
            self.instance.database.rollback_open()

    def _send_call(self, call: Call, call_id: str, name: str, args: Any, kwargs: Any) -> list[Any]:
        capabilities: list[Any] = []
        values = executor.session_of(call)
        session_data, _ = wire.encode({"session": values}, self._signer, remote_is_trusted=True)
        message, media = wire.encode(
            {"args": list(args), "kwargs": kwargs}, self._signer, remote_is_trusted=True, capabilities=capabilities
        )
        message |= {
            "type": "LAUNCH_BACKGROUND" if call.task_id and name.startswith("task:") else "CALL",
            "id": call_id,
            "call-stack-id": call_id,
            "command": name,
            "sessionData": session_data,
            "client": {"type": call.origin, "ip": call.client_ip, "background-task-id": call.task_id},
            "call-stack": [{"type": caller} for caller in call.callers or (call.origin,)],
            "app-info": executor.app_info(self.instance.app),
        }
        self._send(message, media)
        return capabilities

    def _await_response(self, call: Call, call_id: str, inbox: Inbox, capabilities: list[Any]) -> Any:
        nested = replace(call, trusted=True, root=None, callers=("uplink", *(call.callers or (call.origin,))))
        while True:
            received = _next_of(inbox, call, lambda: self._ask_for_state(call, call_id))
            if received is None:
                raise _disconnected()
            if received.message.get("type") == "CALL":
                self._answer(nested, received)
                continue
            response = self._decode(received)
            if response["id"] == _state_id(call_id):
                _keep_state(response.get("response"))
                continue
            _keep_state(response.get("taskState"))
            if "error" in response:
                raise _server._deserialise_exception(response["error"])
            _server.apply_cap_updates(response, capabilities)
            if response.get("sessionData"):
                kept = wire.decode(response["sessionData"], {}, self._signer, remote_is_trusted=True)
                executor.keep_session(call, kept.get("session") or {})
            return response["response"]

    def _ask_for_state(self, call: Call, call_id: str) -> None:
        """Have an uplink that runs a background task tell how far it is."""
        if call.task_id is not None:
            self._send({"type": "GET_TASK_STATE", "id": _state_id(call_id), "task": call_id}, {})

    def _answer(self, call: Call, received: Received) -> None:
        message = received.message
        try:
            with executor.entered(call.of_server_code()):
                answer, media = self._run(call, received)
        except Exception as error:  # noqa: BLE001 (the uplink must get an answer whatever the app's code raised)
            name = str(message.get("command") or "a live object's method")
            answer, media = {"error": failures.report(error, name, with_trace=self.trusted)}, {}
        self.instance.sessions.save(call.session)
        self._send({**answer, "id": message["id"]}, media)

    def _run(self, call: Call, received: Received) -> tuple[wire.Message, dict[str, anvil.Media]]:
        capabilities: list[Any] = []
        name = wire.called_name(received.message)
        message = self._decode(received, capabilities)
        live_object = wire.live_object_of(message.get("liveObjectCall"), self._signer)
        with metrics.measured(call.origin):
            value = dispatch.route(call, name, message.get("args") or [], message.get("kwargs") or {}, live_object)
        response = {"response": value}
        return wire.encode_response(response, capabilities, self._signer, remote_is_trusted=self.trusted)

    def _decode(self, received: Received, capabilities: list[Any] | None = None) -> wire.Message:
        if received.failure is not None:
            raise _server._deserialise_exception(received.failure)
        return wire.decode(
            received.message,
            received.media(),
            self._signer,
            remote_is_trusted=self.trusted,
            packages=self.instance.app.packages,
            capabilities=capabilities,
        )

    def _send(self, message: wire.Message, media: dict[str, anvil.Media]) -> None:
        """Send from a worker thread, and wait until the socket has taken it. Raises ``UplinkDisconnectedError``."""
        try:
            asyncio.run_coroutine_threadsafe(self._send_frames(message, media), self._loop).result(SEND_TIMEOUT_SECONDS)
        except (RuntimeError, TimeoutError) as error:
            raise _disconnected() from error

    async def _send_frames(self, message: wire.Message, media: dict[str, anvil.Media]) -> None:
        for text, content in frames(message, media):
            async with self._sending:
                await self.websocket.send_text(text)
                if content is not None:
                    await self.websocket.send_bytes(content)


def _next_of(inbox: Inbox, call: Call, be_patient: Callable[[], None]) -> Received | None:
    """Wait for a message, for as long as somebody waits for the call. Raises CallTimedOut."""
    while True:
        call.interruption.check()
        try:
            return inbox.get(timeout=PATIENCE_SECONDS)
        except queue.Empty:
            be_patient()


def _state_id(call_id: str) -> str:
    """The id under which an uplink tells the state of the task that it runs as ``call_id``."""
    return f"{call_id}-state"


def _keep_state(state: Any) -> None:
    """Make what an uplink's task says of itself the state of the task that this thread runs."""
    if state is not None:
        anvil.server.task_state = state


def _disconnected() -> _server.UplinkDisconnectedError:
    return _server.UplinkDisconnectedError("Uplink disconnected")

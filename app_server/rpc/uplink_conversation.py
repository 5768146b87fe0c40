"""A call of the server to an uplink's function: what is said in it, over whichever line leads to the uplink."""

from __future__ import annotations

import itertools
import queue
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import anvil.server
from anvil import _server

from .. import metrics
from . import dispatch, executor, failures, wire
from .call import Call, Frame
from .interruption import CallTimedOut
from .signing import Signer
from .uplink_messages import Received

if TYPE_CHECKING:
    from ..instance import Instance

# How often somebody who waits for an uplink looks whether the call has been given up.
PATIENCE_SECONDS = 1

# Messages for one call; None when nothing more will come, because the uplink is gone.
Inbox = queue.SimpleQueue[Received | None]

_numbers = itertools.count(1)


class Line(Protocol):
    """The way to an uplink: a websocket of this process, or of another."""

    def open(self, call_id: str) -> Inbox:
        """Begin to collect what the uplink says in that call. Raises ``UplinkDisconnectedError``."""

    def send(self, message: wire.Message, media: Mapping[str, anvil.Media]) -> None:
        """Returns when it is on its way. Raises ``UplinkDisconnectedError``."""

    def hang_up(self, call_id: str) -> None:
        """Hear no more of that call."""


class Remote:
    """The party at the other end: answers its calls and reads its messages, in whatever thread is asked."""

    def __init__(self, instance: Instance, signer: Signer, *, trusted: bool) -> None:
        self.instance = instance
        self.signer = signer
        self.trusted = trusted

    def answer(self, call: Call, received: Received) -> tuple[wire.Message, dict[str, anvil.Media]]:
        """What to answer to a CALL of the uplink, errors included."""
        message = received.message
        try:
            with executor.entered(call.of_server_code()):
                answer, media = self._run(call, received)
        except Exception as error:  # noqa: BLE001 (the uplink must get an answer whatever the app's code raised)
            name = str(message.get("command") or "a live object's method")
            described = failures.report(error, name, with_trace=self.trusted)
            described.pop("reference", None)  # for people who look at a page
            answer, media = {"error": described}, {}
        self.instance.sessions.save(call.session)
        return {**answer, "id": message["id"]}, media

    def decode(self, received: Received, capabilities: list[Any] | None = None) -> wire.Message:
        """The message with its objects. Raises what :func:`wire.decode` does, or why its media never came."""
        if received.failure is not None:
            raise _server._deserialise_exception(received.failure)
        return wire.decode(
            received.message,
            received.media,
            self.signer,
            remote_is_trusted=self.trusted,
            packages=self.instance.app.packages,
            capabilities=capabilities,
        )

    def _run(self, call: Call, received: Received) -> tuple[wire.Message, dict[str, anvil.Media]]:
        capabilities: list[Any] = []
        name = wire.called_name(received.message)
        message = self.decode(received, capabilities)
        live_object = wire.live_object_of(message.get("liveObjectCall"), self.signer)
        with metrics.measured(call.origin):
            value = dispatch.route(call, name, message.get("args") or [], message.get("kwargs") or {}, live_object)
        response = {"response": value}
        return wire.encode_response(response, capabilities, self.signer, remote_is_trusted=self.trusted)


class Conversation:
    """One call to an uplink, and the calls that the uplink makes while it answers."""

    def __init__(self, line: Line, remote: Remote, call: Call, protocol_version: int | None = None) -> None:
        self._line = line
        self._remote = remote
        self._call = call
        self._id = f"server-{next(_numbers)}-{secrets.token_hex(4)}"
        self._protocol_version = protocol_version
        self._capabilities: list[Any] = []

    def hold(self, name: str, args: Any, kwargs: Any) -> Any:
        """Have the uplink run a function it registered, and answer what that calls meanwhile, in this thread.

        Raises what the function raised, as Anvil's library words it, or ``UplinkDisconnectedError``.
        """
        inbox = self._line.open(self._id)
        try:
            self._line.send(*self._opening(name, args, kwargs))
            return self._await_response(inbox)
        except CallTimedOut:
            self._give_up()
            raise
        finally:
            self._line.hang_up(self._id)

    def _opening(self, name: str, args: Any, kwargs: Any) -> tuple[wire.Message, dict[str, anvil.Media]]:
        call, signer = self._call, self._remote.signer
        session_data, _ = wire.encode({"session": executor.session_of(call)}, signer, remote_is_trusted=True)
        message, media = wire.encode(
            {"args": list(args), "kwargs": kwargs}, signer, remote_is_trusted=True, capabilities=self._capabilities
        )
        message |= {
            "type": "LAUNCH_BACKGROUND" if call.task_id and name.startswith("task:") else "CALL",
            "id": self._id,
            "call-stack-id": self._id,
            "command": name,
            "sessionData": session_data,
            "client": {"type": call.origin, "ip": call.client_ip, "background-task-id": call.task_id},
            "call-stack": executor.frames_of(call.frames),
            "app-info": executor.app_info(self._remote.instance.app),
        }
        return message, media

    def _await_response(self, inbox: Inbox) -> Any:
        frames = (Frame("uplink", self._protocol_version), *self._call.frames)
        nested = replace(self._call, trusted=True, root=None, callers=frames)
        while True:
            received = _next_of(inbox, self._call, self._ask_for_state)
            if received is None:
                raise disconnected()
            if received.message.get("type") == "CALL":
                self._line.send(*self._remote.answer(nested, received))
                continue
            response = self._remote.decode(received)
            if response["id"] == state_id(self._id):
                _keep_state(response.get("response"))
                continue
            return self._result(response)

    def _result(self, response: wire.Message) -> Any:
        _keep_state(response.get("taskState"))
        if "error" in response:
            raise _server._deserialise_exception(response["error"])
        _server.apply_cap_updates(response, self._capabilities)
        if response.get("sessionData"):
            kept = wire.decode(response["sessionData"], {}, self._remote.signer, remote_is_trusted=True)
            executor.keep_session(self._call, kept.get("session") or {})
        return response["response"]

    def _give_up(self) -> None:
        """Have an uplink know that nobody waits for its background task any more; its library cannot end it."""
        if self._call.task_id is not None:
            self._line.send({"type": "KILL_TASK", "id": self._id, "task": self._id}, {})

    def _ask_for_state(self) -> None:
        """Have an uplink that runs a background task tell how far it is."""
        if self._call.task_id is not None:
            self._line.send({"type": "GET_TASK_STATE", "id": state_id(self._id), "task": self._id}, {})


def state_id(call_id: str) -> str:
    """The id under which an uplink tells the state of the task that it runs as ``call_id``."""
    return f"{call_id}-state"


def disconnected() -> _server.UplinkDisconnectedError:
    return _server.UplinkDisconnectedError("Uplink disconnected")


def _next_of(inbox: Inbox, call: Call, be_patient: Callable[[], None]) -> Received | None:
    """Wait for a message, for as long as somebody waits for the call. Raises CallTimedOut."""
    while True:
        call.interruption.check()
        try:
            return inbox.get(timeout=PATIENCE_SECONDS)
        except queue.Empty:
            be_patient()


def _keep_state(state: Any) -> None:
    """Make what an uplink's task says of itself the state of the task that this thread runs."""
    if state is not None:
        anvil.server.task_state = state

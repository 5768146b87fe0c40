"""Both ends of a conversation with an uplink of another process: where the call is made, and where the uplink is."""

from __future__ import annotations

import queue
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import anvil
import psycopg
from anvil import _server
from psycopg_pool import PoolTimeout

from ...rpc import json_text, wire
from ...rpc.call import Call
from ...rpc.uplink_connection import Connection
from ...rpc.uplink_conversation import Conversation, Inbox, disconnected
from ...rpc.uplink_messages import Assembler, Received, frames, frames_again
from .rows import Row

if TYPE_CHECKING:
    from . import Relay


@dataclass(frozen=True, slots=True)
class RemoteUplink:
    """An uplink that is connected to another process."""

    relay: Relay
    process: int
    id: str

    def call(self, call: Call, name: str, args: Any, kwargs: Any) -> Any:
        """Have the uplink run a function it registered. Raises as :meth:`Conversation.hold` does."""
        return Conversation(RemoteLine(self), self.relay.remote, call).hold(name, args, kwargs)


@dataclass(slots=True)
class RemoteLine:
    """The caller's end of one conversation: what it sends are rows, and so is what it hears."""

    uplink: RemoteUplink
    inbox: Inbox = field(default_factory=queue.SimpleQueue)
    _conversation: str = ""
    _assembler: Assembler = field(default_factory=Assembler)

    def open(self, call_id: str) -> Inbox:
        """Begin the conversation under that id."""
        self._conversation = call_id
        self.uplink.relay.lines[call_id] = self
        return self.inbox

    def send(self, message: wire.Message, media: Mapping[str, anvil.Media]) -> None:
        """Send the message. Raises ``UplinkDisconnectedError`` when the database cannot be reached."""
        for text, content in frames(message, media):
            self._write(text, content)

    def hang_up(self, call_id: str) -> None:
        """End the conversation; when the other end cannot be told, it finds out by itself."""
        self.uplink.relay.lines.pop(call_id, None)
        try:
            self._write(None, None)
        except _server.UplinkDisconnectedError:
            pass

    def take(self, row: Row) -> None:
        """Hear a frame, or that the uplink is gone."""
        if row.text is None:
            self.inbox.put(None)
            return
        received = self._assembler.frame(json_text.loads(row.text), row.content)
        if received is not None:
            self.inbox.put(received)

    def _write(self, text: str | None, content: bytes | None) -> None:
        relay = self.uplink.relay
        row = Row(self.uplink.process, relay.number, self._conversation, self.uplink.id, text, content)
        try:
            relay.rows.write(row)
        except (psycopg.Error, PoolTimeout) as error:
            raise disconnected() from error


class ServedInbox(queue.SimpleQueue[Received | None]):
    """The uplink's end: its connection puts here what the uplink says, and the relay sends it to the caller."""

    def __init__(self, relay: Relay, connection: Connection, caller: int, conversation: str) -> None:
        self.connection, self.caller = connection, caller
        self._relay, self._conversation = relay, conversation

    def put(self, item: Received | None, block: bool = True, timeout: float | None = None) -> None:
        """Have it sent, in order, by the relay's own thread: the event loop, which calls this, must not wait."""
        self._relay.later(lambda: self._send(item))

    def _send(self, received: Received | None) -> None:
        number = self._relay.number
        if received is None:
            self._relay.rows.write(Row(self.caller, number, self._conversation))
            return
        for text, content in frames_again(received):
            self._relay.rows.write(Row(self.caller, number, self._conversation, None, text, content))

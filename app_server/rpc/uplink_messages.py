"""Frames of the uplink's websocket: messages as text, media as pairs of a header and bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import anvil
import orjson

from .wire import CHUNK_BYTES, Message

MAX_WAITING_MESSAGES = 1000


class ProtocolError(Exception):
    """The uplink sent something that makes no sense here; the message is told to it before the end."""


def frames(message: Message, media: Mapping[str, anvil.Media]) -> Iterator[tuple[str, bytes | None]]:
    """What to send for a message, in order: text, and the bytes that must follow it at once."""
    yield orjson.dumps(message).decode(), None
    for media_id, item in media.items():
        content = item.get_bytes()
        starts = range(0, max(len(content), 1), CHUNK_BYTES)
        for index, start in enumerate(starts):
            header = {
                "type": "CHUNK_HEADER",
                "requestId": message["id"],
                "mediaId": media_id,
                "chunkIndex": index,
                "lastChunk": index == len(starts) - 1,
            }
            yield orjson.dumps(header).decode(), content[start : start + CHUNK_BYTES]


@dataclass(slots=True)
class Received:
    """A message with its media, once all of it is there. ``failure`` is why some never came."""

    message: Message
    missing: set[str]
    chunks: dict[str, list[bytes]] = field(default_factory=dict)
    failure: dict[str, Any] | None = None

    @property
    def is_complete(self) -> bool:
        return not self.missing or self.failure is not None

    def media(self) -> dict[str, anvil.Media]:
        """The media objects by id."""
        return {
            described["id"]: anvil.BlobMedia(
                described.get("mime-type"), b"".join(self.chunks[described["id"]]), described.get("name")
            )
            for described in _media_of(self.message)
        }


class Assembler:
    """Puts frames together again; used by one connection, in its event loop."""

    def __init__(self) -> None:
        self._waiting: dict[str, Received] = {}
        self._next_chunk: dict[str, Any] | None = None

    def message(self, message: Message) -> Received | None:
        """Take a CALL or an answer. Returns it when it has no media to wait for. Raises ProtocolError."""
        if not isinstance(message.get("id"), str):
            raise ProtocolError("A message has no id.")
        received = Received(message, {described["id"] for described in _media_of(message)})
        if received.is_complete:
            return received
        if len(self._waiting) >= MAX_WAITING_MESSAGES:
            raise ProtocolError("Too many messages wait for their media.")
        self._waiting[message["id"]] = received
        return None

    def chunk_header(self, header: Message) -> None:
        self._next_chunk = header

    def chunk(self, content: bytes) -> Received | None:
        """Take the bytes that the last header announced. Returns the message that they complete."""
        header, self._next_chunk = self._next_chunk, None
        received = self._waiting.get(header["requestId"]) if header else None
        if header is None or received is None:
            return None
        received.chunks.setdefault(header["mediaId"], []).append(content)
        if header["lastChunk"]:
            received.missing.discard(header["mediaId"])
        return self._completed(received)

    def media_error(self, error: Message) -> Received | None:
        """Take the notice that media of a message will not come. Returns the message."""
        received = self._waiting.get(error["requestId"])
        if received is None:
            return None
        received.failure = error.get("cause") or {"type": "anvil.server.InternalError", "message": "Media was lost."}
        return self._completed(received)

    def _completed(self, received: Received) -> Received | None:
        return self._waiting.pop(received.message["id"]) if received.is_complete else None


def _media_of(message: Message) -> list[Message]:
    return [described for described in message.get("objects") or [] if "DataMedia" in described["type"]]

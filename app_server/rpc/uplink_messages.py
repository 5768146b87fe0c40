"""Frames of the uplink's websocket: messages as text, media as pairs of a header and bytes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import anvil

from . import json_text
from .interruption import Interruption
from .streaming import CHUNK_BYTES, StreamingMedia, pieces_of
from .wire import Message

MAX_WAITING_MESSAGES = 1000
# As long as Anvil's own server waits for the next chunk.
MEDIA_TIMEOUT_SECONDS = 60

Frame = tuple[str, bytes | None]


class ProtocolError(Exception):
    """The uplink sent something that makes no sense here; the message is told to it before the end."""


def frames(message: Message, media: Mapping[str, anvil.Media]) -> Iterator[Frame]:
    """What to send for a message, in order: text, and the bytes that must follow it at once."""
    yield json_text.dumps(message).decode(), None
    for media_id, item in media.items():
        for index, (piece, is_last) in enumerate(_with_last(pieces_of(item, CHUNK_BYTES))):
            header = {
                "type": "CHUNK_HEADER",
                "requestId": message["id"],
                "mediaId": media_id,
                "chunkIndex": index,
                "lastChunk": is_last,
            }
            yield json_text.dumps(header).decode(), piece


def frames_again(received: Received) -> Iterator[Frame]:
    """What to send so that another process receives the same."""
    if received.failure is None:
        yield from frames(received.message, received.media)
        return
    yield json_text.dumps(received.message).decode(), None
    lost = {"requestId": received.message["id"], "mediaIds": list(received.missing), "cause": received.failure}
    yield json_text.dumps({"type": "MEDIA_ERROR", **lost}).decode(), None


def _with_last(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece and whether it is the last; media without bytes are one empty piece."""
    waiting = next(pieces, b"")
    for piece in pieces:
        yield waiting, False
        waiting = piece
    yield waiting, True


@dataclass(slots=True)
class Received:
    """A message with its media, once all of it is there. ``failure`` is why some never came."""

    message: Message
    media: dict[str, anvil.Media]
    missing: set[str]
    failure: dict[str, Any] | None = None
    interruption: Interruption | None = None
    is_answered: bool = False
    heard_at: float = field(default_factory=time.monotonic)

    @property
    def is_complete(self) -> bool:
        return not self.missing or self.failure is not None


class Assembler:
    """Puts frames together again; used by one connection, in its event loop.

    ``max_media_bytes`` limits the media of one message; 0 is no limit.
    """

    def __init__(self, max_media_bytes: int = 0) -> None:
        self._max_media_bytes = max_media_bytes
        self._waiting: dict[str, Received] = {}
        self._sizes: dict[str, int] = {}
        self._next_chunk: Message | None = None

    def frame(self, message: Message, content: bytes | None) -> Received | None:
        """Take a message, or a header with its bytes, and return what it completes. Raises ProtocolError."""
        if content is not None:
            self.chunk_header(message)
            return self.chunk(content)
        if message.get("type") == "MEDIA_ERROR":
            return self.media_error(message)
        return self.message(message)

    def message(self, message: Message) -> Received | None:
        """Take a CALL or an answer. Returns it when it has no media to wait for. Raises ProtocolError."""
        if not isinstance(message.get("id"), str):
            raise ProtocolError("A message has no id.")
        media: dict[str, anvil.Media] = {
            described["id"]: StreamingMedia(described.get("mime-type"), described.get("name"))
            for described in message.get("objects") or []
            if "DataMedia" in described["type"]
        }
        received = Received(message, media, set(media))
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
        received.heard_at = time.monotonic()
        size = self._sizes[header["requestId"]] = self._sizes.get(header["requestId"], 0) + len(content)
        if self._max_media_bytes and size > self._max_media_bytes:
            limit = f"{self._max_media_bytes // (1024 * 1024)} MB"
            return self._failed(
                received, "SerializationError", f"That is more than this server takes at once ({limit})."
            )
        item = received.media[header["mediaId"]]
        assert isinstance(item, StreamingMedia)
        item.add_content(content, bool(header["lastChunk"]))
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

    def abandoned(self) -> list[Received]:
        """The messages whose media have stopped coming; they are forgotten here, and their failure says so."""
        oldest = time.monotonic() - MEDIA_TIMEOUT_SECONDS
        late = [received for received in self._waiting.values() if received.heard_at < oldest]
        return [self._failed(received, "TimeoutError", "Timeout during media transfer") for received in late]

    def _failed(self, received: Received, kind: str, message: str) -> Received:
        received.failure = {"type": f"anvil.server.{kind}", "message": message}
        received.media.clear()
        completed = self._completed(received)
        assert completed is not None
        return completed

    def _completed(self, received: Received) -> Received | None:
        if not received.is_complete:
            return None
        self._sizes.pop(received.message["id"], None)
        return self._waiting.pop(received.message["id"])

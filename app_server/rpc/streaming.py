"""Media whose bytes need not be in memory: read and written piece by piece."""

from __future__ import annotations

import tempfile
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import IO, cast

import anvil
from anvil import _serialise, _server

CHUNK_BYTES = 65536
# More than this goes to a temporary file.
MEMORY_BYTES = 256 * 1024


def spool() -> IO[bytes]:
    """A temporary file that is in memory while it is small."""
    return cast(IO[bytes], tempfile.SpooledTemporaryFile(MEMORY_BYTES))


class Streamed(ABC):
    """Media that can be had in pieces."""

    @abstractmethod
    def pieces(self, size: int) -> Iterator[bytes]:
        """The bytes, at most ``size`` at a time; nothing when there are none."""


class StreamingMedia(_serialise.StreamingMedia, Streamed):
    """What arrived in chunks, as Anvil's library calls it; large ones wait in a temporary file until they are read."""

    def __init__(self, content_type: str | None, name: str | None, file: IO[bytes] | None = None) -> None:
        super().__init__(content_type, name)
        self._file = file or spool()
        self._lock = threading.Lock()

    def add_content(self, data: bytes, last_chunk: bool = False) -> None:
        """Take the next chunk."""
        with self._lock:
            self._file.seek(0, 2)
            self._file.write(data)
        self._complete = last_chunk

    def get_bytes(self) -> bytes:
        """All of them, in memory."""
        return b"".join(self.pieces(MEMORY_BYTES))

    def get_length(self) -> int:
        """How many bytes there are."""
        with self._lock:
            return self._file.seek(0, 2)

    def pieces(self, size: int) -> Iterator[bytes]:
        """The bytes, at most ``size`` at a time."""
        position = 0
        while piece := self._read(position, size):
            position += len(piece)
            yield piece

    def _read(self, position: int, size: int) -> bytes:
        with self._lock:
            self._file.seek(position)
            return self._file.read(size)


def pieces_of(media: anvil.Media, size: int = CHUNK_BYTES) -> Iterator[bytes]:
    """The bytes of any media, at most ``size`` at a time; nothing when there are none."""
    if isinstance(media, _server.LazyMedia):
        media = media._fetch()
    if isinstance(media, Streamed):
        yield from media.pieces(size)
        return
    content = media.get_bytes()
    for start in range(0, len(content), size):
        yield content[start : start + size]


def at_hand(media: anvil.Media) -> anvil.Media:
    """The media, with its bytes when the app's own code gives them: what that raises belongs to the call.

    Raises what ``get_bytes()`` raises, or TypeError when that gives no bytes.
    """
    is_without_app_code = isinstance(media, Streamed | _serialise.StreamingMedia | _server.LazyMedia)
    if is_without_app_code or type(media) is anvil.BlobMedia:
        return media
    content = media.get_bytes()
    memoryview(content)
    return anvil.BlobMedia(media.content_type, content, media.name)


def handed_over(media: anvil.Media) -> anvil.Media:
    """The media as another function gets it, without a copy of its bytes: Anvil's library makes a new object.

    Raises what :func:`at_hand` raises.
    """
    media = at_hand(media)
    if type(media) is not anvil.BlobMedia:
        return media
    received = _serialise.StreamingMedia(media.content_type, media.name)
    received.add_content(media.get_bytes(), last_chunk=True)
    return received

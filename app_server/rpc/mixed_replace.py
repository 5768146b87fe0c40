"""Answers in the stock server's framing: each message, and each piece of media, is a part of one response.

Facts of the protocol: ``client/js/modules/_server/http.ts`` and ``anvil/dispatcher/serialisation/core.clj`` of the
stock runtime.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping

import anvil

from .uplink_messages import frames
from .wire import Message


def write(message: Message, media: Mapping[str, anvil.Media]) -> tuple[Iterator[bytes], str]:
    """The body of an answer, in pieces, and its content type; no boundary follows the last part, as there.

    The boundary is new for each answer, so that no file that somebody uploaded can hold it.
    """
    boundary, content_type = _boundary()
    return _parts(boundary, message, media), content_type


def nothing() -> tuple[Iterator[bytes], str]:
    """The answer to a message that is only to be kept."""
    return iter([]), _boundary()[1]


def _boundary() -> tuple[str, str]:
    boundary = f"AnvilServerResponse{secrets.token_hex(16)}"
    return boundary, f"multipart/x-mixed-replace;boundary={boundary}"


def _parts(boundary: str, message: Message, media: Mapping[str, anvil.Media]) -> Iterator[bytes]:
    for text, content in frames(message, media):
        yield f"\r\n--{boundary}\r\nContent-Type: application/json\r\n\r\n{text}".encode()
        if content is not None:
            head = "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary"
            yield f"\r\n--{boundary}\r\n{head}\r\n\r\n".encode() + content

"""Bodies of browser calls: a message alone as JSON, or a form with the message and its media.

A form of this server's own page has a part for each media object. Any other form is the stock server's page's, which
sends media in chunks, if any, and reads answers of :mod:`.mixed_replace`.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from typing import IO, Any, NamedTuple

import anvil
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message as AsgiMessage

from . import json_text
from .streaming import CHUNK_BYTES, StreamingMedia, pieces_of, spool
from .wire import Message

MESSAGE_FIELD = "json-data"
# Besides those that a body of the largest size has when its media come in chunks.
MAX_PARTS = 1000
# What a page may report of itself.
LOG_LIMIT_BYTES = 16 * 1024
_CHUNK_DATA = re.compile(r"chunk-data-(\d+)-(\d+)")


class TooLarge(Exception):
    """The body is larger than the server takes."""


class Malformed(Exception):
    """The body is not a message."""


class Body(NamedTuple):
    """A request's message, its media by id, and whether the stock server's page would have sent it."""

    message: Message
    media: dict[str, anvil.Media]
    is_stock: bool


async def read(request: Request, limit: int) -> Body:
    """What a request says. Raises TooLarge, when the body has been read to its end, or Malformed."""
    is_stock = False
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        text, parts, is_stock = await _read_form(request, limit)
    else:
        text, parts = await read_limited(request, limit), {}
    try:
        message = json_text.loads(text)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(f"The message is not JSON: {error}") from error
    if is_stock and isinstance(message, dict) and message.get("type") == "LOG":
        if len(text) > LOG_LIMIT_BYTES:
            raise TooLarge("That is more than the log takes at once.")
        return Body(message, {}, is_stock)
    if not isinstance(message, dict) or not isinstance(message.get("id"), str):
        raise Malformed("The message has no id.")
    if is_stock and message.get("type") != "CALL":
        raise Malformed("The message is neither a CALL nor a LOG.")
    return Body(message, _media_of(message, parts), is_stock)


async def read_spooled(request: Request, limit: int) -> IO[bytes]:
    """The body as a file, which is in memory while it is small. Raises TooLarge."""
    file = spool()
    async for piece in Request(request.scope, _limited(request, limit)).stream():
        file.write(piece)
    return file


async def read_limited(request: Request, limit: int) -> bytes:
    """The body. Raises TooLarge."""
    return await Request(request.scope, _limited(request, limit)).body()


def write(message: Message, media: Mapping[str, anvil.Media]) -> tuple[Iterator[bytes], str]:
    """The body of an answer, in pieces, and its content type. Raises TypeError for what is not JSON."""
    text = json_text.dumps(message)
    if not media:
        return iter([text]), "application/json"
    boundary = secrets.token_hex(16)
    return _form_of(boundary, text, media), f"multipart/form-data; boundary={boundary}"


def _form_of(boundary: str, text: bytes, media: Mapping[str, anvil.Media]) -> Iterator[bytes]:
    yield _head(boundary, MESSAGE_FIELD) + text + b"\r\n"
    for media_id, item in media.items():
        yield _head(boundary, media_id, is_file=True)
        yield from pieces_of(item)
        yield b"\r\n"
    yield f"--{boundary}--\r\n".encode()


def _head(boundary: str, name: str, *, is_file: bool = False) -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
    if is_file:
        head += '; filename="blob"\r\nContent-Type: application/octet-stream'
    return head.encode() + b"\r\n\r\n"


def _limited(request: Request, limit: int) -> Any:
    """The request's ``receive``, which throws away what comes after the limit: a browser reads no answer before it
    has sent everything."""
    received = 0

    async def receive() -> AsgiMessage:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        while received > limit and message.get("more_body"):
            message = await request.receive()
        if received > limit:
            raise TooLarge(f"That is more than this server takes at once ({limit // (1024 * 1024)} MB).")
        return message

    return receive


async def _read_form(request: Request, limit: int) -> tuple[bytes, dict[str, IO[bytes]], bool]:
    most = MAX_PARTS + limit // CHUNK_BYTES
    try:
        # The form's files are media of the call; each is closed when nobody has it any more.
        form = await Request(request.scope, _limited(request, limit)).form(
            max_files=most, max_fields=most, max_part_size=limit
        )
    except HTTPException as error:
        raise Malformed(f"The form cannot be read: {error.detail}") from error
    text = form.get(MESSAGE_FIELD)
    if not isinstance(text, str):
        raise Malformed(f"The form has no field {MESSAGE_FIELD}.")
    parts: dict[str, IO[bytes]] = {name: item.file for name, item in form.multi_items() if isinstance(item, UploadFile)}
    is_stock = all(_CHUNK_DATA.fullmatch(name) for name in parts)
    return text.encode("utf-8", "surrogatepass"), _joined(form, parts) if is_stock else parts, is_stock


def _joined(form: FormData, parts: Mapping[str, IO[bytes]]) -> dict[str, IO[bytes]]:
    """Media by id, of their numbered chunks, each of which has a header that names its media object."""
    joined: dict[str, IO[bytes]] = {}
    finished: set[str] = set()
    for name in sorted(parts, key=_place):
        header = _header(form.get(name.replace("data", "json")))
        if header.get("lastChunk"):
            finished.add(header["mediaId"])
        shutil.copyfileobj(parts[name], joined.setdefault(header["mediaId"], spool()))
    if joined.keys() - finished:
        raise Malformed("The last chunks of its media are missing.")
    return joined


def _place(name: str) -> tuple[int, ...]:
    """Where a chunk belongs, by its name: which media object's, and how many come before it."""
    return tuple(int(number) for number in re.findall(r"\d+", name))


def _header(text: Any) -> Message:
    try:
        header = json_text.loads(text)
    except (TypeError, json.JSONDecodeError, RecursionError):
        header = None
    if not isinstance(header, dict) or not isinstance(header.get("mediaId"), str):
        raise Malformed("A chunk of its media has no header that names them.")
    return header


def _media_of(message: Message, parts: Mapping[str, IO[bytes]]) -> dict[str, anvil.Media]:
    media: dict[str, anvil.Media] = {}
    objects = message.get("objects") or []
    if not isinstance(objects, list):
        raise Malformed("The message's objects are not a list.")
    for described in objects:
        if isinstance(described, dict) and described.get("type") == ["DataMedia"]:
            media_id = str(described.get("id"))
            if media_id not in parts:
                raise Malformed(f"The bytes of media object {media_id!r} are missing.")
            media[media_id] = StreamingMedia(described.get("mime-type"), described.get("name"), parts[media_id])
    return media

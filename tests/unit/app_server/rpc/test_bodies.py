"""Bodies of calls: JSON alone, forms with media, Anvil's own chunks, and what is too large or no message."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import anvil
import pytest
from starlette.requests import Request

from app_server.rpc import bodies

FILE = {"type": ["DataMedia"], "path": ["args", 0], "id": "m0", "mime-type": "text/csv", "name": "list.csv"}
MESSAGE = {"type": "CALL", "id": "1", "command": "f", "args": [None], "kwargs": {}, "objects": [FILE]}


def request(body: bytes, content_type: str, pieces: int = 3) -> Request:
    size = max(1, -(-len(body) // pieces))
    queued = [body[start : start + size] for start in range(0, max(len(body), 1), size)]

    async def receive() -> Any:
        piece = queued.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(queued)}

    scope = {"type": "http", "app": None, "method": "POST", "headers": [(b"content-type", content_type.encode())]}
    return Request(scope, receive)


def read(body: bytes, content_type: str = "application/json", limit: int = 10**6) -> Any:
    return asyncio.run(bodies.read(request(body, content_type), limit))


def form(parts: dict[str, tuple[bytes, bool]]) -> tuple[bytes, str]:
    lines = [bodies._head("b", name, is_file=is_file) + content + b"\r\n" for name, (content, is_file) in parts.items()]
    return b"".join(lines) + b"--b--\r\n", "multipart/form-data; boundary=b"


def test_a_json_body_is_the_message() -> None:
    assert read(b'{"id": "1", "command": "f"}') == ({"id": "1", "command": "f"}, {}, False)


def test_what_is_written_can_be_read() -> None:
    body, content_type = bodies.write(MESSAGE, {"m0": anvil.BlobMedia("text/csv", b"\r\n--b\x00\xff", "list.csv")})
    message, media, is_stock = read(b"".join(body), content_type)
    assert (message, is_stock) == (MESSAGE, False)
    assert (media["m0"].get_bytes(), media["m0"].name) == (b"\r\n--b\x00\xff", "list.csv")


def test_anvils_chunks_are_joined_in_their_order() -> None:
    parts = {"json-data": (json.dumps(MESSAGE).encode(), False)}
    for index in (10, 2, 1):
        header = {"mediaId": "m0", "lastChunk": index == 10}
        parts[f"chunk-json-0-{index}"] = (json.dumps(header).encode(), False)
        parts[f"chunk-data-0-{index}"] = (str(index).encode(), True)
    _, media, is_stock = read(*form(parts))
    assert (media["m0"].get_bytes(), is_stock) == (b"1210", True)


def test_a_message_larger_than_a_megabyte_fits_into_a_form() -> None:
    message = {**MESSAGE, "objects": [], "args": ["x" * 1_500_000]}
    assert read(*form({"json-data": (json.dumps(message).encode(), False)}), limit=10**7)[0] == message


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"command": "f"}', b'{"id": 5}', b"\xff"])
def test_what_is_no_message_is_malformed(body: bytes) -> None:
    with pytest.raises(bodies.Malformed):
        read(body)


@pytest.mark.parametrize(
    "parts",
    [{"other": (b"1", False)}, {"json-data": (json.dumps(MESSAGE).encode(), False)}, {"json-data": (b"{", False)}],
)
def test_a_form_without_message_or_bytes_is_malformed(parts: dict[str, tuple[bytes, bool]]) -> None:
    with pytest.raises(bodies.Malformed):
        read(*form(parts))


def test_a_form_that_is_none_is_malformed() -> None:
    with pytest.raises(bodies.Malformed):
        read(b"no form at all", "multipart/form-data; boundary=b")


def test_too_large_a_body_is_read_to_its_end_and_refused() -> None:
    sent = request(b"x" * 5000, "application/json", pieces=50)
    with pytest.raises(bodies.TooLarge, match="MB"):
        asyncio.run(bodies.read(sent, 1000))
    with pytest.raises(IndexError):
        asyncio.run(sent.receive())

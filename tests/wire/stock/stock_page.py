"""A client that calls as the stock server's page does: on a websocket, or with forms and answers in parts."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.sync.client import connect

ADDRESS = "/_/server-call-http?_anvil_session="
CHUNK_BYTES = 65536
JSON_HEAD = b"Content-Type: application/json\r\n\r\n"
BINARY_HEAD = b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n"


@dataclass
class Upload:
    """A file among the arguments."""

    content: bytes
    content_type: str = "text/plain"
    name: str | None = "a.txt"


@dataclass
class Reply:
    """What came back: the message, the files by id, and how they were cut."""

    message: dict[str, Any]
    media: dict[str, bytes] = field(default_factory=dict)
    headers: list[dict[str, Any]] = field(default_factory=list)

    def add(self, header: dict[str, Any], content: bytes) -> None:
        """Put a chunk to those that came before it. Asserts that it is in its place."""
        assert (header["type"], header["requestId"]) == ("CHUNK_HEADER", self.message["id"])
        assert header["chunkIndex"] == sum(other["mediaId"] == header["mediaId"] for other in self.headers)
        self.headers.append(header)
        self.media[header["mediaId"]] = self.media.get(header["mediaId"], b"") + content

    @property
    def objects(self) -> list[dict[str, Any]]:
        return self.message["objects"]


class StockPage:
    """A page of the stock server that calls with forms, with the cookies it would keep."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=40, headers={"Origin": url})

    def post(self, message: Any, chunks: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
        """A form with the message (or any text), and the chunks."""
        text = message if isinstance(message, str) else json.dumps(message)
        return self.http.post(ADDRESS, files={"json-data": (None, text), **(chunks or {})}, headers=headers)

    def ask(self, command: str, *args: Any, **parts: Any) -> Reply:
        """Call a function; ``parts`` are put over what the message would hold. Asserts that there is one answer."""
        message = self.message(command, *args) | parts
        uploads = [(place, item) for place, item in enumerate(args) if isinstance(item, Upload)]
        chunks: dict[str, Any] = {}
        for number, (place, upload) in enumerate(uploads):
            media_id = f"{message['id']}_{number}"
            message["objects"].append(
                {
                    "path": ["args", place],
                    "type": ["DataMedia"],
                    "id": media_id,
                    "name": upload.name,
                    "mime-type": upload.content_type,
                }
            )
            chunks |= chunks_of(message["id"], media_id, number, upload.content)
        reply = self.exchange(message, chunks)
        assert reply.message["id"] == message["id"]
        return reply

    def exchange(self, message: dict[str, Any], chunks: dict[str, Any]) -> Reply:
        """Send a CALL with its chunks, and wait for the answer."""
        return reply_of(self.post(message, chunks))

    def close(self) -> None:
        self.http.close()

    def call(self, command: str, *args: Any, **parts: Any) -> Any:
        """The plain part of what the function returned. Asserts that it did."""
        reply = self.ask(command, *args, **parts)
        assert "error" not in reply.message, reply.message
        return reply.message["response"]

    def error(self, command: str, *args: Any, **parts: Any) -> dict[str, Any]:
        """The error it answered with. Asserts that it failed."""
        message = self.ask(command, *args, **parts).message
        assert "response" not in message, message
        return message["error"]

    def message(self, command: str, *args: Any) -> dict[str, Any]:
        """A call's message, as the stock page words it."""
        plain = [None if isinstance(item, Upload) else item for item in args]
        call = {"type": "CALL", "id": uuid.uuid4().hex, "v": 8, "args": plain, "kwargs": {}, "vt_global": {}}
        return {**call, "objects": [], "command": command}


class StockSocket(StockPage):
    """The same on a websocket; ``cookie`` is what a browser would send with it."""

    def __init__(self, url: str, cookie: str = "", origin: str | None = None) -> None:
        super().__init__(url)
        address = url.replace("http", "ws", 1) + "/_/ws/?_anvil_session="
        headers = {"Cookie": f"anvil-session={cookie}"} if cookie else {}
        self._opened = ExitStack()
        connecting = connect(address, origin=origin or url, additional_headers=headers, max_size=None)
        self.socket = self._opened.enter_context(connecting)
        self.cookie = self.socket.response.headers.get("Set-Cookie")

    def exchange(self, message: dict[str, Any], chunks: dict[str, Any]) -> Reply:
        """Send a CALL and its chunks in frames, and collect those of the answer."""
        self.socket.send(json.dumps(message))
        for part in chunks.values():
            self.socket.send(part[1])
        return self.receive()

    def receive(self) -> Reply:
        """The next answer with all its files."""
        reply = Reply(json.loads(self.socket.recv(20)))
        wanted = {item["id"] for item in reply.message.get("objects", []) if item["type"] == ["DataMedia"]}
        while wanted:
            header, content = json.loads(self.socket.recv(20)), self.socket.recv(20)
            assert isinstance(content, bytes)
            reply.add(header, content)
            if header["lastChunk"]:
                wanted.remove(header["mediaId"])
        return reply

    def close(self) -> None:
        self._opened.close()
        super().close()


def chunks_of(request_id: str, media_id: str, number: int, content: bytes) -> dict[str, Any]:
    """The parts of the form that carry a file: a header and bytes each."""
    parts: dict[str, Any] = {}
    starts = range(0, max(len(content), 1), CHUNK_BYTES)
    for index, start in enumerate(starts):
        header = {"type": "CHUNK_HEADER", "requestId": request_id, "mediaId": media_id, "chunkIndex": index}
        header["lastChunk"] = index == len(starts) - 1
        name = f"chunk-{number}-{index}.bin"
        parts[f"chunk-json-{number}-{index}"] = (None, json.dumps(header))
        parts[f"chunk-data-{number}-{index}"] = (
            name,
            content[start : start + CHUNK_BYTES],
            "application/octet-stream",
        )
    return parts


def parts_of(response: httpx.Response) -> Iterator[tuple[bytes, bytes]]:
    """Each part's head and content. Asserts the framing, in which no boundary follows the last part."""
    assert response.status_code == 200, response.text
    kind, _, boundary = response.headers["content-type"].partition(";boundary=")
    assert kind == "multipart/x-mixed-replace"
    before, *parts = response.content.split(f"\r\n--{boundary}\r\n".encode())
    assert before == b""
    for part in parts:
        head, _, content = part.partition(b"\r\n\r\n")
        yield head + b"\r\n\r\n", content


def reply_of(response: httpx.Response) -> Reply:
    """The answer with its files put together. Asserts that every chunk has its header and its place."""
    parts = parts_of(response)
    head, text = next(parts)
    assert head == JSON_HEAD
    reply = Reply(json.loads(text))
    for head, text in parts:
        assert head == JSON_HEAD
        header = json.loads(text)
        head, content = next(parts)
        assert head == BINARY_HEAD
        reply.add(header, content)
    return reply

"""What an endpoint's function returned → an HTTP response."""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

import anvil
import orjson
from anvil import _server
from starlette.responses import Response, StreamingResponse

from ...rpc.streaming import pieces_of
from ...rpc.values import send_result
from .incoming import OUR_COOKIE_PREFIX

REPLACED = frozenset({"content-type", "content-disposition"})
OF_CONNECTION = frozenset({"content-length", "transfer-encoding", "connection"})
BODILESS = frozenset({204, 205, 304})
NOT_FOR_HTTP = (
    "This response cannot be transmitted over HTTP. You must return either Media, a string, or a "
    "JSON-compatible object (lists/dicts/strings/numbers/None)"
)
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
WIRE_NAMES: dict[type, str] = {
    datetime.datetime: "DateTime",
    datetime.date: "Date",
    anvil.Media: "BlobMedia",
    anvil.LiveObject: "LiveObjectProxy",
    _server.Capability: "Capability",
}


class CannotSend(Exception):
    """A value that has no form over HTTP; the message names where it stands."""


def response_of(answer: Mapping[str, Any]) -> Response:
    """``{status, body, headers}`` as the library's wrapper returns it.

    Raises CannotSend, or ``anvil.server.SerializationError`` for what could not leave a server function at all.
    """
    body = send_result(answer["body"]).arrive()["response"]
    _require_status(answer["status"])
    if isinstance(body, anvil.Media):
        headers = _media_headers(body) | {"Content-Length": str(body.length)}
        response: Response = StreamingResponse(pieces_of(body), answer["status"], headers)
    elif isinstance(body, str):
        response = Response(body, answer["status"], media_type="text/plain")
    else:
        require_jsonable(body)
        response = Response(_json(body), answer["status"], media_type="application/json")
    _add_headers(response, answer.get("headers") or {})
    return _without_body(response) if answer["status"] in BODILESS else response


def plain_text(text: str, status: int) -> Response:
    """An answer of the server's own."""
    return Response(text, status, {"Content-Type": "text/plain"})


def require_jsonable(value: Any, path: str = "") -> None:
    """Raise CannotSend for what server functions may return and JSON has no form for: dates, rows, infinity."""
    if isinstance(value, float) and not math.isfinite(value):
        raise CannotSend(NOT_FOR_HTTP)
    if value is None or isinstance(value, (str, int, float)):
        return
    if isinstance(value, dict):
        for name, item in value.items():
            require_jsonable(item, f"{path}[{json.dumps(name, ensure_ascii=False)}]")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            require_jsonable(item, f"{path}[{index}]")
    else:
        raise CannotSend(
            f"Cannot send a {_wire_name(value)} object over HTTP as response{path}.\nYou must return either Media, "
            "a string, or a JSON-compatible object (lists/dicts/strings/numbers/bools/None).\n"
        )


def _require_status(status: Any) -> None:
    if not isinstance(status, int) or not 200 <= status <= 599:
        raise CannotSend(NOT_FOR_HTTP)


def _without_body(response: Response) -> Response:
    """The same answer for a status that has no body: what came after its head would be read as the next answer."""
    headers = [header for header in response.raw_headers if header[0] not in (b"content-length", b"content-type")]
    bare = Response(status_code=response.status_code)
    bare.raw_headers = headers
    return bare


def _media_headers(media: anvil.Media) -> dict[str, str]:
    """The content type as the app gave it, and the file's name."""
    headers = {"Content-Type": media.content_type} if media.content_type else {}
    if media.name:
        name = quote(media.name.replace('"', "_"), safe="")
        headers["Content-Disposition"] = f'inline; filename="{name}"'
    return headers


def _wire_name(value: Any) -> str:
    """What the stock server calls a value in its messages: the name of its kind on the wire."""
    return next((name for kind, name in WIRE_NAMES.items() if isinstance(value, kind)), "SerializedPythonObject")


def _json(value: Any) -> bytes:
    """The text as the stock server writes it: ASCII only, with escaped slashes, so that it may stand in HTML."""
    try:
        text = orjson.dumps(value)
    except TypeError:  # an integer of more than 64 bits, or half of a character
        text = None
    if text is None or not text.isascii():
        text = json.dumps(value, separators=(",", ":")).encode()
    return text.replace(b"/", b"\\/")


def _add_headers(response: Response, headers: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> None:
    """The function's own headers; those that describe the body replace ours, others may come several times.

    Those of the connection are the server's own. Raises CannotSend for what would begin another header or the body.
    """
    for name, given in headers.items() if isinstance(headers, Mapping) else headers:
        value = str(given)
        if not _HEADER_NAME.fullmatch(name) or any(character in value for character in "\r\n\0"):
            raise CannotSend(f"The header {name!r} cannot be sent with this value.")
        kind = name.lower()
        if kind in OF_CONNECTION or (kind == "set-cookie" and value.lstrip().startswith(OUR_COOKIE_PREFIX)):
            continue
        if kind in REPLACED:
            response.headers[name] = value
        else:
            response.headers.append(name, value)

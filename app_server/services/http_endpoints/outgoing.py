"""What an endpoint's function returned → an HTTP response."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

import anvil
import orjson
from starlette.responses import Response

from .incoming import OUR_COOKIE_PREFIX

REPLACED = frozenset({"content-type", "content-disposition"})


class CannotSend(Exception):
    """A value that has no form over HTTP; the message names where it stands."""


def response_of(answer: Mapping[str, Any]) -> Response:
    """``{status, body, headers}`` as the library's wrapper returns it. Raises CannotSend."""
    body = answer["body"]
    if isinstance(body, anvil.Media):
        response = Response(body.get_bytes(), answer["status"], media_type=body.content_type)
        if body.name:
            response.headers["Content-Disposition"] = f'inline; filename="{quote(body.name)}"'
    elif isinstance(body, str):
        response = Response(body, answer["status"], media_type="text/plain")
    else:
        require_jsonable(body)
        response = Response(_json(body), answer["status"], media_type="application/json")
    _add_headers(response, answer.get("headers") or {})
    return response


def plain_text(text: str, status: int) -> Response:
    """An answer of the server's own."""
    return Response(text, status, media_type="text/plain")


def require_jsonable(value: Any, path: str = "") -> None:
    """Raise CannotSend for anything but dicts, lists, strings, numbers, booleans and None."""
    if value is None or isinstance(value, (str, int, float)):
        return
    if isinstance(value, Mapping):
        for name, item in value.items():
            if not isinstance(name, str):
                raise CannotSend(f"Cannot send a dict over HTTP whose keys are not strings: response{path}[{name!r}]")
            require_jsonable(item, f"{path}[{name!r}]")
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            require_jsonable(item, f"{path}[{index}]")
    else:
        raise CannotSend(
            f"Cannot send a {type(value).__name__} object over HTTP as response{path}.\nYou must return either Media, "
            "a string, or a JSON-compatible object (lists/dicts/strings/numbers/bools/None).\n"
        )


def _json(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # an integer of more than 64 bits
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _add_headers(response: Response, headers: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> None:
    """The function's own headers; those that describe the body replace ours, others may come several times."""
    for name, value in headers.items() if isinstance(headers, Mapping) else headers:
        if name.lower() == "set-cookie" and str(value).lstrip().startswith(OUR_COOKIE_PREFIX):
            continue
        if name.lower() in REPLACED:
            response.headers[name] = str(value)
        else:
            response.headers.append(name, str(value))

"""An HTTP request → the keyword arguments of a function that ``http_endpoint`` or ``route`` registered."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from typing import IO, Any
from urllib.parse import parse_qsl

import anvil
from starlette.requests import Request

from ...rpc.streaming import StreamingMedia

FORM = "application/x-www-form-urlencoded"
OUR_COOKIE_PREFIX = "anvil-"
MOST_PARAMETERS = 1000
_BASIC = re.compile(r"\s*Basic\s+(\S+)\s*", re.IGNORECASE)
_FILENAME = re.compile(r'attachment;\s*filename="(.*)"\s*')


class BadParameters(Exception):
    """The query or the form has more parameters than any use needs."""


def arguments_of(request: Request, path: str, body: IO[bytes]) -> dict[str, Any]:
    """What the library's wrapper takes; ``path`` is decoded, and what comes twice in a query is a list.

    Raises BadParameters.
    """
    headers: dict[str, str] = {}
    for name, value in request.headers.items():
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    content_type = headers.get("content-type")
    username, password = _credentials(headers.get("authorization", ""))
    if "cookie" in headers:
        headers["cookie"] = _without_ours(headers["cookie"])
    return {
        "method": request.method,
        "path": path,
        "query_params": _parameters(request.scope["query_string"].decode("latin-1")),
        "form_params": _form(content_type, body),
        "origin": headers.get("origin"),
        "headers": headers,
        "remote_address": request.client.host if request.client else None,
        "body": _media(content_type, body, headers.get("content-disposition", "")),
        "username": username,
        "password": password,
    }


def as_dict(pairs: Iterable[tuple[str, str]]) -> dict[str, str | list[str]]:
    """``[("a", "1"), ("a", "2"), ("b", "3")]`` → ``{"a": ["1", "2"], "b": "3"}``."""
    values: dict[str, str | list[str]] = {}
    for name, value in pairs:
        kept = values.get(name)
        if kept is None:
            values[name] = value
        elif isinstance(kept, list):
            kept.append(value)
        else:
            values[name] = [kept, value]
    return values


def _form(content_type: str | None, body: IO[bytes]) -> dict[str, str | list[str]]:
    if (content_type or "").partition(";")[0].strip().lower() != FORM:
        return {}
    body.seek(0)
    return _parameters(body.read().decode("utf-8", "replace"))


def _parameters(encoded: str) -> dict[str, str | list[str]]:
    """``a=1&b=`` → ``{"a": "1", "b": ""}``. As on the stock server, text without any ``=`` names no parameter."""
    if "=" not in encoded:
        return {}
    try:
        return as_dict(parse_qsl(encoded, keep_blank_values=True, max_num_fields=MOST_PARAMETERS))
    except ValueError as error:
        raise BadParameters(f"A request may have {MOST_PARAMETERS} parameters at most.") from error


def _media(content_type: str | None, body: IO[bytes], disposition: str) -> anvil.Media | None:
    found = _FILENAME.fullmatch(disposition)
    media = StreamingMedia(content_type, found[1] if found else None, body)
    return None if content_type is None and media.length == 0 else media


def _credentials(authorization: str) -> tuple[str | None, str | None]:
    """User name and password of Basic authentication; None for both when there is none, or none that can be read."""
    found = _BASIC.fullmatch(authorization)
    try:
        decoded = base64.b64decode(found[1]).decode("utf-8", "replace") if found else ""
    except ValueError:  # neither base64 nor ASCII
        decoded = ""
    username, colon, password = decoded.partition(":")
    return (username, password) if colon else (None, None)


def _without_ours(cookies: str) -> str:
    """The server's own cookies open sessions; the app's code has no use for them."""
    return "; ".join(cookie for cookie in cookies.split("; ") if not cookie.startswith(OUR_COOKIE_PREFIX))

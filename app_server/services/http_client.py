"""``anvil.http`` of server code: requests to other servers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from socket import gaierror
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

import anvil
import orjson

from ..errors import AnvilError, misuse, permission_denied
from ..rpc.call import Call
from ..rpc.registry import private

TIMEOUT_SECONDS = 60.0
WITHOUT_BODY = frozenset({"GET", "HEAD"})
_CODE = re.compile("%(..)")
_HEXADECIMAL = re.compile("[0-9A-Fa-f]{2}")


@private("http.request")
def request(
    call: Call,
    url: str,
    method: str = "GET",
    data: Any = None,
    headers: Mapping[str, str] | None = None,
    username: str | None = None,
    password: str | None = None,
    timeout: float | None = None,
) -> dict[str, Any]:
    """``{status, headers, content}`` of the answer; ``timeout`` is in milliseconds.

    Raises ``anvil.http.HttpRequestFailed`` when there is none.
    """
    import requests  # large, and few days need it: here, not at every start

    if not call.trusted:
        raise permission_denied("Cannot call this function from client code")
    method = method.upper()
    sent = {str(name).lower(): str(value) for name, value in (headers or {}).items()}
    body, content_type = _body(data, "content-type" in sent)
    if content_type:
        sent["content-type"] = content_type
    seconds = timeout / 1000 if timeout else TIMEOUT_SECONDS
    try:
        _require_http(url)
        if method in WITHOUT_BODY:
            url, body = with_query(url, body), None
        answer = requests.request(
            method,
            url,
            data=body.encode() if isinstance(body, str) else body,
            headers=sent,
            auth=(username, password or "") if username else None,
            timeout=seconds,
        )
    except (requests.RequestException, UnicodeError, ValueError) as error:
        raise AnvilError("anvil.http.HttpRequestFailed", _reason(error, url, seconds)) from error
    answered = {name.lower(): value for name, value in answer.headers.items()}
    content = anvil.BlobMedia(answered.get("content-type"), answer.content)
    return {"status": answer.status_code, "headers": answered, "content": content}


@private("http.url_encode")
def url_encode(_call: Call, text: str) -> str:
    return quote(text, safe="")


@private("http.url_decode")
def url_decode(_call: Call, text: str) -> str:
    """Undo :func:`url_encode`. Raises ``anvil.http.UrlEncodingError`` for a ``%`` before what is no hexadecimal."""
    if any(not _HEXADECIMAL.fullmatch(code) for code in _CODE.findall(text)):
        raise AnvilError("anvil.http.UrlEncodingError", "This is not a valid URL-encoded string")
    return unquote(text)


def with_query(url: str, query: str | bytes | None) -> str:
    """The address with a query, unless it has one already or there is none to add."""
    parts = urlsplit(url)
    if parts.query or not query or isinstance(query, bytes):
        return url
    return urlunsplit(parts._replace(query=query))


def _require_http(url: str) -> None:
    """Raises ValueError, in the stock server's words, for an address that is not of the web."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError(f"host is null: {url}")
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"{parts.scheme} is not supported")


def _reason(error: Exception, url: str, seconds: float) -> str:
    """Why there is no answer: the stock server's words where it has some, else the library's."""
    import requests

    if isinstance(error, requests.Timeout):
        kind = "connect" if isinstance(error, requests.ConnectTimeout) else "idle"
        return f"{kind} timeout: {seconds * 1000:.0f}ms"
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, gaierror):
            return f"{urlsplit(url).hostname}: {cause.strerror}"
        if isinstance(cause, ConnectionError) and cause.strerror:
            return cause.strerror
        inner = getattr(cause, "reason", None) or next(iter(cause.args), None)
        cause = inner if isinstance(inner, BaseException) else cause.__cause__
    return str(error) or type(error).__name__


def _form_value(value: Any) -> str:
    """A value as a form has it: truth and nothing are not written as Python does."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _body(data: Any, is_typed: bool) -> tuple[str | bytes | None, str | None]:
    """What is sent, and its content type when the data says it: dicts are forms, or JSON under a type of their own."""
    if data is None or isinstance(data, (str, bytes)):
        return data, None
    if isinstance(data, anvil.Media):
        return data.get_bytes(), data.content_type
    if isinstance(data, dict):
        if is_typed:
            return orjson.dumps(data), None
        return urlencode(
            {name: _form_value(value) for name, value in data.items()}
        ), "application/x-www-form-urlencoded"
    kind = "a list" if isinstance(data, list) else repr(type(data).__name__)
    raise misuse(f"Cannot use {kind} as the body of an HTTP request")

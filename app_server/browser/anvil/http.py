"""``anvil.http``: requests that the page itself makes, so what browsers refuse is refused: status 0 then."""

import base64
import json as json_module
from urllib.parse import quote, unquote_to_bytes

from . import _page, _server

UNRESERVED = "!'()*-._~"  # what JavaScript's encodeURIComponent leaves besides letters and digits


class HttpError(Exception):
    """A request that failed: its ``status`` (0 when there was no answer) and ``content``."""

    def __init__(self, status=None, content=None, message=None):
        self.status = status
        self.content = content
        if not message and status is not None:
            message = f"HTTP error {status}"
        super().__init__(message)


class UrlEncodingError(Exception):
    """The text is not URL-encoded UTF-8."""


_server._named_exceptions["anvil.http.UrlEncodingError"] = UrlEncodingError


def request(
    url=None, method="GET", data=None, json=False, headers=None, username=None, password=None, timeout=None, **_other
):
    """Make a request and wait; a media object, or with ``json`` what the answer means. Raises HttpError.

    ``data``: text or bytes as they are, a dict as a form, with ``json`` anything JSON knows. ``timeout`` in seconds.
    """
    from pyodide.ffi import run_sync

    if timeout and not isinstance(timeout, (int, float)):
        raise TypeError("timeout must be set to a number")
    method = str(method).upper()
    has_body = method not in ("GET", "HEAD")
    headers = _headers(headers, username, password, json, bool(has_body and data))
    options = {"method": method, "headers": headers, "timeoutSeconds": timeout or 0, "inQuery": not has_body}
    body = _body(data, json and has_body)
    answer = run_sync(_page.api.request(str(url), json_module.dumps(options), body, not _is_quiet()))
    content = _content(answer, json)
    if answer.isGood:
        return content
    raise HttpError(answer.status, content, "timeout" if answer.isTimeout else answer.statusText or None)


def _headers(given, username, password, json, has_body):
    headers = dict(given or {})
    if username and password:
        headers["Authorization"] = "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()
    if has_body and not any(name.lower() == "content-type" for name in headers):
        form = "application/x-www-form-urlencoded; charset=UTF-8"
        headers["Content-Type"] = "application/json" if json else form
    return headers


def _body(data, as_json):
    from .js import to_js

    if as_json and data:
        return json_module.dumps(data)
    return to_js(data)


def _is_quiet():
    from . import _transport

    return bool(_transport.QUIET)


def _content(answer, json):
    from ._media import BlobMedia

    if answer.body is None:
        return None
    content = answer.body.to_bytes()
    if not json:
        return BlobMedia(answer.contentType, content)
    text = content.decode()
    try:
        return json_module.loads(text)
    except ValueError:
        if answer.isGood:
            raise ValueError("Returned data is not valid JSON") from None
        return text


def url_encode(text):
    """The text for use in a URL."""
    _need_text("url_encode", "string_to_encode", text)
    return quote(text, safe=UNRESERVED)


encode_uri_component = url_encode


def url_decode(text):
    """What ``url_encode`` was given. Raises UrlEncodingError."""
    _need_text("url_decode", "string_to_decode", text)
    for part in text.split("%")[1:]:
        if not all(digit in "0123456789abcdefABCDEF" for digit in part[:2]) or len(part) < 2:
            raise UrlEncodingError()
    try:
        return unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        raise UrlEncodingError() from None


def _need_text(function, argument, text):
    if not isinstance(text, str):
        raise TypeError(f"{argument} must be a string")

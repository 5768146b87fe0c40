"""Calls of the server from the page; the shape of messages is in docs/developers/wire.md."""

import json

from pyodide.ffi import run_sync, to_js

from . import _page, _server
from ._media import BlobMedia, blob_of

OFFLINE = "Connection to server failed (the server cannot be reached)"
CANCELLED = "The upload was cancelled."
UNREACHABLE_STATUS, CANCELLED_STATUS, TOO_LARGE_STATUS = 0, -1, 413
QUIET = []
_next_id = 0
_in_session = False


def call(arguments, fn_name=None, live_object=None):
    """Call a function of the server, or a method of a live object, and wait; raises what it raised.

    ``arguments``: ``{"args": […], "kwargs": {…}}``.
    """
    global _next_id
    _next_id += 1
    capabilities, parts = [], []
    message = {"type": "CALL", "id": str(_next_id), "v": 8, **arguments}
    if _in_session:
        message["session"] = True
    if live_object is None:
        message["command"] = fn_name
    else:
        spec = live_object._spec
        message["liveObjectCall"] = {name: spec.get(name) for name in ("id", "backend", "permissions", "mac")}
        message["liveObjectCall"]["method"] = fn_name
    message = _server.fill_out_media(message, lambda media: _part(media, parts), capabilities)
    answer = run_sync(_page.api.callServer(json.dumps(message), to_js(parts), bool(QUIET)))
    return _result(answer, capabilities)


def decode(message, media=None):
    """A message with its values in place of their descriptions."""
    return _server._reconstruct_objects(
        message,
        lambda described: BlobMedia(described.get("mime-type") or "", media[described["id"]], described.get("name")),
        remote_is_trusted=True,
    )


def _part(media, parts):
    part_id = f"media-{len(parts)}"
    parts.append([part_id, blob_of(media)])
    return {"id": part_id}


def _result(answer, capabilities):
    global _in_session
    if answer.status == CANCELLED_STATUS:
        raise _server._deserialise_exception({"type": "anvil.server.UploadCancelledError", "message": CANCELLED})
    if answer.status == UNREACHABLE_STATUS:
        raise _server._deserialise_exception({"type": "anvil.server.AppOfflineError", "message": OFFLINE})
    try:
        message = json.loads(answer.text, parse_float=_number)
    except ValueError:
        problem = {"type": "anvil.server.InternalError", "message": f"The server answered with status {answer.status}."}
        raise _server._deserialise_exception(problem) from None
    _in_session = _in_session or message.get("session", False)
    if answer.status == TOO_LARGE_STATUS:
        message["error"]["type"] = "anvil.server.UploadTooLargeError"
    if "error" in message:
        raise _server._deserialise_exception(message["error"])
    message = decode(message, _bytes_of(answer.media))
    _server.apply_cap_updates(message, capabilities)
    return message.get("response")


def _bytes_of(media):
    return {name: content.to_bytes() for name, content in media.object_entries()}


def _number(text):
    """A page has one kind of number: whole ones are int."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value

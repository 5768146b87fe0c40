"""What a route gives to the page that it opens: a form with its arguments, and data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anvil
from anvil import _server

from ...rpc import wire
from ...rpc.call import Call
from ...rpc.signing import Signer
from ..media import MediaStore
from .outgoing import CannotSend

# A page that opens fetches its files soon, or when its visitor comes back to it.
MEDIA_SECONDS = 24 * 3600


def startup_of(call: Call, wanted: Mapping[str, Any]) -> wire.Message:
    """What the page is to open, as the browser half reads it: ``{response: {data, form: {name, args, kwargs}}}``.

    Files are stored for a day, and fetched by the page. Raises CannotSend for one inside an object of the app's.
    """
    form = None
    if wanted.get("form"):
        form = {"name": wanted["form"], "args": list(wanted["args"]), "kwargs": wanted["kwargs"]}
    startup = {"response": {"data": wanted.get("data"), "form": form, "module": wanted.get("module")}}
    stored = _with_stored_media(startup, call.instance.media)
    message, media = wire.encode(stored, Signer.for_call(call), remote_is_trusted=False)
    if media:
        raise CannotSend("A page can be given Media at its start in lists and dicts, not inside other objects.")
    if message["objects"]:
        call.session.changed()  # what is in them is bound to the session, which must outlive this request
    return message


def _with_stored_media(value: Any, store: MediaStore) -> Any:
    if isinstance(value, anvil.Media) and not isinstance(value, _server.LazyMedia):
        return store.save(value, expires_seconds=MEDIA_SECONDS).lazy()
    if isinstance(value, dict):
        return {name: _with_stored_media(item, store) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_stored_media(item, store) for item in value]
    return value

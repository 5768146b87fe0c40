"""``anvil.server.session``: its values, encoded for keeping and decoded for a call."""

from __future__ import annotations

from typing import Any

import anvil
from anvil import _server

from ..errors import AnvilError
from . import json_text


def decode(encoded: dict[str, Any] | None) -> dict[str, Any]:
    """What a call sees as ``anvil.server.session``; ``encoded`` is :attr:`Session.data`."""
    if encoded is None:
        return {}
    # Decoding works in place, and the encoded form is compared with at the end of the call.
    copied = json_text.loads(json_text.dumps(encoded))
    return _server._reconstruct_objects(copied, None, remote_is_trusted=True)["session"]


def encode(values: dict[str, Any]) -> dict[str, Any] | None:
    """The JSON-able form; None when nothing is kept. Raises ``anvil.server.SerializationError``."""
    if not values:
        return None
    try:
        encoded = _server.fill_out_media({"session": values}, _refuse_media, remote_is_trusted=True)
        json_text.dumps(encoded)
    except (TypeError, _server.SerializationError) as error:
        message = f"Tried to store illegal value in a anvil.server.session. {error}"
        raise _server.SerializationError(message) from error
    return encoded


def _refuse_media(_media: anvil.Media) -> None:
    raise AnvilError("Exception", "Cannot save DataMedia objects in anvil.server.session")

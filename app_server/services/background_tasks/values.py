"""Arguments, states and results of tasks as text for the database; media beside them in the media store."""

from __future__ import annotations

from typing import Any

import orjson

from ...rpc import wire
from ...rpc.signing import Signer
from ..media import MediaStore


class Values:
    """Encodes and decodes for one instance: ``key`` is its signing key."""

    def __init__(self, key: bytes, media: MediaStore) -> None:
        self._signer = Signer(key)
        self._media = media

    def encode(self, values: dict[str, Any]) -> str:
        """JSON of the values, whose media are stored. Raises ``anvil.server.SerializationError``."""
        message, media = wire.encode({"values": values}, self._signer, remote_is_trusted=True)
        stored = {name: self._media.save(item).id for name, item in media.items()}
        return orjson.dumps({**message, "media": stored}).decode()

    def decode(self, encoded: dict[str, Any] | None) -> dict[str, Any]:
        """Undo :meth:`encode`; nothing is an empty dict. Media come back lazily, to be fetched when read."""
        if encoded is None:
            return {}
        stored = self._media.get_many(list(encoded["media"].values())) if encoded["media"] else {}
        media = {name: stored[media_id].lazy() for name, media_id in encoded["media"].items()}
        message = {name: part for name, part in encoded.items() if name != "media"}
        return wire.decode(message, media, self._signer, remote_is_trusted=True)["values"]


def media_ids(encoded: dict[str, Any] | None) -> list[str]:
    """The stored media that belong to encoded values."""
    return list(encoded["media"].values()) if encoded else []

"""Arguments, states and results of tasks as text for the database; media of arguments stay in the media store."""

from __future__ import annotations

from typing import Any

import orjson
from anvil import Media, _server

from ...rpc import wire
from ...rpc.signing import Signer
from ..media import MediaStore


class MediaRefused(Exception):
    """A state or a result holds media, which Anvil keeps of neither."""


class Values:
    """Encodes and decodes for one instance: ``key`` is its signing key."""

    def __init__(self, key: bytes, media: MediaStore) -> None:
        self._signer = Signer(key)
        self._media = media

    def encode_arguments(self, task_name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        """JSON of a task's arguments, whose media are stored. Raises ``anvil.server.SerializationError``."""
        try:
            # The name goes along because what Anvil says of an argument that cannot be sent counts it.
            message, media = wire.encode(
                {"args": [task_name, *args], "kwargs": kwargs}, self._signer, remote_is_trusted=True
            )
        except _server.SerializationError as error:
            raise _server.SerializationError(f"Cannot serialize arguments to function. {error}") from error
        stored = {name: self._media.save(item).id for name, item in media.items()}
        return orjson.dumps({**message, "media": stored}).decode()

    def decode_arguments(self, encoded: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """Undo :meth:`encode_arguments`; media come back lazily, to be fetched when read."""
        ids = media_ids(encoded)
        stored = self._media.get_many(ids) if ids else {}
        media: dict[str, Media] = {name: stored[media_id].lazy() for name, media_id in encoded["media"].items()}
        message = wire.decode(encoded, media, self._signer, remote_is_trusted=True)
        return message["args"][1:], message["kwargs"]

    def encode(self, values: dict[str, Any]) -> str:
        """JSON of a state or result. Raises ``anvil.server.SerializationError``, and MediaRefused for media."""
        message, media = wire.encode(values, self._signer, remote_is_trusted=True)
        if media:
            raise MediaRefused
        return orjson.dumps(message).decode()

    def decode(self, encoded: dict[str, Any] | None) -> dict[str, Any]:
        """Undo :meth:`encode`; nothing is an empty dict."""
        return {} if encoded is None else wire.decode(encoded, {}, self._signer, remote_is_trusted=True)


def media_ids(arguments: dict[str, Any]) -> list[str]:
    """The stored media that belong to encoded arguments."""
    return list(arguments.get("media", {}).values())

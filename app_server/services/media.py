"""Media: bytes kept in PostgreSQL in chunks, handed about as LazyMedia, downloaded by signed addresses."""

from __future__ import annotations

import hashlib
import hmac
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import anvil
import orjson
from anvil import _server

from ..errors import AnvilError, misuse
from ..rpc import dispatch, failures, json_text
from ..rpc.call import Call, Frame
from ..rpc.registry import private
from ..rpc.signing import Signer
from ..rpc.streaming import Streamed, handed_over, pieces_of

if TYPE_CHECKING:
    from ..database import Database

STORED = "stored"
COMPUTED = "py"
CHUNK_BYTES = 256 * 1024
URL_SECONDS = 12 * 3600
# The key of a LazyMedia is its MAC, which exists only on the wire.
LOCAL_KEY = "local"

SCHEMA_SQL = """
create table if not exists anvil.media (
    id uuid primary key,
    content_type text,
    name text,
    length bigint not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz
);
create table if not exists anvil.media_chunks (
    media_id uuid not null references anvil.media (id) on delete cascade,
    position int not null,
    bytes bytea not null,
    primary key (media_id, position)
);
alter table anvil.media_chunks alter column bytes set storage external;
create index if not exists media_expires_at on anvil.media (expires_at) where expires_at is not null;
"""


@dataclass(frozen=True, slots=True)
class StoredMedia:
    """What is known of a stored media object without its bytes; ``length`` is in bytes."""

    id: str
    content_type: str | None
    name: str | None
    length: int

    def lazy(self) -> _server.LazyMedia:
        """The media object that fetches its bytes when they are asked for."""
        return _server.LazyMedia(
            {
                "type": ["LazyMedia"],
                "manager": STORED,
                "key": LOCAL_KEY,
                "id": self.id,
                "mime-type": self.content_type,
                "name": self.name,
                "length": self.length,
            }
        )


class MediaStore:
    """Keeps media in the schema ``anvil``; takes part in the running call's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, media: anvil.Media, *, expires_seconds: int | None = None) -> StoredMedia:
        """Store ``media``, piece by piece; with ``expires_seconds`` its bytes may be forgotten after that time."""
        media_id, length = str(uuid.uuid4()), 0
        with self._database.atomic() as connection:
            connection.execute(
                """
                insert into anvil.media (id, content_type, name, length, expires_at)
                values (%s, %s, %s, 0, now() + make_interval(secs => %s))
                """,
                (media_id, media.content_type, media.name, expires_seconds),
            )
            for position, piece in enumerate(pieces_of(media, CHUNK_BYTES)):
                length += len(piece)
                connection.execute(
                    "insert into anvil.media_chunks (media_id, position, bytes) values (%s, %s, %s)",
                    (media_id, position, piece),
                )
            connection.execute("update anvil.media set length = %s where id = %s", (length, media_id))
        return StoredMedia(media_id, media.content_type, media.name, length)

    def get(self, media_id: str) -> StoredMedia:
        """What is stored under that id. Raises ``anvil.server.InvalidObjectError`` when it is gone."""
        return self.get_many([media_id])[media_id]

    def get_many(self, media_ids: list[str]) -> dict[str, StoredMedia]:
        """By id, in one statement. Raises ``anvil.server.InvalidObjectError`` when one is gone."""
        with self._database.connection() as connection:
            rows = connection.execute(
                "select id::text, content_type, name, length from anvil.media where id = any(%s::uuid[])", (media_ids,)
            ).fetchall()
        found = {row[0]: StoredMedia(*row) for row in rows}
        if len(found) < len(set(media_ids)):
            raise AnvilError("anvil.server.InvalidObjectError", "This media object no longer exists.")
        return found

    def chunks(self, media_id: str) -> Iterator[bytes]:
        """The bytes, at most 256 KB at a time."""
        position = 0
        while True:
            with self._database.connection() as connection:
                row = connection.execute(
                    "select bytes from anvil.media_chunks where media_id = %s and position = %s", (media_id, position)
                ).fetchone()
            if row is None:
                return
            yield row[0]
            position += 1

    def read(self, media_id: str) -> anvil.Media:
        """The media object, whose bytes stay in the database until they are asked for. Raises as :meth:`get` does."""
        return DatabaseMedia(self, self.get(media_id))

    def delete(self, media_ids: list[str]) -> None:
        """Forget these; ids that are not there are passed over."""
        with self._database.connection() as connection:
            connection.execute("delete from anvil.media where id = any(%s::uuid[])", (media_ids,))

    def delete_expired(self) -> int:
        """Forget what has expired; returns how many."""
        with self._database.connection() as connection:
            return connection.execute("delete from anvil.media where expires_at <= now()").rowcount


class DatabaseMedia(anvil.Media, Streamed):
    """What is stored, as a media object that is read piece by piece."""

    def __init__(self, store: MediaStore, stored: StoredMedia) -> None:
        self._store, self._stored = store, stored

    def get_content_type(self) -> str | None:
        return self._stored.content_type

    def get_name(self) -> str | None:
        return self._stored.name

    def get_length(self) -> int:
        return self._stored.length

    def get_bytes(self) -> bytes:
        """All of them, in memory."""
        return b"".join(self._store.chunks(self._stored.id))

    def pieces(self, size: int) -> Iterator[bytes]:
        """The bytes, at most ``size`` at a time."""
        for chunk in self._store.chunks(self._stored.id):
            for start in range(0, len(chunk), size):
                yield chunk[start : start + size]


def stored_id(media: anvil.Media) -> str | None:
    """The id under which a LazyMedia is stored here, or None for any other media."""
    if isinstance(media, _server.LazyMedia) and media._spec.get("manager") == STORED:
        return media._spec["id"]
    return None


def sign_url(key: bytes, spec: dict[str, Any], *, as_download: bool, now: float | None = None) -> str:
    """The path ``/_/lm/<token>/<name>`` at which the media can be had for twelve hours, in or out of a session."""
    expires = int((time.time() if now is None else now) + URL_SECONDS)
    claims = orjson.dumps([spec["manager"], spec["id"], expires, as_download])
    token = f"{claims.hex()}.{_url_mac(key, claims)}"
    return f"/_/lm/{token}/{quote(spec.get('name') or 'download', safe='')}"


def verify_url(key: bytes, token: str, now: float | None = None) -> tuple[str, str, bool] | None:
    """``(manager, id, as_download)`` of a token that :func:`sign_url` made, or None when it is forged or too old."""
    encoded, _, mac = token.partition(".")
    try:
        claims = bytes.fromhex(encoded)
    except ValueError:
        return None
    if not hmac.compare_digest(mac.encode(), _url_mac(key, claims).encode()):
        return None
    manager, media_id, expires, as_download = orjson.loads(claims)
    return None if expires < (time.time() if now is None else now) else (manager, media_id, as_download)


def _url_mac(key: bytes, claims: bytes) -> str:
    return hmac.new(key, b"media-url\0" + claims, hashlib.sha256).hexdigest()[:40]


@private("fetch_lazy_media")
def fetch_lazy_media(call: Call, spec: Any) -> anvil.Media:
    """The bytes behind a LazyMedia, whose key :mod:`..rpc.wire` has already checked for remote callers."""
    spec = spec._spec if isinstance(spec, _server.LazyMedia) else spec
    check_local(call, spec)
    return fetch(call, spec["manager"], spec["id"])


def fetch(call: Call, manager: str, media_id: str) -> anvil.Media:
    """The media of that manager: ``stored`` in the database, or ``py``, computed by a function of the app."""
    if manager == STORED:
        return call.instance.media.read(media_id)
    if manager == COMPUTED:
        return _computed(call, media_id)
    raise AnvilError("anvil.server.InvalidObjectError", f"There is no media of the kind {manager!r}.")


def check_local(call: Call, spec: Any) -> None:
    """A spec that came as plain data has not been checked by the wire. Raises ``InvalidObjectError``."""
    if not isinstance(spec, dict):
        raise AnvilError("anvil.server.InvalidObjectError", "This is not a media object.")
    if call.trusted and spec.get("key") == LOCAL_KEY:
        return
    if not Signer.for_call(call).is_lazy_media(spec):
        raise AnvilError("anvil.server.InvalidObjectError", "This media object is not of this session.")


@private("mk_LazyMedia")
def make_lazy_media(call: Call, mime_type: str, function_name: str, *args: Any, **kwargs: Any) -> _server.LazyMedia:
    """``anvil.create_lazy_media``: media that a function of the app makes when it is wanted; arguments are JSON.

    What a client has made may call what clients may.
    """
    media_id = json_text.dumps([function_name, args, kwargs, call.trusted]).decode()
    return _server.LazyMedia(
        {"type": ["LazyMedia"], "manager": COMPUTED, "key": LOCAL_KEY, "id": media_id, "mime-type": mime_type,
         "name": function_name}
    )  # fmt: skip


def _computed(call: Call, media_id: str) -> anvil.Media:
    function_name, args, kwargs, trusted = json_text.loads(media_id)
    making = replace(call, trusted=trusted, callers=(Frame("lazy_media_server"),), root=call.root or call)
    try:
        made = dispatch.dispatch(making, function_name, args, kwargs)
    except Exception as error:  # the app's code may raise anything
        # The words of Anvil's own server (dispatcher/user_lazy_media.clj), which keeps no error's type here.
        raise misuse(failures.describe(error)["message"]) from error
    if made is None:
        raise misuse(f"Server function '{function_name}' raised an error")
    if isinstance(made, _server.LazyMedia) and made._spec["manager"] == COMPUTED:
        raise misuse(f"Server function '{function_name}' did not return Media data; cannot download")
    if not isinstance(made, anvil.Media):
        raise misuse(f"Server function '{function_name}' did not return a Media object; cannot download")
    return handed_over(made)


@private("get_lazy_media_url")
def get_lazy_media_url(call: Call, media: _server.LazyMedia, download: bool = True) -> str:
    return call.instance.origin + sign_url(call.instance.signing_key, media._spec, as_download=bool(download))

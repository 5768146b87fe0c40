"""Media in PostgreSQL: any size in chunks, part of the transaction, forgotten in time."""

from __future__ import annotations

import anvil
import pytest

from app_server.database import Database
from app_server.errors import AnvilError
from app_server.services.media import CHUNK_BYTES, SCHEMA_SQL, MediaStore, stored_id


@pytest.fixture
def store(database: Database) -> MediaStore:
    database.apply_schema(SCHEMA_SQL)
    return MediaStore(database)


def blob(content: bytes = b"abc", name: str = "a.txt") -> anvil.BlobMedia:
    return anvil.BlobMedia("text/plain", content, name)


@pytest.mark.parametrize("length", [0, 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 5])
def test_bytes_of_any_length_come_back(store: MediaStore, length: int) -> None:
    content = bytes(index % 251 for index in range(length))
    stored = store.save(blob(content))
    assert store.read(stored.id).get_bytes() == content
    assert all(len(chunk) <= CHUNK_BYTES for chunk in store.chunks(stored.id))
    assert store.get(stored.id) == stored


def test_a_lazy_object_knows_everything_but_the_bytes(store: MediaStore) -> None:
    stored = store.save(blob())
    lazy = stored.lazy()
    assert (lazy.name, lazy.content_type, lazy.length) == ("a.txt", "text/plain", 3)
    assert stored_id(lazy) == stored.id
    assert stored_id(blob()) is None


def test_media_of_a_transaction_that_fails_are_not_there(store: MediaStore, database: Database) -> None:
    database.begin()
    stored = store.save(blob())
    assert store.read(stored.id).get_bytes() == b"abc"
    database.end(abort=True)
    with pytest.raises(AnvilError, match="no longer exists"):
        store.get(stored.id)


def test_deleted_media_are_gone_with_their_chunks(store: MediaStore, database: Database) -> None:
    stored = store.save(blob())
    store.delete([stored.id, "00000000-0000-0000-0000-000000000000"])
    assert list(store.chunks(stored.id)) == []
    with pytest.raises(AnvilError):
        store.read(stored.id)


def test_only_media_with_an_end_are_forgotten(store: MediaStore) -> None:
    kept, ended, later = (
        store.save(blob()),
        store.save(blob(), expires_seconds=0),
        store.save(blob(), expires_seconds=60),
    )
    assert store.delete_expired() >= 1
    assert set(store.get_many([kept.id, later.id])) == {kept.id, later.id}
    with pytest.raises(AnvilError):
        store.get(ended.id)

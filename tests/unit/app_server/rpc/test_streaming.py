"""Media come piece by piece, whatever they are made of."""

from __future__ import annotations

import io
from collections.abc import Iterator

import anvil
import pytest

from app_server.rpc.streaming import MEMORY_BYTES, Streamed, StreamingMedia, handed_over, pieces_of


class OfTheApp(anvil.Media):
    """What an app may write: media that are made when they are asked for."""

    def get_bytes(self) -> bytes:
        return b"abcde"


class InPieces(anvil.Media, Streamed):
    def pieces(self, size: int) -> Iterator[bytes]:
        yield from (b"abc", b"de")


@pytest.mark.parametrize(
    "media",
    [
        anvil.BlobMedia("text/plain", b"abcde"),
        OfTheApp(),
        InPieces(),
        StreamingMedia("text/plain", None, io.BytesIO(b"abcde")),
    ],
)
def test_all_media_can_be_had_in_pieces(media: anvil.Media) -> None:
    pieces = list(pieces_of(media, 3))
    assert b"".join(pieces) == b"abcde"
    assert max(map(len, pieces)) <= 3


def test_what_arrives_in_chunks_is_whole_again_and_can_be_read_twice() -> None:
    media = StreamingMedia("text/plain", "a.txt")
    for chunk in (b"ab", b"", b"c"):
        media.add_content(chunk)
    media.add_content(b"de", last_chunk=True)
    assert [media.get_bytes(), media.get_bytes(), media.length] == [b"abcde", b"abcde", 5]
    assert (media.content_type, media.name, media.url) == ("text/plain", "a.txt", None)


def test_large_media_wait_in_a_file() -> None:
    media = StreamingMedia(None, None)
    for _ in range(3):
        media.add_content(bytes(MEMORY_BYTES))
    assert media._file._rolled  # type: ignore[attr-defined]
    assert media.length == 3 * MEMORY_BYTES


def test_a_piece_can_be_read_while_others_are() -> None:
    media = StreamingMedia(None, None, io.BytesIO(b"abcdef"))
    first, second = media.pieces(2), media.pieces(3)
    assert [next(first), next(second), next(first), next(second)] == [b"ab", b"abc", b"cd", b"def"]


def test_empty_media_have_no_pieces() -> None:
    assert list(pieces_of(anvil.BlobMedia("text/plain", b""))) == []
    assert StreamingMedia(None, None).get_bytes() == b""


def test_media_handed_over_are_of_the_kind_that_arrives_by_the_wire() -> None:
    received = handed_over(anvil.BlobMedia("text/plain", b"abc", "a.txt"))
    assert type(received).__name__ == "StreamingMedia"
    assert (received.content_type, received.name, received.get_bytes()) == ("text/plain", "a.txt", b"abc")

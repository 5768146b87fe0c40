"""Messages and their media leave in frames and are whole again on the other side."""

from __future__ import annotations

import anvil
import orjson
from hypothesis import given
from hypothesis import strategies as st

from app_server.rpc.streaming import CHUNK_BYTES
from app_server.rpc.uplink_messages import Assembler, Received, frames


def described(*names: str) -> dict[str, object]:
    objects = [{"type": ["DataMedia"], "path": ["args", 0], "id": name, "mime-type": "text/plain"} for name in names]
    return {"id": "1", "type": "CALL", "args": [None], "objects": objects}


def received(assembler: Assembler, message: dict[str, object], media: dict[str, anvil.Media]) -> list[Received | None]:
    results = []
    for text, content in frames(message, media):
        frame = orjson.loads(text)
        if content is None:
            results.append(assembler.message(frame))
        else:
            assembler.chunk_header(frame)
            results.append(assembler.chunk(content))
    return results


def test_a_message_without_media_is_there_at_once() -> None:
    [only] = received(Assembler(), {"id": "1", "response": 5}, {})
    assert only is not None
    assert only.message["response"] == 5


@given(st.sampled_from([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]))
def test_media_of_any_length_come_back(length: int) -> None:
    content = bytes(index % 251 for index in range(length))
    *earlier, last = received(Assembler(), described("a"), {"a": anvil.BlobMedia("text/plain", content)})
    assert set(earlier) == {None}
    assert last is not None
    assert last.media["a"].get_bytes() == content


def test_a_message_waits_for_all_of_its_media() -> None:
    media = {"a": anvil.BlobMedia("text/plain", b"a"), "b": anvil.BlobMedia("text/plain", b"b")}
    results = received(Assembler(), described("a", "b"), media)
    assert [result is not None for result in results] == [False, False, True]


def test_lost_media_complete_the_message_with_the_reason() -> None:
    assembler = Assembler()
    assert assembler.message(described("a")) is None
    lost = assembler.media_error({"requestId": "1", "mediaIds": ["a"], "cause": {"type": "T", "message": "gone"}})
    assert lost is not None
    assert lost.failure == {"type": "T", "message": "gone"}


def test_chunks_of_no_message_are_dropped() -> None:
    assembler = Assembler()
    assert assembler.chunk(b"stray") is None
    assembler.chunk_header({"requestId": "9", "mediaId": "x", "lastChunk": True})
    assert assembler.chunk(b"stray") is None

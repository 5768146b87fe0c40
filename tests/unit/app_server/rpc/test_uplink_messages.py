"""Messages and their media leave in frames and are whole again on the other side."""

from __future__ import annotations

import anvil
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app_server.rpc import uplink_messages
from app_server.rpc.streaming import CHUNK_BYTES
from app_server.rpc.uplink_messages import Assembler, Received, frames, frames_again


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


def test_media_that_stop_coming_fail_their_message_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    assembler = Assembler()
    assert assembler.message(described("a")) is None
    assert assembler.abandoned() == []
    now = uplink_messages.time.monotonic()
    monkeypatch.setattr(uplink_messages.time, "monotonic", lambda: now + uplink_messages.MEDIA_TIMEOUT_SECONDS + 1)
    [late] = assembler.abandoned()
    assert late.failure == {"type": "anvil.server.TimeoutError", "message": "Timeout during media transfer"}
    assert assembler.abandoned() == []


def test_more_media_than_are_allowed_fail_their_message_at_once() -> None:
    assembler = Assembler(max_media_bytes=1024 * 1024)
    assert assembler.message(described("a")) is None
    results = []
    for _ in range(20):
        assembler.chunk_header({"requestId": "1", "mediaId": "a", "lastChunk": False})
        results.append(assembler.chunk(bytes(65_536)))
    [failed] = [result for result in results if result is not None]
    assert failed.failure is not None
    assert failed.failure["message"] == "That is more than this server takes at once (1 MB)."


def test_what_failed_is_told_again_to_another_process() -> None:
    assembler, again = Assembler(), Assembler()
    assembler.message(described("a"))
    lost = assembler.media_error({"requestId": "1", "mediaIds": ["a"], "cause": {"type": "T", "message": "gone"}})
    assert lost is not None
    results = [again.frame(orjson.loads(text), content) for text, content in frames_again(lost)]
    assert results[0] is None
    assert results[1] is not None
    assert results[1].failure == {"type": "T", "message": "gone"}

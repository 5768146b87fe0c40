"""A thousand browser sessions that call once a second each, over the page's own wire."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Iterator

import orjson

from tests.served import ROOT, new_folder, served
from tests.server_process import ServerProcess

from .figures import LIMIT, Figure, spread

SESSIONS = 1000
SECONDS = 60
WORKERS = 2
P99_MILLISECONDS = 1000
CALL = orjson.dumps({"type": "CALL", "id": "1", "command": "get_app_context", "args": [], "kwargs": {}, "objects": []})


def figures(sessions: int = SESSIONS, seconds: int = SECONDS) -> Iterator[Figure]:
    """How long calls take, and how many go wrong, while all sessions call once a second."""
    with new_folder() as folder:
        with served(folder):
            pass
        server = ServerProcess(folder, "--workers", str(WORKERS), app=ROOT)
        try:
            taken, errors = asyncio.run(_crowd(server.port, sessions, seconds))
        finally:
            server.stop()
    name = f"{sessions:,} sessions calling once a second for {seconds} s"
    yield Figure(f"{name}: errors", len(errors), "", 0, LIMIT, "; ".join(sorted(set(errors))[:3]))
    p99 = statistics.quantiles(taken, n=100)[98]
    yield Figure("… 99th percentile of a call", p99, "ms", P99_MILLISECONDS, LIMIT, spread(taken))
    yield Figure("… median of a call", statistics.median(taken), "ms", P99_MILLISECONDS, LIMIT)


async def _crowd(port: int, sessions: int, seconds: int) -> tuple[list[float], list[str]]:
    taken: list[float] = []
    errors: list[str] = []
    start = time.perf_counter() + 1
    await asyncio.gather(*(_one(port, start + number / sessions, seconds, taken, errors) for number in range(sessions)))
    return taken, errors


async def _one(port: int, start: float, seconds: int, taken: list[float], errors: list[str]) -> None:
    await asyncio.sleep(start - time.perf_counter())
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = [
        "POST /_/server-call-http HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port}",
        "Content-Type: application/json",
        f"Content-Length: {len(CALL)}",
    ]
    request = ("\r\n".join(head) + "\r\n\r\n").encode() + CALL
    for number in range(seconds):
        await asyncio.sleep(max(0, start + number - time.perf_counter()))
        asked = time.perf_counter()
        try:
            writer.write(request)
            answer = await _answer(reader)
        except (OSError, asyncio.IncompleteReadError) as error:
            errors.append(type(error).__name__)
            return
        taken.append((time.perf_counter() - asked) * 1000)
        if b'"success":true' not in answer:
            errors.append(answer[:200].decode(errors="replace"))
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """The body of one answer, or its status line when it is not a 200."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"transfer-encoding: chunked" in head:
        body = await reader.readuntil(b"\r\n0\r\n\r\n")
    else:
        body = await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n")[0]))
    return body if head.startswith(b"http/1.1 200") else head.split(b"\r\n")[0]


if __name__ == "__main__":
    for figure in figures(*map(int, sys.argv[1:3])):
        print(figure)

"""An HTTP endpoint under load, and background tasks, on a server in a process of its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from tests.served import new_folder
from tests.server_process import ServerProcess

from .figures import LIMIT, STOCK, Figure, median_figure, milliseconds

APP = Path(__file__).parent.parent / "tests" / "integration" / "services" / "service_app"
CONNECTIONS = 16
ROUND_SECONDS = 4
ROUNDS = 5
# The better end of what was measured on the stock server: 979 requests in a second.
STOCK_MILLISECONDS = 1000 / 979
AT_LEAST = 3
# From the request that launches a task to the answer that says it is done.
TASK_LIMIT_MILLISECONDS = 100


def figures() -> Iterator[Figure]:
    """Every figure of this page, each as soon as it is measured."""
    with new_folder() as folder:
        server = ServerProcess(folder, "--auto-migrate", app=APP)
        try:
            ask = asyncio.run
            ask(_requests_in(server.port, 1))
            taken = [ROUND_SECONDS * 1000 / ask(_requests_in(server.port, ROUND_SECONDS)) for _ in range(ROUNDS)]
            name = f"http_endpoint, small JSON, {CONNECTIONS} connections, per request"
            yield median_figure(
                name, [value * 1000 for value in taken], "µs", STOCK_MILLISECONDS * 1000, STOCK, AT_LEAST
            )
            with httpx.Client(base_url=server.url) as http:
                yield median_figure(
                    "background task, from launch to result",
                    milliseconds(_task(http), 30),
                    "ms",
                    TASK_LIMIT_MILLISECONDS,
                    LIMIT,
                )
        finally:
            server.stop()


async def _requests_in(port: int, seconds: float) -> int:
    """How many requests are answered in that time on all connections together."""
    end = time.perf_counter() + seconds
    return sum(await asyncio.gather(*(_one_connection(port, end) for _ in range(CONNECTIONS))))


async def _one_connection(port: int, end: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET /_/api/returns/list HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    answered = 0
    while time.perf_counter() < end:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 200"), head
        await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n")[0]))
        answered += 1
    writer.close()
    return answered


def _task(http: httpx.Client) -> Callable[[], None]:
    def launch_and_wait() -> None:
        task_id = http.get("/_/api/launch").text
        while not http.get(f"/_/api/done/{task_id}").json():
            time.sleep(0.001)

    return launch_and_wait

"""Calls of the genuine uplink: to a function of the server, and through the server to another uplink's."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from tests.served import new_folder
from tests.server_process import SERVER_KEY, ServerProcess

from .figures import LIMIT, STOCK, Figure, median_figure

CALLS = 1500
STOCK_MILLISECONDS = 1.6
LIMIT_MILLISECONDS = 1.0
# Two calls one after the other, each to its limit.
THROUGH_LIMIT_MILLISECONDS = 2 * LIMIT_MILLISECONDS

OFFERING = """
import sys, anvil.server
anvil.server.callable("greet_from_uplink")(lambda name: f"Hello, {name}!")
anvil.server.connect(sys.argv[2], url=sys.argv[1], quiet=True)
anvil.server.call("say_hello", "x")
print("ready", flush=True)
anvil.server.wait_forever()
"""
CALLING = """
import json, sys, time, anvil.server
anvil.server.connect(sys.argv[2], url=sys.argv[1], quiet=True)
for _ in range(200):
    anvil.server.call(sys.argv[3], "x")
taken = []
for _ in range(int(sys.argv[4])):
    started = time.perf_counter()
    anvil.server.call(sys.argv[3], "x")
    taken.append((time.perf_counter() - started) * 1000)
print(json.dumps(taken), flush=True)
anvil.server.disconnect()
"""


def figures() -> Iterator[Figure]:
    """Every figure of this page, each as soon as it is measured."""
    with new_folder() as folder:
        server = ServerProcess(folder)
        try:
            yield _figure(server, "uplink call to a trivial function", "say_hello", STOCK_MILLISECONDS, STOCK)
            yield _figure(server, "the same, against its limit", "say_hello", LIMIT_MILLISECONDS, LIMIT)
            with _start(OFFERING, server) as offering:
                assert offering.stdout is not None
                offering.stdout.readline()
                name = "uplink call to another uplink's function"
                yield _figure(server, name, "greet_from_uplink", THROUGH_LIMIT_MILLISECONDS, LIMIT)
                offering.kill()
        finally:
            server.stop()


def _figure(server: ServerProcess, name: str, function: str, baseline: float, against: str) -> Figure:
    with _start(CALLING, server, function, str(CALLS)) as calling:
        assert calling.stdout is not None
        taken = json.loads(calling.stdout.read())
    return median_figure(name, [value * 1000 for value in taken], "µs", baseline * 1000, against)


def _start(script: str, server: ServerProcess, *arguments: str) -> subprocess.Popen[str]:
    address = server.url.replace("http", "ws", 1) + "/_/uplink"
    command = [sys.executable, "-c", script, address, SERVER_KEY, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

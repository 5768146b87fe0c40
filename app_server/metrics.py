"""Prometheus metrics of this server, on a port of their own and only when the operator asks for one.

Processes that serve together keep their counts in files of one folder, so that any of them can answer for all:
https://prometheus.github.io/client_python/multiprocess/
"""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.core import Metric

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client's own name
GAUGES_SECONDS = 2
SECONDS_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

Collect = Callable[[], Iterator["Metric"]]


class Meters:
    """What this process counts. prometheus_client is imported here: who asks for no metrics does not pay for it."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Gauge, Histogram

        self.calls = Counter("anvil_calls", "Calls answered, by where they came from.", ["origin", "outcome"])
        self.seconds = Histogram("anvil_call_seconds", "Time to answer.", ["origin"], buckets=SECONDS_BUCKETS)
        self.running = Gauge("anvil_calls_running", "Calls being answered.", ["origin"], multiprocess_mode="livesum")
        self.tasks = Gauge("anvil_tasks_running", "Background tasks running.", multiprocess_mode="livesum")
        self.uplinks = Gauge("anvil_uplinks", "Uplinks connected.", multiprocess_mode="livesum")
        self.pool = Gauge("anvil_pool_connections", "Connections of the pool.", ["state"], multiprocess_mode="livesum")
        self.waited = Gauge(
            "anvil_pool_waiting", "Calls waiting for a connection of the pool.", multiprocess_mode="livesum"
        )


_meters: Meters | None = None


def enable() -> Meters:
    """Begin to count in this process."""
    global _meters
    _meters = _meters or Meters()
    return _meters


@contextmanager
def measured(origin: str) -> Iterator[None]:
    """Count and time the call that is answered inside; it has failed when an exception leaves the block."""
    meters = _meters
    if meters is None:
        yield
        return
    started, outcome = time.perf_counter(), "error"
    running = meters.running.labels(origin)
    running.inc()
    try:
        yield
        outcome = "ok"
    finally:
        running.dec()
        meters.seconds.labels(origin).observe(time.perf_counter() - started)
        meters.calls.labels(origin, outcome).inc()


@contextmanager
def uplink_connected() -> Iterator[None]:
    """Count an uplink that is connected inside."""
    meters = _meters
    if meters is not None:
        meters.uplinks.inc()
    try:
        yield
    finally:
        if meters is not None:
            meters.uplinks.dec()


def share_between_processes() -> None:
    """Before other processes are forked: have them count in a new folder, and this one read it."""
    os.environ[FOLDER_VARIABLE] = tempfile.mkdtemp(prefix="app-server-metrics-")


def forget_shared() -> None:
    """At the end of all processes: remove the folder."""
    shutil.rmtree(os.environ.pop(FOLDER_VARIABLE, ""), ignore_errors=True)


def forget_process(pid: int) -> None:
    """A process has died: what it had going on is no longer going on."""
    if FOLDER_VARIABLE in os.environ:
        for file in Path(os.environ[FOLDER_VARIABLE]).glob(f"gauge_live*_{pid}.db"):
            file.unlink(missing_ok=True)


class MetricsServer:
    """Answers ``GET /_/metrics`` at ``listener``, in a thread; several processes may share one listener."""

    def __init__(self, listener: socket.socket, collect: Collect) -> None:
        from prometheus_client import MetricsHandler

        handler: Any = MetricsHandler.factory(_registry(collect))
        self._server = _Server(listener.getsockname(), handler, bind_and_activate=False)
        self._server.socket.close()
        self._server.socket = listener
        listener.listen()
        self._thread = threading.Thread(target=self._server.serve_forever, name="metrics", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True


class _Collector:
    """What is looked up when somebody asks."""

    def __init__(self, collect: Collect) -> None:
        self.collect = collect


def _registry(collect: Collect) -> CollectorRegistry:
    from prometheus_client import REGISTRY, CollectorRegistry, multiprocess

    registry = REGISTRY
    if FOLDER_VARIABLE in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    registry.register(_Collector(collect))
    return registry

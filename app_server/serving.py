"""Serving an instance with uvicorn, from start to an orderly stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

import uvicorn

from . import metrics
from .database import database_folder
from .embedded_postgres import EmbeddedServer
from .errors import StartError
from .http_protocol import PatientProtocol
from .instance import Instance, open_instance
from .memory import collect_nothing_yet, give_back_what_is_freed, spare_what_stays
from .services import background_tasks, monitoring
from .settings import Settings
from .supervisor import Supervisor
from .web import make_web_app

log = logging.getLogger(__name__)

UPLINK_MESSAGE_BYTES = 64 * 1024 * 1024
DRAIN_LOOK_SECONDS = 0.1
# What background tasks, database and log need to end, after the calls have.
CLOSING_SECONDS = 20
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Listeners:
    """Where people come in, and where metrics are asked for, if anywhere."""

    web: socket.socket
    metrics: socket.socket | None


def serve(settings: Settings) -> int:
    """Serve until SIGTERM or Ctrl-C, at whatever point it comes; returns the exit code. Raises StartError."""
    serve_in = _supervise if settings.workers > 1 else _serve_on
    with _listening(settings) as listeners:
        return _until_told_to_stop(lambda: serve_in(listeners, settings))


def work(settings: Settings) -> int:
    """Run background tasks only, beside a server on the same database, until SIGTERM or Ctrl-C. Raises StartError."""
    listener = _metrics_listener(settings)
    return _until_told_to_stop(lambda: _work(settings, listener))


def _work(settings: Settings, listener: socket.socket | None) -> int:
    collect_nothing_yet()
    instance = open_instance(settings)
    with _closing(instance):
        spare_what_stays()
        background_tasks.start(instance)
        monitoring.start(instance)
        if listener is not None:
            monitoring.answer_metrics(instance, listener)
        log.info("running background tasks of %s", instance.app.name)
        threading.Event().wait()
    return 0


def _supervise(listeners: Listeners, settings: Settings) -> int:
    """Serve with several processes; this one keeps the listener and the embedded database for them."""
    kept = None if settings.database else EmbeddedServer(database_folder(settings.data_dir), settings.workers)

    def serve_in_child(ready: Callable[[], None]) -> int:
        if kept is not None:
            kept.leave_to_parent()
        return _serve_on(listeners, settings, ready)

    if settings.metrics_port is not None:
        metrics.share_between_processes()
    if kept is not None:
        kept.start()
    try:
        patience = settings.drain_seconds + settings.grace_seconds + CLOSING_SECONDS
        return Supervisor(settings.workers, serve_in_child, metrics.forget_process, patience).run()
    finally:
        metrics.forget_shared()
        if kept is not None:
            kept.stop()


def _serve_on(listeners: Listeners, settings: Settings, ready: Callable[[], None] = lambda: None) -> int:
    """Serve in this process until it is told to stop; ``ready`` is called once the instance is open."""
    collect_nothing_yet()
    instance = open_instance(settings)
    with _closing(instance):
        web_app = make_web_app(instance)
        instance.start()
        if listeners.metrics is not None:
            monitoring.answer_metrics(instance, listeners.metrics)
        config = uvicorn.Config(
            web_app,
            loop="uvloop",
            http=PatientProtocol,
            ws="websockets-sansio",
            lifespan="off",
            ws_max_size=UPLINK_MESSAGE_BYTES,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=max(1, round(settings.grace_seconds)),
            server_header=False,
            proxy_headers=bool(settings.proxies),
            forwarded_allow_ips=list(settings.proxies),
        )
        log.info("serving %s at %s", instance.app.name, instance.origin)
        ready()
        spare_what_stays()
        _Server(config, instance).run(sockets=[listeners.web])
    return 0


class _Server(uvicorn.Server):
    """Says that it will stop, and goes on for a while, so that a balancer sends nothing more here."""

    def __init__(self, config: uvicorn.Config, instance: Instance) -> None:
        super().__init__(config)
        self._instance = instance

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._instance.stopping.set()
        end = asyncio.get_running_loop().time() + self._instance.settings.drain_seconds
        while not self.force_exit and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(DRAIN_LOOK_SECONDS)
        await super().shutdown(sockets)


def _until_told_to_stop(run: Callable[[], int]) -> int:
    """What ``run`` returns, or 0 once a signal has ended it."""
    # uvicorn stops by these signals and then raises them again: without a handler of ours, that would be our end.
    for number in STOP_SIGNALS:
        signal.signal(number, _exit)
    give_back_what_is_freed()
    try:
        return run()
    except SystemExit:
        log.info("stopped")
        return 0


@contextmanager
def _closing(instance: Instance) -> Iterator[None]:
    """Close the instance at the end, whatever signals come meanwhile."""
    try:
        yield
    finally:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        instance.stopping.set()
        instance.close()


def _exit(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


@contextmanager
def _listening(settings: Settings) -> Iterator[Listeners]:
    web = _listen(settings.ip, settings.port, "--port")
    try:
        yield Listeners(web, _metrics_listener(settings))
    finally:
        web.close()


def _metrics_listener(settings: Settings) -> socket.socket | None:
    if settings.metrics_port is None:
        return None
    return _listen(settings.metrics_ip, settings.metrics_port, "--metrics-port")


def _listen(ip: str, port: int, flag: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ip, port))
    except OSError as error:
        listener.close()
        raise StartError(f"{ip} port {port} cannot be used ({error.strerror}): choose another with {flag}.") from error
    return listener

"""Serving an instance with uvicorn, from start to an orderly stop."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn

from .database import database_folder
from .embedded_postgres import EmbeddedServer
from .errors import StartError
from .instance import open_instance
from .services import background_tasks
from .settings import Settings
from .supervisor import Supervisor
from .web import make_web_app

log = logging.getLogger(__name__)

# Calls that run when the server is told to stop get this long to end.
GRACE_SECONDS = 5
UPLINK_MESSAGE_BYTES = 64 * 1024 * 1024
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def serve(settings: Settings) -> int:
    """Serve until SIGTERM or Ctrl-C, at whatever point it comes; returns the exit code. Raises StartError."""
    listener = _listen(settings)
    # uvicorn stops by these signals and then raises them again: without a handler of ours, that would be our end.
    for number in STOP_SIGNALS:
        signal.signal(number, _exit)
    code = 0
    try:
        code = _supervise(listener, settings) if settings.workers > 1 else _serve_on(listener, settings)
    except SystemExit:
        log.info("stopped")
    finally:
        listener.close()
    return code


def work(settings: Settings) -> int:
    """Run background tasks only, beside a server on the same database, until SIGTERM or Ctrl-C. Raises StartError."""
    for number in STOP_SIGNALS:
        signal.signal(number, _exit)
    try:
        instance = open_instance(settings)
        try:
            background_tasks.start(instance)
            log.info("running background tasks of %s", instance.app.name)
            threading.Event().wait()
        finally:
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            instance.close()
    except SystemExit:
        log.info("stopped")
    return 0


def _supervise(listener: socket.socket, settings: Settings) -> int:
    """Serve with several processes; this one keeps the listener and the embedded database for them."""
    kept = None if settings.database else EmbeddedServer(database_folder(settings.data_dir))

    def serve_in_child(ready: Callable[[], None]) -> int:
        if kept is not None:
            kept.leave_to_parent()
        return _serve_on(listener, settings, ready)

    if kept is not None:
        kept.start()
    try:
        return Supervisor(settings.workers, serve_in_child).run()
    finally:
        if kept is not None:
            kept.stop()


def _serve_on(listener: socket.socket, settings: Settings, ready: Callable[[], None] = lambda: None) -> int:
    """Serve in this process until it is told to stop; ``ready`` is called once the instance is open."""
    instance = open_instance(settings)
    try:
        web_app = make_web_app(instance)
        instance.start()
        config = uvicorn.Config(
            web_app,
            loop="uvloop",
            http="httptools",
            ws="websockets-sansio",
            lifespan="off",
            ws_max_size=UPLINK_MESSAGE_BYTES,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            server_header=False,
        )
        log.info("serving %s at %s", instance.app.name, instance.origin)
        ready()
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        instance.close()
    return 0


def _exit(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.ip else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.ip, settings.port))
    except OSError as error:
        listener.close()
        where = f"{settings.ip} port {settings.port}"
        raise StartError(f"{where} cannot be used ({error.strerror}): choose another with --port.") from error
    return listener

"""Serving an instance with uvicorn, from start to an orderly stop."""

from __future__ import annotations

import logging
import os
import socket

import uvicorn

from .errors import StartError
from .instance import Instance, open_instance
from .settings import Settings
from .web import make_web_app

log = logging.getLogger(__name__)

# Calls that run when the server is told to stop get this long to end.
GRACE_SECONDS = 10
UPLINK_MESSAGE_BYTES = 64 * 1024 * 1024


def serve(settings: Settings) -> int:
    """Serve until SIGTERM or Ctrl-C; returns the exit code. Raises StartError."""
    listener = _listen(settings)
    instance = open_instance(settings)
    try:
        web_app = make_web_app(instance)
        instance.start()
        config = uvicorn.Config(
            web_app,
            loop="uvloop",
            http="httptools",
            ws="websockets-sansio",
            ws_max_size=UPLINK_MESSAGE_BYTES,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            server_header=False,
        )
        log.info("serving %s at %s", instance.app.name, instance.origin)
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        _close(instance)
    return 0


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


def _close(instance: Instance) -> None:
    instance.close()
    logging.shutdown()
    # A call of the app that never ends must not keep the process; what it had open was rolled back.
    os._exit(0)

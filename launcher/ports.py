"""Ports of the loopback interface: is one free, and when does somebody answer there."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request

from .problems import Problem

LOOPBACK = "127.0.0.1"
POLL_SECONDS = 0.03


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            raise
        except OSError:
            return False
    return True


def require_free(port: int) -> None:
    """Problem, with a port that would do, when `port` is taken or not a port."""
    if not 0 < port < 65536:
        raise Problem(f"{port} is not a port: choose one between 1 and 65535 with --port N.")
    try:
        taken = not is_free(port)
    except PermissionError as error:
        raise Problem(f"Port {port} needs the rights of root: choose one above 1023 with --port N.") from error
    if taken:
        other = next(candidate for candidate in range(port + 1, 65536) if is_free(candidate))
        raise Problem(f"Port {port} is taken: choose another, for example `./mybizz run --port {other}`.")


def free_port(wished: int) -> int:
    """`wished` when it is free, else any free one."""
    if 0 < wished < 65536 and is_free(wished):
        return wished
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(url: str, server: subprocess.Popen[str], seconds: float) -> bool:
    """Ask `url` until it answers `{"status": "ok", …}`; False when the process ended or the time is over."""
    end = time.monotonic() + seconds
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < end and server.poll() is None:
        try:
            with opener.open(url, timeout=2) as answer:
                if json.load(answer).get("status") == "ok":
                    return True
        except (OSError, ValueError):
            pass
        time.sleep(POLL_SECONDS)
    return False

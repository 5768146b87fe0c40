"""``/_/uplink``: Anvil's uplink library connects here, calls the app's functions and offers its own."""

from __future__ import annotations

import asyncio
import hmac
import logging
import time
from collections import defaultdict, deque
from collections.abc import Mapping
from typing import Any, Literal

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect

from .. import metrics
from ..instance import Instance
from .executor import app_info
from .uplink_connection import Connection
from .uplink_messages import ProtocolError

log = logging.getLogger(__name__)

OLDEST_PROTOCOL = 7
KEY_TIMEOUT_SECONDS = 10
WRONG_KEYS_PER_MINUTE = 10
INCORRECT_KEY = "Incorrect uplink key"

Privilege = Literal["uplink", "client_uplink"]
_wrong_keys: defaultdict[str, deque[float]] = defaultdict(deque)


async def connect(websocket: WebSocket) -> None:
    """Greet an uplink, check its key, and serve it until either side closes."""
    instance: Instance = websocket.app.state.instance
    await websocket.accept()
    try:
        privilege = await _greet(websocket, instance)
        if privilege is None:
            await websocket.close()
            return
        await _serve(websocket, instance, privilege)
    except (WebSocketDisconnect, TimeoutError):
        pass  # gone before it had shown its key


async def _greet(websocket: WebSocket, instance: Instance) -> Privilege | None:
    """Read the first message. None when it was refused, and the uplink has been told why."""
    address = websocket.client.host if websocket.client else "?"
    frame = await asyncio.wait_for(websocket.receive(), KEY_TIMEOUT_SECONDS)
    refusal, privilege = _judge(_greeting_of(frame), instance, address)
    if privilege is None:
        log.warning("refused an uplink from %s: %s", address, refusal)
        await websocket.send_text(orjson.dumps({"error": refusal}).decode())
        return None
    priv = "uplink" if privilege == "uplink" else "client"
    answer = {"auth": "OK", "priv": priv, "app-info": app_info(instance.app)}
    await websocket.send_text(orjson.dumps(answer).decode())
    return privilege


def _greeting_of(frame: Mapping[str, Any]) -> Mapping[str, Any]:
    """The first message; an empty one, which nobody can be greeted by, when it is something else."""
    try:
        greeting = orjson.loads(frame.get("text") or b"")
    except orjson.JSONDecodeError:
        return {}
    return greeting if isinstance(greeting, dict) else {}


def _judge(greeting: Mapping[str, Any], instance: Instance, address: str) -> tuple[str, Privilege | None]:
    if _is_guessing(address):
        return "Too many wrong uplink keys; try again in a minute.", None
    version, key = greeting.get("v"), greeting.get("key")
    if "v" in greeting and (not isinstance(version, (int, float)) or version < OLDEST_PROTOCOL):
        return "This version of the uplink library is too old for this server: pip install --upgrade anvil-uplink", None
    if _is_key(key, instance.settings.uplink_key):
        return "", "uplink"
    if _is_key(key, instance.settings.client_uplink_key):
        return "", "client_uplink"
    _wrong_keys[address].append(time.monotonic())
    return INCORRECT_KEY, None


def _is_key(given: Any, right: str | None) -> bool:
    return isinstance(given, str) and bool(right) and hmac.compare_digest(given.encode(), (right or "").encode())


def _is_guessing(address: str) -> bool:
    recent = _wrong_keys[address]
    while recent and recent[0] < time.monotonic() - 60:
        recent.popleft()
    return len(recent) >= WRONG_KEYS_PER_MINUTE


async def _serve(websocket: WebSocket, instance: Instance, privilege: Privilege) -> None:
    connection = Connection(websocket, instance, privilege)
    log.info("%s connected from %s", privilege, connection.address)
    try:
        with metrics.uplink_connected():
            await _receive_all(websocket, connection)
    except ProtocolError as error:
        log.warning("closing %s from %s: %s", privilege, connection.address, error)
        await websocket.send_text(orjson.dumps({"error": str(error)}).decode())
        await websocket.close()
    finally:
        instance.uplinks.forget(connection)
        connection.closed()
        log.info("%s from %s is gone", privilege, connection.address)


async def _receive_all(websocket: WebSocket, connection: Connection) -> None:
    """Hand over every frame until the uplink hangs up."""
    while (frame := await websocket.receive())["type"] != "websocket.disconnect":
        connection.receive(frame)

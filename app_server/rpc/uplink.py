"""``/_/uplink``: Anvil's uplink library connects here, calls the app's functions and offers its own."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from .. import metrics
from ..instance import Instance
from . import json_text, uplink_keys
from .executor import app_info
from .uplink_connection import Connection
from .uplink_keys import Privilege
from .uplink_messages import ProtocolError

log = logging.getLogger(__name__)

KEY_TIMEOUT_SECONDS = 10
TEND_SECONDS = 10


async def connect(websocket: WebSocket) -> None:
    """Greet an uplink, check its key, and serve it until either side closes."""
    instance: Instance = websocket.app.state.instance
    await websocket.accept()
    try:
        greeted = await _greet(websocket, instance)
        if greeted is None:
            await websocket.close()
            return
        await _serve(websocket, instance, *greeted)
    except (WebSocketDisconnect, TimeoutError):
        pass  # gone before it had shown its key


async def _greet(websocket: WebSocket, instance: Instance) -> tuple[Privilege, int] | None:
    """The privilege and the protocol version that the first message asks for.

    None when it was refused, and the uplink has been told why.
    """
    address = websocket.client.host if websocket.client else "?"
    frame = await asyncio.wait_for(websocket.receive(), KEY_TIMEOUT_SECONDS)
    greeting = _greeting_of(frame)
    refusal, privilege = uplink_keys.judge(greeting, instance.settings, address)
    if privilege is None:
        log.warning("refused an uplink from %s: %s", address, refusal)
        await _send(websocket, {"error": refusal})
        return None
    priv = "uplink" if privilege == "uplink" else "client"
    await _send(websocket, {"auth": "OK", "priv": priv, "app-info": app_info(instance.app)})
    if greeting["v"] < uplink_keys.CURRENT_PROTOCOL:
        await _send(websocket, {"output": uplink_keys.DEPRECATED})
    return privilege, greeting["v"]


def _greeting_of(frame: Mapping[str, Any]) -> Mapping[str, Any]:
    """The first message; an empty one, which nobody can be greeted by, when it is something else."""
    try:
        greeting = json_text.loads(frame.get("text") or b"")
    except (json.JSONDecodeError, RecursionError):
        return {}
    return greeting if isinstance(greeting, dict) else {}


async def _send(websocket: WebSocket, message: Mapping[str, Any]) -> None:
    await websocket.send_text(json_text.dumps(message).decode())


async def _serve(websocket: WebSocket, instance: Instance, privilege: Privilege, protocol_version: int) -> None:
    connection = Connection(websocket, instance, privilege, protocol_version)
    log.info("%s connected from %s", privilege, connection.address)
    tending = asyncio.create_task(_tend(connection))
    try:
        with metrics.uplink_connected():
            await _receive_all(websocket, connection)
    except ProtocolError as error:
        log.warning("closing %s from %s: %s", privilege, connection.address, error)
        await _send(websocket, {"error": str(error)})
        await websocket.close()
    finally:
        tending.cancel()
        instance.uplinks.forget(connection)
        connection.closed()
        log.info("%s from %s is gone", privilege, connection.address)


async def _receive_all(websocket: WebSocket, connection: Connection) -> None:
    """Hand over every frame until the uplink hangs up."""
    while (frame := await websocket.receive())["type"] != "websocket.disconnect":
        connection.receive(frame)


async def _tend(connection: Connection) -> None:
    while True:
        await asyncio.sleep(TEND_SECONDS)
        connection.tend()

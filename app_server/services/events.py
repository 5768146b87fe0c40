"""``anvil.server.raise_event`` and its channels: refused, because pages ask this server and it never calls them."""

from __future__ import annotations

from typing import Any, NoReturn

from ..errors import misuse
from ..rpc.call import Call
from ..rpc.registry import private


def _refuse(name: str) -> None:
    @private(name)
    def refused(_call: Call, /, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise misuse(f"anvil.server.{name} is not supported by this server: pages ask it, and it never calls them.")


for _name in ("raise_event", "subscribe", "unsubscribe", "get_subscriptions"):
    _refuse(_name)

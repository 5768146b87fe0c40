"""The one list of private calls and live-object methods through which Anvil's library reaches the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PREFIX = "anvil.private."


@dataclass(frozen=True, slots=True)
class PrivateFunction:
    """A function of the server's own: ``run(call, *args, **kwargs)``.

    ``trusted_only`` refuses browsers and client uplinks with ``anvil.server.PermissionDenied`` before ``run`` starts.
    """

    name: str
    run: Callable[..., Any]
    trusted_only: bool


private_functions: dict[str, PrivateFunction] = {}
live_object_methods: dict[str, dict[str, Callable[..., Any]]] = {}


def private(name: str, *, trusted_only: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a private call under ``anvil.private.<name>``; registering a name twice raises ValueError."""

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        full_name = PREFIX + name
        if full_name in private_functions:
            raise ValueError(f"{full_name} is registered twice")
        private_functions[full_name] = PrivateFunction(full_name, run, trusted_only)
        return run

    return register


def live_object_method(backend: str, method: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register ``run(call, object_id, *args, **kwargs)`` as a method of a live object, e.g. a background task."""

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        live_object_methods.setdefault(backend, {})[method] = run
        return run

    return register

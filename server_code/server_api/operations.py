"""What the API can do: each operation declared once, and answered, described and tested from that."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import anvil.server

from ..server_shared.permissions import PERMISSIONS
from .answering import answer

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_PARAMETER = re.compile(r":([^/]+)")


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address, under ``/_/api``.

    ``run(actor, …)`` gets the parameters of the address by name, ``query`` and ``body`` as structures of these types
    where there are such, and gives what fits ``gives``. ``transaction``: all of it is one, which may run twice.
    ``audited`` names the kind of resource for the audit log.
    """

    method: str
    path: str
    permission: str
    run: Callable[..., Any]
    gives: Any
    query: type | None = None
    body: type | None = None
    feature: str | None = None
    status: int = 200
    transaction: bool = False
    audited: str | None = None

    @property
    def summary(self) -> str:
        """The first sentence of what it says of itself."""
        return (self.run.__doc__ or "").strip().split("\n")[0]

    @property
    def parameters(self) -> list[str]:
        """The names of the address's own parameters."""
        return _PARAMETER.findall(self.path)


# Path → method → operation.
operations: dict[str, dict[str, Operation]] = {}


def operation(
    method: str, path: str, *, permission: str, **declared: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the function as what answers ``method /_/api<path>``; ``declared`` are the fields of ``Operation``.

    Of addresses that fit the same request, the one declared first answers it.
    """
    if permission not in PERMISSIONS:
        raise ValueError(f"Unknown permission {permission!r}")

    def expose(function: Callable[..., Any]) -> Callable[..., Any]:
        if path not in operations:
            operations[path] = {}
            # One function for all methods: Anvil knows one for each path.
            serve = functools.partial(answer, operations[path])
            anvil.server.http_endpoint(path, methods=list(METHODS))(functools.wraps(function)(serve))
        operations[path][method] = Operation(method, path, permission, function, **declared)
        return function

    return expose

"""What the server knows of the call that a thread is answering."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ..instance import Instance
    from ..services.sessions import Session

Origin = Literal["browser", "uplink", "client_uplink", "http", "background_task", "server_module"]
TRUSTED_ORIGINS = frozenset({"uplink", "background_task", "server_module"})


@dataclass(slots=True)
class Call:
    """One call: where it came from, in whose session, and on which instance.

    ``trusted`` follows the transport: code in server modules is trusted even when a browser's call started it, so the
    executor enters server code with a child call whose ``trusted`` is true and whose ``origin`` stays the browser's.
    """

    instance: Instance
    session: Session
    origin: Origin
    trusted: bool
    client_ip: str | None = None
    request_id: str = ""
    task_id: str | None = None
    response_cookies: list[str] = field(default_factory=list)


_current: ContextVar[Call] = ContextVar("app_server_call")


def current_call() -> Call:
    """The call that this thread is answering. Raises LookupError outside of one."""
    return _current.get()


def enter(call: Call):
    """Make ``call`` the current one; give the returned token to :func:`leave`."""
    return _current.set(call)


def leave(token) -> None:
    _current.reset(token)

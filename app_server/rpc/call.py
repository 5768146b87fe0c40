"""What the server knows of the call that a thread is answering."""

from __future__ import annotations

from contextvars import ContextVar, Token
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from .interruption import Interruption

if TYPE_CHECKING:
    from ..instance import Instance
    from ..services.sessions import Session

Origin = Literal["browser", "uplink", "client_uplink", "http", "background_task", "server_module"]
TRUSTED_ORIGINS = frozenset({"uplink", "background_task", "server_module"})


class Frame(NamedTuple):
    """A kind of code that called another, as ``anvil.server.context.call_stack`` names it."""

    type: str
    protocol_version: int | None = None


SERVER_MODULE = Frame("server_module")


@dataclass(slots=True)
class Call:
    """One call: where it came from, in whose session, and on which instance.

    ``trusted`` follows the transport: code in server modules is trusted even when a browser's call started it, so the
    executor enters server code with :meth:`of_server_code`, whose ``origin`` stays the browser's. ``callers`` are the
    kinds of code that called one another, nearest first. ``cookies`` are the browser's,
    with what this call has set so far; ``withheld_cookies`` came with another site's request, and stay closed to it
    unless the endpoint says ``cross_site_session``.
    """

    instance: Instance
    session: Session
    origin: Origin
    trusted: bool
    client_ip: str | None = None
    request_id: str = ""
    task_id: str | None = None
    response_cookies: list[str] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)
    withheld_cookies: dict[str, str] = field(default_factory=dict)
    callers: tuple[Frame, ...] = ()
    interruption: Interruption = field(default_factory=Interruption)
    root: Call | None = None

    def of_server_code(self) -> Call:
        """The call that a server module makes while it answers this one."""
        return replace(self, trusted=True, callers=(SERVER_MODULE, *self.frames), root=self.root or self)

    def set_cookie(self, name: str, value: str, seconds: int) -> None:
        """Have the browser keep a cookie that no script can read, for so long; 0 seconds makes it forget."""
        secure = "; Secure" if self.instance.origin.startswith("https:") else ""
        self.response_cookies.append(f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
        if seconds > 0:
            self.cookies[name] = value
        else:
            self.cookies.pop(name, None)

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The code that called, nearest first: never empty."""
        return self.callers or (Frame(self.origin),)

    @property
    def caller(self) -> str:
        """Where the calling code runs: ``browser``, ``server_module``, ``uplink``, …"""
        return self.frames[0].type


_current: ContextVar[Call | None] = ContextVar("app_server_call")


def current_call(default: Call | None = None) -> Call:
    """The call that this thread is answering, or ``default``. Raises LookupError when there is neither."""
    call = _current.get(default)
    if call is None:
        raise LookupError("This thread is answering no call.")
    return call


def enter(call: Call) -> Token[Call | None]:
    """Make ``call`` the current one; give the returned token to :func:`leave`."""
    return _current.set(call)


def leave(token: Token[Call | None]) -> None:
    _current.reset(token)

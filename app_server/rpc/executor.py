"""Anvil's library in this process: loads the app's server modules and calls what they registered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from anvil import _server, _threaded_server

from ..errors import AnvilError
from ..manifest import App
from . import app_modules, dispatch, failures, session_values
from .call import Call, Frame, enter, leave
from .interruption import CallTimedOut

ENVIRONMENT_NAME = "Default environment"
_PATTERN_SIGNS = re.compile(r"[^\w:/]")


class Executor:
    """Calls the functions that the app's server modules registered with Anvil's decorators."""

    def __init__(self, app: App) -> None:
        self._app = app

    def load(self, call: Call) -> None:
        """Import every server module of the app and of what it depends on, as the server's own ``call``."""
        dispatch.install(call.of_server_code())
        _threaded_server.default_app._setup(**app_info(self._app))
        with entered(call.of_server_code()):
            app_modules.load(self._app.spec(), call.instance.settings.data_dir)

    def find(self, name: str) -> Callable[..., Any] | None:
        """The function registered as ``name``; names are patterns, as endpoints' are, and the first that fits wins."""
        registered = _server.registrations
        if name in registered:
            return registered[name]
        return next(
            (registered[pattern] for pattern in registered if is_pattern(pattern) and _fits(pattern, name)), None
        )

    def run(self, call: Call, name: str, args: Any, kwargs: Any) -> Any:
        """Call the function of that name as ``call``'s caller asked. Raises what the function raises."""
        function = self.find(name)
        if function is None:
            raise failures.no_server_function(name)
        with entered(call.of_server_code()), call.interruption.app_code():
            try:
                return function(*args, **kwargs)
            except BaseException as error:  # the app's code may raise anything
                if isinstance(error, (Exception, CallTimedOut)):
                    raise
                # What ends a program of its own, such as SystemExit, ends one call here.
                raise AnvilError(type(error).__name__, str(error)) from error


@contextmanager
def entered(call: Call) -> Iterator[None]:
    """Give this thread's ``anvil.server`` the context and session of ``call``, and put back what it had.

    Values of the app's and the library's classes are decoded and encoded inside, too: rows look at the context. The
    session's values are stored at the end, unless an exception goes through it.
    """
    info, context = _threaded_server.call_info, _threaded_server.call_context
    places = (info, context, _server.api_request)
    saved = [dict(place.__dict__) for place in places]
    is_nested = saved[0].get("app_session") is call.session
    token = enter(call)
    try:
        if not is_nested:
            info.__dict__.update(session=session_values.decode(call.session.data), app_session=call.session)
        _set_context(context, call)
        _server.api_request.__dict__["_prevent_access"] = True
        yield
        _store_session(call, info.session)
    finally:
        leave(token)
        for place, values in zip(places, saved, strict=True):
            place.__dict__.clear()
            place.__dict__.update(values)


def app_info(app: App) -> dict[str, Any]:
    """What ``anvil.app`` knows of itself: id, branch, environment."""
    return {"id": app.package_name, "branch": "master", "environment": {"description": ENVIRONMENT_NAME, "tags": []}}


def _set_context(context: Any, call: Call) -> None:
    client = {"type": call.origin, "ip": call.client_ip, "background-task-id": call.task_id}
    context._setup(client, frames_of(call.callers[1:]))


def frames_of(callers: Iterable[Frame]) -> list[dict[str, Any]]:
    """A call stack as Anvil's library and the wire have it."""
    return [{"type": frame.type, "protocol-version": frame.protocol_version} for frame in callers]


def session_of(call: Call) -> dict[str, Any]:
    """What ``anvil.server.session`` holds just now, also while server code that changes it is running."""
    running = _threaded_server.call_info.__dict__
    return (
        running["session"] if running.get("app_session") is call.session else session_values.decode(call.session.data)
    )


def keep_session(call: Call, values: dict[str, Any]) -> None:
    """Take over what a function that ran elsewhere left in ``anvil.server.session``."""
    running = _threaded_server.call_info.__dict__
    if running.get("app_session") is call.session:
        running["session"].clear()
        running["session"].update(values)
    else:
        _store_session(call, values)


def _store_session(call: Call, values: dict[str, Any]) -> None:
    """Keep what a function left in its session. Raises what encoding does, and the session is as it was before."""
    try:
        encoded = session_values.encode(values)
    except Exception:  # whatever a value's class raises while it is encoded
        kept = session_values.decode(call.session.data)
        values.clear()
        values.update(kept)
        raise
    if encoded != call.session.data:
        call.session.data = encoded
        call.session.changed()


@lru_cache(maxsize=4096)
def is_pattern(name: str) -> bool:
    """Whether a registered name can fit others than itself. Raises nothing for one that is no valid pattern."""
    return _PATTERN_SIGNS.search(name) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error:
        return None


def _fits(pattern: str, name: str) -> bool:
    compiled = _compiled(pattern)
    match = compiled.match(name) if compiled is not None else None
    return match is not None and match.end() == len(name)

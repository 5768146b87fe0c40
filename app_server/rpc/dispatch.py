"""One name → a private function, an uplink's function, or a server module's."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import anvil
from anvil import _server, _threaded_server

from .. import metrics
from ..errors import AnvilError, permission_denied
from . import failures, registry
from .call import Call, current_call, enter, leave
from .values import send_arguments, send_result

MAX_CALLERS = 10

_call_of_app_threads: Call | None = None


def install(call: Call) -> None:
    """Have Anvil's library call here; ``call`` is for threads that the app's code starts itself."""
    global _call_of_app_threads
    _call_of_app_threads = call
    _threaded_server.do_call = call_from_server
    _server._do_call = call_from_server


@contextmanager
def serving(call: Call) -> Iterator[None]:
    """Answer a call that came in from outside; its session is stored and no transaction stays open afterwards."""
    token = enter(call)
    try:
        with metrics.measured(call.origin):
            yield
    finally:
        leave(token)
        call.instance.database.rollback_open()
        call.instance.sessions.save(call.session)


def serve(call: Call, name: str, args: Any, kwargs: Any) -> Any:
    """:func:`dispatch` inside of :func:`serving`, for callers that bring Python values. Raises what it raises."""
    with serving(call):
        return dispatch(call, name, args, kwargs)


def call_from_server(args: Any, kwargs: Any, fn_name: str, live_object: anvil.LiveObject | None = None) -> Any:
    """What ``anvil.server.call`` does in server modules: the same dispatch, in this thread, without the wire.

    Raises what Anvil's library would: registered types as themselves, others as ``AnvilWrappedError``.
    """
    if not fn_name:
        raise Exception("Expected one of fn_name or live_object")  # noqa: TRY002 (the library's own class and words)
    call = current_call(default=_call_of_app_threads)
    private = registry.private_functions.get(fn_name)
    with call.interruption.server_code():
        if private is not None and live_object is None:
            return _run_in_process(lambda: _run_private(call, private, args, kwargs or {}))
        sent = send_arguments(args, kwargs)
        returned = _run_in_process(lambda: send_result(route(call, fn_name, **sent.arrive(), live_object=live_object)))
        sent.bring_back_updates()
        return returned.arrive()["response"]


def dispatch(call: Call, name: str, args: Any, kwargs: Any) -> Any:
    """Run the function of that name. An uplink's function wins over a server module's.

    Raises AnvilError, an exception of Anvil's library, or whatever the app's function raises.
    """
    private = registry.private_functions.get(name)
    if private is not None:
        return _run_private(call, private, args, kwargs)
    if name.startswith(registry.PREFIX):
        raise failures.no_server_function(name)
    if ":" in name and not call.trusted:
        raise permission_denied(f"Cannot call scoped server function {json.dumps(name)} from client code")
    if len(call.callers) > MAX_CALLERS:
        raise AnvilError("anvil.server.StackOverflow", "Too many nested anvil.server.call()s")
    return run_registered(call, name, args, kwargs)


def run_registered(call: Call, name: str, args: Any, kwargs: Any) -> Any:
    """Run the uplink's or the server module's function of that name, whoever may call it. Raises what it raises."""
    uplink = call.instance.uplinks.find(name)
    if uplink is not None:
        return uplink.call(call, name, args, kwargs)
    if call.instance.uplinks.was_registered(name) and call.instance.executor.find(name) is None:
        message = f'The uplink server for "{name}" has been disconnected'
        raise AnvilError("anvil.server.UplinkDisconnectedError", message)
    return call.instance.executor.run(call, name, args, kwargs)


def call_live_object(call: Call, live_object: anvil.LiveObject, method: str, args: Any, kwargs: Any) -> Any:
    """Call a method of a live object, e.g. of a background task. Raises as :func:`dispatch` does."""
    spec = live_object._spec
    run = registry.live_object_methods.get(spec["backend"], {}).get(method)
    if run is None:
        raise AnvilError("anvil.server.InternalError", f"Unsupported live object method: {method}")
    return _guarded(f"{spec['backend']}.{method}", run, call, spec["id"], *args, **kwargs)


def route(call: Call, name: str, args: Any, kwargs: Any, live_object: anvil.LiveObject | None) -> Any:
    """A call as it comes in: to a function by name, or to a method of a live object. Raises as both do."""
    if live_object is not None:
        return call_live_object(call, live_object, name, args, kwargs)
    return dispatch(call, name, args, kwargs)


def _run_private(call: Call, function: registry.PrivateFunction, args: Any, kwargs: Any) -> Any:
    if function.trusted_only and not call.trusted:
        raise permission_denied(f"{function.name} can be called only from server code.")
    return _guarded(function.name, function.run, call, *args, **kwargs)


def _guarded(name: str, run: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Run the server's own code; a fault of ours is logged and told as an InternalError."""
    try:
        return run(*args, **kwargs)
    except (AnvilError, _server.AnvilWrappedError, _server.MaybeWrappedError, KeyError):
        raise
    except Exception as error:  # a fault of ours: the caller gets a reference, the log the rest
        if not isinstance(error, TypeError) or _takes(run, args, kwargs):
            raise failures.internal_error(error, name) from error
    # As on Anvil's own server, keywords that a function does not know are left out; its other arguments must fit.
    known = {keyword: value for keyword, value in kwargs.items() if keyword in inspect.signature(run).parameters}
    if known == kwargs or not _takes(run, args, known):
        raise _wrong_arguments(name, len(args) - 1)
    return _guarded(name, run, *args, **known)


def _takes(run: Callable[..., Any], args: Any, kwargs: Any) -> bool:
    try:
        inspect.signature(run).bind(*args, **kwargs)
    except TypeError:
        return False
    return True


def _wrong_arguments(name: str, count: int) -> AnvilError:
    hint = "Did you pass keyword arguments as positional arguments, or vice versa?"
    return AnvilError("TypeError", f"Wrong number of arguments ({count}) passed to {name}(). {hint}")


def _run_in_process(run: Callable[[], Any]) -> Any:
    try:
        return run()
    except Exception as error:  # whatever it raised, code that calls sees the classes of Anvil's library
        raise failures.as_library_exception(error) from error

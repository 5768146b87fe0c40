"""``anvil.server`` in the page."""

from . import _outgoing, _server
from ._loading import loading_indicator, no_loading_indicator
from ._server import (
    AnvilWrappedError,
    AppResponder,
    BackgroundTaskError,
    BackgroundTaskKilled,
    BackgroundTaskNotFound,
    Capability,
    ExecutionTerminatedError,
    FormResponse,
    HttpResponse,
    InternalError,
    InvalidResponseError,
    LazyMedia,
    PermissionDenied,
    QuotaExceededError,
    RuntimeUnavailableError,
    Serializable,
    SerializationError,
    SerializationInfo,
    ServiceNotAdded,
    TimeoutError,
    UplinkDisconnectedError,
    _FailError,
    _LoadAppResponse,
    _on_invalidate_client_objects,
    _register_exception_type,
    callable,
    get_client_session,
    get_session_id,
    get_subscriptions,
    invalidate_client_objects,
    list_client_sessions,
    portable_class,
    serializable_type,
    server_method,
    subscribe,
    unsubscribe,
    unwrap_capability,
)

startup_data = None


class _Client:
    """The visitor, as far as the page itself knows."""

    type = "browser"
    location = None
    ip = None


class _Context:
    """Where this code runs: in a browser, called by nobody."""

    type = "browser"
    client = _Client()
    remote_caller = None


context = _Context()


class AppOfflineError(Exception):
    """The server cannot be reached."""


class UploadCancelledError(AppOfflineError):
    """The person stopped the upload of a file; the function of the server was not called."""


class UploadTooLargeError(SerializationError):
    """The arguments are more than the server takes at once; the message says how much that is."""


class SessionExpiredError(Exception):
    """What the page knows belongs to a session that has ended."""

    def __init__(self, *_message):
        super().__init__("Session expired")


class NoServerFunctionError(Exception):
    """The server has no function of that name."""


def _only_from_server(capability, scope, mac=None, narrow=None, make=Capability.__init__):
    if mac is None:
        raise RuntimeError("Cannot create new Capability objects in Form code.")
    make(capability, scope, mac, narrow)


Capability.__init__ = _only_from_server

AnvilSessionExpiredException = SessionExpiredError

_register_exception_type("anvil.server.AppOfflineError", AppOfflineError)
_register_exception_type("anvil.server.UploadCancelledError", UploadCancelledError)
_register_exception_type("anvil.server.UploadTooLargeError", UploadTooLargeError)
_register_exception_type("anvil.server.SessionExpiredError", SessionExpiredError)
_register_exception_type("anvil.server.NoServerFunctionError", NoServerFunctionError)
for _name, _exported in list(globals().items()):
    if isinstance(_exported, type) and _exported.__module__ == _server.__name__:
        _exported.__module__ = __name__
# On the server a KeyError stays one; a page gets it wrapped, as it gets all that are not registered.
del _server._named_exceptions["KeyError"]


def _exception_of(described):
    """The exception for what the server says of one: ``{"type", "message", …}``."""
    cls = _server._named_exceptions.get(described.get("type"), AnvilWrappedError)
    error = cls(str(described.get("message") or "[unexpected error]"))
    error._anvil_error_obj = described
    if isinstance(error, AnvilWrappedError):
        error.error_obj, error.manually_created = described, False
    return error


_server._deserialise_exception = _exception_of


def _command(name):
    if not isinstance(name, str):
        raise TypeError(f"first argument to anvil.server.call() must be as str, got '{type(name).__name__}'")
    if not name:
        raise TypeError("anvil.server.call() requires at least one parameter")
    return name


def call(fn_name, *args, **kwargs):
    """Call a function of the server and wait for what it returns; the page shows that it is busy."""
    return _server._do_call(args, kwargs, fn_name=_command(fn_name))


def call_s(fn_name, *args, **kwargs):
    """The same as ``call``, without the sign that the page is busy."""
    with no_loading_indicator:
        return call(fn_name, *args, **kwargs)


def launch_background_task(_fn_name, *_args, **_kwargs):
    """Only server code starts tasks: raises RuntimeError."""
    raise RuntimeError("Cannot launch Background Tasks from client code.")


def get_background_task(*_args, **_kwargs):
    """Only server code may look at tasks: raises RuntimeError."""
    raise RuntimeError("Cannot call this function from client code")


list_background_tasks = get_background_task


def get_app_origin(branch=None, prefer_ephemeral_debug=None):
    """The address of the app, or of one of its environments."""
    if branch is None:
        return _origin()
    return call_s("anvil.private.get_app_origin", branch, prefer_ephemeral_debug=prefer_ephemeral_debug)


def get_api_origin(branch=None, prefer_ephemeral_debug=None):
    """The address under which the app's HTTP endpoints are."""
    return get_app_origin(branch, prefer_ephemeral_debug) + "/_/api"


def _origin():
    from . import _page

    return _page.api.origin()


def is_app_online():
    """Whether the server answers now."""
    from pyodide.ffi import run_sync

    from . import _page

    return run_sync(_page.api.isOnline())


def reset_session():
    """Begin a new session; what the page holds of the server's objects is worth nothing any more."""
    call_s("anvil.private.reset_session")
    _server._run_invalidated_client_objects_callbacks()


def __getattr__(name):
    if name == "app_origin":
        return _origin()
    raise AttributeError(name)


def _call_over_the_wire(args, kwargs, fn_name=None, live_object=None):
    from . import _transport

    return _transport.call(_outgoing.checked(args, kwargs or {}), fn_name, live_object)


_server._do_call = _call_over_the_wire

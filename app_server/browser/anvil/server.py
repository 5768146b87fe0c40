"""``anvil.server`` in the page."""

from . import _server
from ._server import (
    AnvilWrappedError,
    AppResponder,
    BackgroundTaskError,
    BackgroundTaskKilled,
    BackgroundTaskNotFound,
    Capability,
    CookieError,
    ExecutionTerminatedError,
    FormResponse,
    HttpResponse,
    InternalError,
    InvalidResponseError,
    LazyMedia,
    NoServerFunctionError,
    PermissionDenied,
    QuotaExceededError,
    RuntimeUnavailableError,
    Serializable,
    SerializationError,
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


class _Context:
    """Where this code runs: in a browser, called by nobody."""

    type = "browser"
    client = None
    remote_caller = None
    background_task_id = None


context = _Context()


class AppOfflineError(AnvilWrappedError):
    """The server cannot be reached."""


class SessionExpiredError(AnvilWrappedError):
    """What the page knows belongs to a session that has ended."""


_register_exception_type("anvil.server.AppOfflineError", AppOfflineError)
_register_exception_type("anvil.server.SessionExpiredError", SessionExpiredError)


def call(fn_name, *args, **kwargs):
    """Call a function of the server and wait for what it returns; the page shows that it is busy."""
    if not isinstance(fn_name, str):
        raise TypeError(f"the first argument of anvil.server.call() must be a str, not {type(fn_name).__name__}")
    return _server._do_call(args, kwargs, fn_name=fn_name)


def call_s(fn_name, *args, **kwargs):
    """The same as ``call``, without the sign that the page is busy."""
    with no_loading_indicator:
        return call(fn_name, *args, **kwargs)


class _NoLoadingIndicator:
    """Calls in this ``with`` block show no sign that the page is busy."""

    def __enter__(self):
        from . import _transport

        _transport.QUIET.append(True)
        return self

    def __exit__(self, *_error):
        from . import _transport

        _transport.QUIET.pop()


class _LoadingIndicator:
    """The sign that the page is busy, for work of the app's own: ``with anvil.server.loading_indicator: …``."""

    def __call__(self, *_components, **_options):
        return self

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.stop()

    def start(self):
        from . import _page

        _page.api.busy()

    def stop(self):
        from . import _page

        _page.api.done()


no_loading_indicator = _NoLoadingIndicator()
loading_indicator = _LoadingIndicator()


def launch_background_task(fn_name, *args, **kwargs):
    """Start a background task of the server; gives its Task."""
    return call("anvil.private.background_tasks.launch", fn_name, *args, **kwargs)


def get_background_task(task_id):
    """The Task of that id."""
    return call("anvil.private.background_tasks.get_by_id", task_id)


def list_background_tasks(all_environments=False):
    """The Tasks of this app."""
    return call("anvil.private.background_tasks.list", all_environments=all_environments)


def get_app_origin(environment_type=None, **kwargs):
    """The address of the app."""
    return call("anvil.private.get_app_origin", environment_type, **kwargs)


def get_api_origin(environment_type=None, **kwargs):
    """The address under which the app's HTTP endpoints are."""
    return call("anvil.private.get_api_origin", environment_type, **kwargs)


def is_app_online():
    """Whether the server answers now."""
    try:
        call_s("anvil.private.get_app_origin", None)
    except AppOfflineError:
        return False
    return True


def reset_session():
    """Forget what the page holds of the server's objects."""
    _server._run_invalidated_client_objects_callbacks()


def _call_over_the_wire(args, kwargs, fn_name=None, live_object=None):
    from . import _transport

    return _transport.call(args, kwargs, fn_name, live_object)


_server._do_call = _call_over_the_wire

"""Values on their way between Python and JavaScript, one for one as Anvil has them.

None, bool, numbers and text are copied. Objects of JavaScript come as proxies, arrays as lists that share their
items with the array, ``Uint8Array`` as bytes. Lists, dicts, sets and bytes of Python go as new objects of JavaScript,
functions as functions; anything else goes as it is and comes back as it went.
"""

from .. import _page


def to_python(value, bound=None, name=None):
    """A value that came from JavaScript; ``bound`` is the object it was an attribute of."""
    if not is_js(value):
        return value
    from . import _collections, _proxies

    kind = _page.api.js.kindOf(value)
    if kind == "python":
        return _page.api.js.python(value).original
    if kind == "bytes":
        return value.to_bytes()
    if kind == "frozen":
        return [to_python(item) for item in value]
    if kind in ("function", "class"):
        return _proxies.Function(value, kind, bound, name)
    return _collections.KINDS.get(kind, _proxies.Proxy)(value)


def to_js(value):
    """A value for JavaScript."""
    from . import _collections, _proxies

    js = _page.api.js
    if isinstance(value, (_proxies.Proxy, _collections.Shared)):
        return value._anvil_js
    if value is None or isinstance(value, (bool, int, float, str)) or is_js(value):
        return value
    if isinstance(value, (list, tuple)):
        return js.array(*[to_js(item) for item in value])
    if isinstance(value, dict):
        return js.object(js.array(*[str(key) for key in value]), js.array(*[to_js(item) for item in value.values()]))
    if isinstance(value, (set, frozenset)):
        return js.setOf(js.array(*[to_js(item) for item in value]))
    if isinstance(value, (bytes, bytearray)):
        from pyodide.ffi import to_js as copy

        return copy(bytes(value))
    return _callback(value) if callable(value) else _opaque(value)


def call(function, bound, args):
    """Call a function of JavaScript; a promise it gives is waited for. Raises ExternalError with what it threw."""
    js = _page.api.js
    answer = _raising(js.call, function, bound, *[to_js(arg) for arg in args])
    if is_js(answer) and js.isPromise(answer):
        answer = wait_for(answer)
    return to_python(answer)


def construct(function, args):
    """``new function(…)``."""
    return to_python(_raising(_page.api.js.construct, function, *[to_js(arg) for arg in args]))


def wait_for(promise):
    """What a promise comes to, not yet converted; raises ExternalError with what it was rejected with."""
    return value_of(_page.api.settled(promise))


def value_of(settled):
    """The same of a promise that is told as ``{value}`` or ``{thrown}``."""
    from pyodide.ffi import run_sync

    from ._errors import from_js

    outcome = run_sync(settled)
    if hasattr(outcome, "thrown"):
        raise from_js(outcome.thrown)
    return outcome.value


def as_plain(value, keep_objects=False):
    """Arrays, Maps, Sets and plain objects as lists, dicts and sets of Python's own, or plain objects as they are."""
    from . import _collections, _proxies

    if isinstance(value, _collections.ProxyMap):
        return {as_plain(key, keep_objects): as_plain(item, keep_objects) for key, item in value.items()}
    if isinstance(value, _collections.ProxySet):
        return set(value)
    if isinstance(value, list):
        return [as_plain(item, keep_objects) for item in value]
    if not keep_objects and isinstance(value, _proxies.Proxy) and value._anvil_kind() == "plain":
        return {key: as_plain(value[key]) for key in value._anvil_keys()}
    return value


def _raising(function, *args):
    from pyodide.ffi import JsException

    from ._errors import as_external

    try:
        return function(*args)
    except JsException as error:
        raise as_external(error) from None


def is_js(value):
    """Whether it is an object of JavaScript that has no proxy of ours."""
    from pyodide.ffi import JsProxy

    return isinstance(value, JsProxy)


def _opaque(value):
    from pyodide.ffi import create_proxy

    return create_proxy(value, roundtrip=False)


def _callback(function):
    """The function of JavaScript that stands for a callable: the same each time, so that listeners can be removed."""
    from pyodide.ffi import create_proxy

    bound = getattr(function, "__self__", None)
    key = f"{id(bound)} {id(getattr(function, '__func__', function))}"
    known = _page.api.js.knownCallback(key)
    return known if known is not None else _page.api.js.callback(key, create_proxy(_Entry(function)))


def enter_method(component, outcome, name, args):
    """Call a component's method for JavaScript; that there is none is also told to the user."""
    method = getattr(component, name, None)
    if method is None:
        missing = f"<{type(component).__name__} object> has no attribute '{name}'."
        error = RuntimeError(f"Attempted to call non-existent method from Javascript: {missing}")
        _page.api.js.fail(outcome, str(error))
        _page.report(error)
    else:
        _Entry(method)(outcome, *args)


class _Entry:
    """JavaScript's way into a callable; ``outcome`` takes what it returned or raised at the moment it ends."""

    def __init__(self, original):
        self.original = original

    def __call__(self, outcome, *args):
        try:
            _page.api.js.finish(outcome, to_js(self.original(*[to_python(arg) for arg in args])))
        except Exception as error:  # noqa: BLE001 (JavaScript gets it; what it does not catch is reported)
            from ._errors import throw

            throw(outcome, error)

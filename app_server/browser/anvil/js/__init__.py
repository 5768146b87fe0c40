"""``anvil.js``: JavaScript from Python."""

import functools

from .. import _page
from .._media import FileMedia, media_of_blob
from .._server import portable_class
from . import window
from ._errors import ExternalError, report_all
from ._proxies import Function, Proxy
from ._values import as_plain, construct, is_js, to_js, to_python, value_of, wait_for
from ._values import call as _call

ProxyType = Proxy
portable_class(ProxyType, "anvil.js.ProxyType")
for _kind in (Function, type(window)):
    _kind.SERIALIZATION_INFO = ("anvil.js.ProxyType", _kind)


def report_exceptions(function):
    """The function, for JavaScript to call: what it raises is told to the user, and JavaScript gets nothing."""

    @functools.wraps(function)
    def reporting(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 (JavaScript calls this: nobody above can tell the user)
            _page.report(error)

    return reporting


def report_all_exceptions(reporting, reraise=True):
    """Whether exceptions of all callbacks are told to the user, and whether JavaScript gets them as well."""
    report_all(reporting, reraise)


def get_dom_node(component):
    """The root element of a component; an element is given back as it is. Raises TypeError for anything else."""
    dom = getattr(component, "dom", None) if not isinstance(component, Proxy) else None
    if dom is not None:
        return to_python(dom)
    target = to_js(component)
    if _page.api.js.isElement(target):
        return to_python(target)
    raise TypeError(f"get_dom_node expected an anvil Component or DOM node, (got {type(component).__name__})")


def to_media(blob, content_type="", name=None):
    """A media object of a Blob, File, ArrayBuffer or Uint8Array, or of a list of those. Raises TypeError."""
    target = _page.api.asBlob(to_js(blob), content_type or "")
    if target is None:
        raise TypeError(
            "got an unexpected type, "
            "anvil.js.to_media() expects a Blob, ArrayBuffer, Uint8Array or an Array of those types"
        )
    return FileMedia(target) if hasattr(target, "lastModified") else media_of_blob(target, name)


def call(function, *args):
    """Call a function of JavaScript, or of the page by its name; a promise it gives is waited for."""
    if isinstance(function, Function):
        return function(*args)
    return call_on(None, function, *args)


def call_on(bound, name, *args):
    """Call a function of the page with that ``this``."""
    return as_plain(_call(_global(str(name)), bound, args))


def _global(name):
    """The global function of that name, dots allowed."""
    found = _page.api.js.window
    for part in name.split("."):
        if found is None or not _page.api.js.has(found, part):
            # What a script declares with const, let or class is no attribute of the window.
            found = _page.api.findGlobal(name)
            break
        found = _page.api.js.get(found, part)
    if found is None:
        raise NameError(f"Could not find global JS function '{name}'.")
    if not callable(found):
        raise TypeError(f"{name} is not callable, got {_page.api.js.typeOf(found)}")
    return found


call_js = call


def await_promise(promise):
    """What the promise comes to; anything else is given back as it is. Raises what it was rejected with."""
    target = to_js(promise)
    is_promise = is_js(target) and _page.api.js.isThenable(target)
    return as_plain(to_python(wait_for(target)), keep_objects=True) if is_promise else promise


def new(constructor, *args):
    """``new constructor(…)``. Raises TypeError when it is no proxy, or nothing to construct."""
    if not isinstance(constructor, Proxy):
        raise TypeError(f"expected a proxy object as the first argument not {type(constructor).__name__}")
    if not _page.api.js.isConstructor(constructor._anvil_js):
        raise TypeError(f"{constructor!r} is not a constructor")
    return construct(constructor._anvil_js, args)


def import_from(address):
    """A JavaScript module; an address under ``/_/theme/`` is one of the app's own."""
    return to_python(value_of(_page.api.importModule(str(address))))


__all__ = [
    "ExternalError",
    "ProxyType",
    "await_promise",
    "call",
    "call_js",
    "get_dom_node",
    "import_from",
    "new",
    "report_all_exceptions",
    "report_exceptions",
    "to_media",
    "window",
]

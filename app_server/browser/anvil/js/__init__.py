"""``anvil.js``: JavaScript from Python."""

import functools
import sys

from .. import _page
from .._media import FileMedia
from .window import Window

window = Window()


def report_exceptions(function):
    """The function as JavaScript may keep and call it; it may wait, and what it raises is shown to the user."""
    from pyodide.ffi import create_proxy

    @functools.wraps(function)
    def reporting(*args):
        try:
            return function(*args)
        except Exception as error:  # noqa: BLE001 (JavaScript calls this: nobody above can tell the user)
            _page.report(error)

    return _page.api.promising(create_proxy(reporting))


def get_dom_node(component):
    """The root element of a component; an element is given back as it is."""
    return getattr(component, "dom", component)


def to_media(blob, content_type=None, name=None):
    """A media object of a Blob, File or array of bytes."""
    return FileMedia(_page.api.asBlob(blob), content_type, name)


def call(function, *args):
    """Call a function of the page, by name or itself; a promise it gives is waited for."""
    from pyodide.ffi import to_js

    if isinstance(function, str):
        function = functools.reduce(getattr, function.split("."), window)
    return await_promise(function(*(to_js(arg, dict_converter=_page.api.fromEntries) for arg in args)))


call_js = call


def await_promise(promise):
    """What the promise comes to; anything else is given back as it is. Raises what it was rejected with."""
    from pyodide.ffi import run_sync

    return run_sync(promise) if hasattr(promise, "then") else promise


def new(constructor, *args):
    """``new constructor(…)``."""
    return constructor.new(*args)


def import_from(address):
    """A JavaScript module."""
    return await_promise(_page.api.importModule(address))


def __getattr__(name):
    if name == "ExternalError":
        from pyodide.ffi import JsException

        return JsException
    raise AttributeError(f"module 'anvil.js' has no attribute '{name}'")


sys.modules[__name__ + ".window"].__getattr__ = window.__getattr__

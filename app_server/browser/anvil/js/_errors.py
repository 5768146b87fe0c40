"""Errors that cross between Python and JavaScript."""

from .. import _page


class ExternalError(Exception):
    """Something that JavaScript threw, which is ``original_error``; its text is that of the error."""

    def __init__(self, original):
        from ._values import to_python

        self._original = original
        super().__init__(str(_page.api.js.textOf(original)))
        self.original_error = to_python(original)


class _Reporting:
    """What is done with an exception of a callback before JavaScript gets it; see ``report_all_exceptions``."""

    is_on = False
    throws = True


def report_all(reporting, reraise):
    """Report every exception of a callback from now on, and throw it in JavaScript or not."""
    _Reporting.is_on, _Reporting.throws = bool(reporting), bool(reraise) or not reporting


def throw(outcome, error):
    """Let JavaScript throw the exception of a callback."""
    from pyodide.ffi import create_proxy

    if _Reporting.is_on:
        _page.report(error)
    if _Reporting.throws:
        original = getattr(error, "_original", None)
        if original is None:
            original = _page.api.js.errorOf(
                f"{type(error).__name__}: {error}", create_proxy(_Kept(error), roundtrip=False)
            )
        _page.api.js.fail(outcome, original)
    else:
        _page.api.js.finish(outcome, None)


class _Kept:
    """Holds an exception on its way through JavaScript."""

    def __init__(self, error):
        self.error = error


def as_external(js_exception):
    """The exception for what JavaScript threw: Python's own when it came from a callback."""
    return from_js(getattr(js_exception, "thrown", js_exception))


def from_js(thrown):
    """The exception for a value that JavaScript threw."""
    kept = getattr(thrown, "anvilPython", None)
    return kept.error if kept is not None else ExternalError(thrown)

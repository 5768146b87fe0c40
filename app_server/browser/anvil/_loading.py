"""The sign that the page is busy: put off for calls, or put on for work of the app's own."""

from . import _page


class _NoLoadingIndicator:
    """Calls in this ``with`` block show no sign that the page is busy."""

    def __enter__(self):
        _quiet().append(True)
        return self

    def __exit__(self, *_error):
        _quiet().pop()


class LoadingIndicator:
    """``with loading_indicator(component, min_height=…)``: the sign over a component, which takes no clicks meanwhile;
    without a component the page's own. Also ``start()`` and ``stop()``.
    """

    def __init__(self, *component, min_height=None, **_options):
        if len(component) > 1:
            raise TypeError(f"loading_indicator() takes at most 1 argument ({len(component)} given)")
        self._host, self._min_height, self._is_running = None, min_height, False
        if component:
            from .js import get_dom_node, to_js

            self._host = to_js(get_dom_node(component[0]))

    def __call__(self, *component, **options):
        return LoadingIndicator(*component, **options)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.stop()

    def start(self):
        """Show it; calls of the server show no sign of their own until ``stop()``."""
        if self._is_running:
            return
        self._is_running = True
        _quiet().append(True)
        if self._host is None:
            _page.api.busy()
        else:
            _page.api.cover(self._host, str(self._min_height or ""))

    def stop(self):
        """Take it away."""
        if not self._is_running:
            return
        self._is_running = False
        _quiet().pop()
        if self._host is None:
            _page.api.done()
        else:
            _page.api.uncover(self._host)


def _quiet():
    from . import _transport

    return _transport.QUIET


no_loading_indicator = _NoLoadingIndicator()
loading_indicator = LoadingIndicator()

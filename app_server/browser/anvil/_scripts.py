"""Scripts in an app's markup: they run once, when their component comes to the page."""

from . import _page


class WithScripts:
    """A component over markup that may hold scripts, which have run before ``x-anvil-page-added`` is raised."""

    _has_scripts = False

    def _page_added(self):
        super()._page_added()
        self._run_scripts()

    def _take_scripts(self, html):
        self._has_scripts = "<script" in str(html).lower()
        if self._shown:
            self._run_scripts()

    def _run_scripts(self):
        if not self._has_scripts:
            return
        from pyodide.ffi import can_run_sync, run_sync

        self._has_scripts = False
        loaded = _page.api.runScripts(self.dom)
        if loaded is not None and can_run_sync():
            run_sync(loaded)

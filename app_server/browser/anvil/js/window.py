"""``anvil.js.window``: the page's global object, and a module to import names from."""

import sys

from .. import _page
from ._proxies import Proxy


class _Window(Proxy):
    """Looked up at each use, since nothing of the page may be kept in the snapshot."""

    def __init__(self):
        pass

    @property
    def _anvil_js(self):
        return _page.api.js.window


sys.modules[__name__] = _Window()

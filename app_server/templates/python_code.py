"""Python in an app's files, parsed: the one place of the server that does."""

from __future__ import annotations

import ast
import gc
import threading
from typing import Any, Literal

_alone = threading.Lock()


def parsed(code: str, mode: Literal["exec", "eval"] = "exec") -> Any:
    """The tree of some Python. Raises SyntaxError.

    Python 3.11 counts how deep it is in a tree for all threads together, and raises SystemError when two make one at a
    time (github.com/python/cpython/issues/106905). Threads change places in there only while the collector runs.
    """
    with _alone:
        collects = gc.isenabled()
        gc.disable()
        try:
            return ast.parse(code, mode=mode)
        finally:
            if collects:
                gc.enable()

"""Ending a call that takes too long: the app's own code is interrupted, the server's never in the middle of SQL."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# As Anvil's own server words it.
TIMED_OUT = "Server code took too long"


class CallTimedOut(BaseException):
    """Raised inside app code whose time is over; the app's ``except Exception`` does not catch it."""


class Interruption:
    """Knows whether a call's thread runs the app's code just now, and can end it there."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._app_thread: int | None = None
        self._is_over = False

    @contextmanager
    def app_code(self) -> Iterator[None]:
        """Inside, the thread may be interrupted. Raises CallTimedOut when the time is over already."""
        yield from self._inside(threading.get_ident())

    @contextmanager
    def server_code(self) -> Iterator[None]:
        """Inside, it may not."""
        yield from self._inside(None)

    def interrupt(self) -> None:
        """End the call: now, when the app's code is running, or else as soon as it would go on."""
        with self._lock:
            self._is_over = True
            if self._app_thread is not None:
                _raise_in(self._app_thread, CallTimedOut)

    def check(self) -> None:
        """For server code that waits: raises CallTimedOut when nobody waits for the call any more."""
        if self._is_over:
            raise CallTimedOut

    def _inside(self, thread: int | None) -> Iterator[None]:
        before = self._switch(thread)
        try:
            yield
        finally:
            self._switch(before)

    def _switch(self, thread: int | None) -> int | None:
        with self._lock:
            before, self._app_thread = self._app_thread, thread
            if before is not None and self._is_over:
                # An exception that is on its way must not arrive in the server's code.
                _raise_in(before, None)
        if thread is not None and self._is_over:
            raise CallTimedOut
        return before


def _raise_in(thread: int, exception: type[BaseException] | None) -> None:
    wanted = ctypes.py_object(exception) if exception else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), wanted)

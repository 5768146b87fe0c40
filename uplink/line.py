"""Calls of the server that outlive its restarts: a call that the line lost is made again until it is answered.

That is safe for calls that change nothing when repeated, as those of the bulk import are.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import anvil.server

FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 15.0
FINAL = (anvil.server.NoServerFunctionError, anvil.server.SerializationError)


class Refused(Exception):
    """The app answered, and said no: the sentence, and its ``code``."""

    def __init__(self, text: str, code: str) -> None:
        super().__init__(text)
        self.code = code


class Line:
    """The connection to a server, by its server key. Gives up after ``patience_seconds`` without any answer."""

    def __init__(self, url: str, key: str, patience_seconds: float = 600.0, say: Callable[[str], None] = print) -> None:
        self._patience = patience_seconds
        self._say = say
        anvil.server.connect(key, url=url, quiet=True)

    def ask(self, name: str, *args: Any) -> dict[str, Any]:
        """The answer of one of the app's callables. Raises Refused, or what the line says when patience has ended."""
        waited, wait = 0.0, FIRST_WAIT_SECONDS
        while True:
            try:
                answer = anvil.server.call(name, *args)
            except FINAL:
                raise
            except Exception as error:  # the library raises many kinds when the line is lost; all mean: ask again
                if waited >= self._patience:
                    raise
                self._say(f"The server does not answer ({type(error).__name__}); asking again in {wait:.0f} s.")
                time.sleep(wait)
                waited, wait = waited + wait, min(wait * 2, LONGEST_WAIT_SECONDS)
                continue
            if answer.get("success"):
                return answer
            raise Refused(answer.get("error", ""), answer.get("code", ""))

    def close(self) -> None:
        """Say good-bye."""
        anvil.server.disconnect()


def complain(text: str) -> None:
    """Tell the person at the terminal, beside what a program writes."""
    print(text, file=sys.stderr)

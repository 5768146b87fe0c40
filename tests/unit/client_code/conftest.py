"""Client modules in plain Python: the app's package over `client_code`, with stand-ins for the browser's `anvil`."""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CLIENT_CODE = Path(__file__).parents[3] / "client_code"
PACKAGE = "master_template"


class OfflineError(Exception):
    """Stands for `anvil.server.AppOfflineError`."""


class ExpiredError(Exception):
    """Stands for `anvil.server.SessionExpiredError`."""


class Field:
    """Stands for any component that holds a value."""

    def __init__(self, **properties: Any) -> None:
        self.__dict__.update(properties)


class Server:
    """A server that gives prepared answers in turn and remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.asked: list[tuple[Any, ...]] = []

    def call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        self.asked.append((name, *args))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Notice:
    """A `Notification` that only notes what was said."""

    said: list[str] = []

    def __init__(self, message: str, **_: Any) -> None:
        self.said.append(message)

    def show(self) -> Notice:
        return self

    def __enter__(self) -> Notice:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def client(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Any]]:
    """Import a client module by its dotted name inside the app."""
    Notice.said = []
    anvil = types.ModuleType("anvil")
    anvil.Notification = Notice
    anvil.opened = []
    anvil.open_form = lambda name, **parameters: anvil.opened.append(name)
    anvil.server = types.ModuleType("anvil.server")
    anvil.server.call = anvil.server.call_s = server.call
    anvil.server.reset_session = lambda: None
    anvil.server.AppOfflineError = OfflineError
    anvil.server.SessionExpiredError = ExpiredError
    anvil.js = types.ModuleType("anvil.js")
    anvil.js.window = anvil.js.get_dom_node = None
    anvil.js.report_exceptions = lambda function: function
    anvil.DatePicker = type("DatePicker", (Field,), {})
    components = types.ModuleType("m3.components")
    for name in ("Checkbox", "DropdownMenu", "Switch", "TextArea", "TextBox"):
        setattr(components, name, type(name, (Field,), {}))
    package = types.ModuleType(PACKAGE)
    package.__path__ = [str(CLIENT_CODE)]
    for module in (anvil, anvil.server, anvil.js, types.ModuleType("m3"), components, package):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    yield lambda name: importlib.import_module(f"{PACKAGE}.{name}")
    for name in [name for name in sys.modules if name.startswith(PACKAGE + ".")]:
        del sys.modules[name]

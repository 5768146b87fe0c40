"""The browser's ``anvil`` in plain CPython, over a stand-in document."""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app_server.browser import python_archive
from app_server.templates import form as html_form
from app_server.templates import yaml_form

from .stand_in_dom import PageApi

BROWSER = Path(python_archive.__file__).parent
NAMES = ("anvil", "js")


class Browser:
    """The package, the page, what was reported, and a maker of forms from templates."""

    def __init__(self, package: Any) -> None:
        self.anvil = package
        self.api = PageApi()
        self.reported: list[Exception] = []
        package._page.start(self.api, self.reported.append)

    def form(self, html: str, name: str = "Form1", body: dict[str, Any] | None = None, is_yaml: bool = False) -> Any:
        """The class of a form with that template; ``body`` has its methods."""
        path = Path(f"client_code/{name}/form_template.html")
        parsed = yaml_form.parse(html, path, {"": "app"}) if is_yaml else html_form.parse(html, path)
        template = {"class_name": name, "file": str(path), **parsed}
        made = self.anvil._forms.make_template(template, str(path), f"app.{name}._anvil_designer")
        cls = type(name, (made,), {"__module__": f"app.{name}", **(body or {})})
        self.anvil._blueprint._classes[f"app.{name}"] = cls
        return cls

    def fire(self, element: Any, event_type: str, event: object = None) -> None:
        """Let the document's event happen."""
        for page_id, index in element.listeners.get(event_type, ()):
            self.anvil._page.on_dom_event(page_id, index, event)


def _ours() -> list[str]:
    return [name for name in sys.modules if name.split(".")[0] in NAMES]


@pytest.fixture
def browser() -> Iterator[Browser]:
    """The package imported anew: it keeps what is open and what was made."""
    before = {name: sys.modules.pop(name) for name in _ours()}
    library = str(python_archive._library())
    package = types.ModuleType("anvil")
    package.__path__ = [str(BROWSER / "anvil"), library]  # type: ignore[attr-defined]
    sys.modules["anvil"] = package
    try:
        for name in ("_page", "_forms", "_blueprint", "_opening", "_layouts", "_data_grid"):
            importlib.import_module(f"anvil.{name}")
        for name, source in COMPONENTS.items():
            setattr(package, name, getattr(importlib.import_module(f"anvil.{source}"), name))
        yield Browser(package)
    finally:
        for name in _ours():
            del sys.modules[name]
        sys.modules.update(before)


COMPONENTS: dict[str, str] = {
    **dict.fromkeys(("LinearPanel", "FlowPanel"), "_panels"),
    "ColumnPanel": "_column_panel",
    **dict.fromkeys(("Label", "Button"), "_classic"),
    "TextBox": "_fields",
    "HtmlComponent": "_html",
    "RepeatingPanel": "_repeating",
    "DataRowPanel": "_data_row",
    "DataGrid": "_data_grid",
}

MakeForm = Callable[..., Any]

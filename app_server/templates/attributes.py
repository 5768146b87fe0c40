"""The attributes that are Anvil's: ``prop:``, ``bind:``, ``writeback:``, ``on:``, ``container:`` and ``anvil:``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .markup import Element, fail
from .python_code import parsed

Node = dict[str, Any]

HANDLER = re.compile(r"(?:self\.)?([A-Za-z_]\w*)")
LOOKS_LIKE_JSON = re.compile(r'true|false|null|-?\d|[{\["]')
PREFIXES = ("prop:", "bind:", "writeback:", "on:", "container:", "anvil:")


def is_special(name: str) -> bool:
    """Whether the attribute is Anvil's rather than HTML's."""
    return name.startswith(PREFIXES)


def value_of(text: str) -> Any:
    """A property's value: JSON where the text is JSON, else the text."""
    if not LOOKS_LIKE_JSON.match(text):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def read(element: Element, path: Path) -> Node:
    """What the element's special attributes say, as keys of a node. Raises StartError."""
    node: Node = {"line": element.line}
    for name, text in element.attributes.items():
        prefix, _, rest = name.partition(":")
        if prefix == "prop":
            node.setdefault("props", {})[rest] = value_of(text)
        elif prefix == "container":
            node.setdefault("container", {})[rest] = value_of(text)
        elif prefix in ("bind", "writeback"):
            _bind(node, rest, text, prefix == "writeback", element, path)
        elif prefix == "on":
            kind = "layout_events" if rest.startswith("layout:") else "events"
            node.setdefault(kind, {})[rest.removeprefix("layout:")] = _method(element, text, path)
        elif prefix == "anvil":
            _read_own(node, rest, text, element, path)
    return node


def name_of(text: str, element: Element, path: Path) -> str:
    """A component's name. Raises StartError unless it is one that Python can use."""
    if not text.isidentifier():
        raise fail(path, element.line, f"{text!r} cannot be a component's name.")
    return text


def handlers_in(node: Node) -> Iterator[tuple[str, int]]:
    """(method name, line) of every handler in a node and all it holds."""
    for kind in ("events", "form_events", "dom_events"):
        for method in (node.get(kind) or {}).values():
            yield method, node.get("line", 1)
    for key in ("children", "marks"):
        for child in node.get(key) or ():
            yield from handlers_in(child)


def _read_own(node: Node, rest: str, text: str, element: Element, path: Path) -> None:
    kind, _, event = rest.partition(":")
    if rest == "name":
        node["name"] = name_of(text, element, path)
    elif rest == "dom-node":
        node["node"] = text
    elif kind == "on-dom":
        node.setdefault("dom_events", {})[event] = _method(element, text, path)
    elif kind == "on":
        node.setdefault("events", {})[event] = _method(element, text, path)
    else:
        raise fail(path, element.line, f"There is no attribute anvil:{rest}.")


def _method(element: Element, text: str, path: Path) -> str:
    found = HANDLER.fullmatch(text.strip())
    if not found:
        raise fail(path, element.line, f"A handler is written as self.method_name, not {text!r}.")
    return found[1]


def _bind(node: Node, name: str, code: str, writeback: bool, element: Element, path: Path) -> None:
    try:
        parsed(f"({code.strip()})", "eval")
    except SyntaxError as error:
        raise fail(path, element.line, f"The binding of {name} is no Python expression: {error.msg}.") from error
    if writeback:
        try:
            parsed(f"{code.strip()} = None")
        except SyntaxError as error:
            raise fail(
                path, element.line, f"{code!r} cannot be written back to: it is no place to assign to."
            ) from error
    bindings = [binding for binding in node.get("bindings", ()) if binding["property"] != name]
    node["bindings"] = [*bindings, {"property": name, "code": code, "writeback": writeback}]

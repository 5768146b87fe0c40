"""The names in form templates lead somewhere: handlers to methods, components to classes, properties to theirs."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import theme

LIBRARY = ("app_server/browser/anvil", "app_server/browser/m3")
Node = Mapping[str, Any]


@dataclass
class Component:
    """A class of components: its bases by name, and the names in its body."""

    bases: list[str]
    names: set[str]


@dataclass
class Library:
    """The classes below Anvil's and the theme's folders, by package and name."""

    classes: dict[tuple[str, str], Component] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path) -> Library:
        """Those of the checkout."""
        library = cls()
        for folder in LIBRARY:
            for path in sorted((root / folder).rglob("*.py")):
                for node in ast.parse(path.read_text(encoding="utf-8")).body:
                    if isinstance(node, ast.ClassDef):
                        library.classes[Path(folder).name, node.name] = _component(node)
        return library

    def find(self, type_name: str) -> tuple[str, str] | None:
        """The package and the name of a component's class in a template; None for those of the app."""
        package, _, rest = type_name.rpartition(".")
        if package:
            return ("m3", rest) if package.startswith("m3") else None
        return ("anvil", rest) if ("anvil", rest) in self.classes else ("m3", rest)

    def names_of(self, key: tuple[str, str]) -> set[str] | None:
        """Every name of a class and its bases; None when one of them is not in the library."""
        component = self.classes.get(key)
        if component is None:
            return None
        names = set(component.names)
        for base in component.bases:
            found = next((k for k in ((key[0], base), ("anvil", base)) if k in self.classes and k != key), None)
            inherited = None if found is None else self.names_of(found)
            if inherited is None:
                return None
            names |= inherited
        return names


def _component(node: ast.ClassDef) -> Component:
    names: set[str] = set()
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef):
            names.add(statement.name)
        elif isinstance(statement, ast.Assign):
            targets = [t for target in statement.targets for t in ast.walk(target)]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return Component([ast.unparse(base).rpartition(".")[2] for base in node.bases], names)


def check_names(template: Node, code: str, library: Library) -> Iterator[tuple[int, str]]:
    """(line, sentence) for each name in the template that leads nowhere; ``code`` is the form's Python."""
    form = next((n for n in ast.parse(code).body if _is_class(n, template["class_name"])), None)
    nodes = list(_nodes(template))
    for node in nodes:
        yield from _unknown_type_or_property(node, library)
    if isinstance(form, ast.ClassDef) and len(form.bases) == 1:
        yield from _unknown_handlers(form, nodes)


def _is_class(node: ast.stmt, name: str) -> bool:
    return isinstance(node, ast.ClassDef) and node.name == name


def _nodes(value: Any) -> Iterator[Node]:
    """Every description in the template that stands on a line of its own."""
    if isinstance(value, Mapping):
        if "line" in value:
            yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


def _unknown_type_or_property(node: Node, library: Library) -> Iterator[tuple[int, str]]:
    key = library.find(node["type"]) if "type" in node else None
    if key is None or "layout" in node:
        return
    if key not in library.classes or (key[0] == "m3" and theme.lacks(node["type"])):
        yield node["line"], f"there is no component {node['type']}"
        return
    known = theme.CLASSIC.get(node["type"]) or library.names_of(key)
    used = [*(node.get("props") or {}), *(binding["property"] for binding in node.get("bindings") or ())]
    yield from (
        (node["line"], f"{node['type']} has no property {n}") for n in used if known is not None and n not in known
    )


def _unknown_handlers(form: ast.ClassDef, nodes: list[Node]) -> Iterator[tuple[int, str]]:
    methods = {n.name for n in form.body if isinstance(n, ast.FunctionDef)}
    assigned = {n.attr for n in ast.walk(form) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)}
    for node in nodes:
        for name in {**(node.get("events") or {}), **(node.get("dom_events") or {})}.values():
            if isinstance(name, str) and name not in methods and name not in assigned:
                yield node["line"], f"{form.name} has no method {name}"

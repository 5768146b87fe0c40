"""Whether a form's Python has the methods its template names, and its template the components its Python names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .attributes import handlers_in
from .markup import fail
from .python_code import parsed


def check(template: dict[str, Any], path: Path) -> None:
    """Raises StartError for a handler without a method, or ``@handle`` of a component that is not there.

    A form with more base classes than its template is left alone: they may have what it names.
    """
    code = path.with_name("__init__.py") if path.stem == "form_template" else path.with_suffix(".py")
    form_class = _class_in(code, template["class_name"]) if code.is_file() else None
    if form_class is None or len(form_class.bases) != 1:
        return
    methods = [node for node in form_class.body if isinstance(node, ast.FunctionDef)]
    known = {method.name for method in methods} | set(_assigned(form_class))
    for name, line in _all_handlers(template):
        if name not in known:
            raise fail(path, line, f"{template['class_name']} has no method {name}.")
    components = {"", *_names(template)}
    for method in methods:
        for component, line in _handled(method):
            if component not in components:
                raise fail(code, line, f"The template has no component named {component}.")


def _class_in(code: Path, name: str) -> ast.ClassDef | None:
    try:
        tree: ast.Module = parsed(code.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise fail(code, error.lineno or 1, f"{error.msg}.") from error
    return next((node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name), None)


def _assigned(form_class: ast.ClassDef) -> Iterator[str]:
    """Names the class body assigns, as in ``save = other_function``."""
    for node in form_class.body:
        if isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _roots(template: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "container" in template:
        yield template["container"]
        return
    yield template["layout"]
    for nodes in template["layout"]["blocks"].values():
        yield from nodes


def _all_handlers(template: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for root in _roots(template):
        yield from handlers_in(root)


def _names(template: dict[str, Any]) -> Iterator[str]:
    pending = list(_roots(template))
    while pending:
        node = pending.pop()
        if node.get("name"):
            yield node["name"]
        pending.extend([*(node.get("children") or ()), *(node.get("marks") or ())])


def _handled(method: ast.FunctionDef) -> Iterator[tuple[str, int]]:
    for decorator in method.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) in ("handle", "anvil.handle"):
            first = decorator.args[0] if decorator.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, decorator.lineno

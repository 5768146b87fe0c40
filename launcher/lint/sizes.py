"""How long things may get: past the first number one talks about it, past the second one stops."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .sources import LEFT_OUT, Finding, Source


@dataclass(frozen=True)
class Limit:
    """Lines to talk about, and lines to stop at."""

    talk: int
    stop: int


MODULE = Limit(250, 400)
FORM = Limit(120, 150)
TEMPLATE = Limit(90, 120)
STYLE_SHEET = Limit(150, 400)
FUNCTION = Limit(25, 40)


@dataclass(frozen=True)
class Size:
    """A thing longer than its limit for talking."""

    finding: Finding
    is_too_long: bool


def measure(root: Path, sources: Iterable[Source]) -> Iterator[Size]:
    """Everything past its limit for talking, files and functions."""
    for source in sources:
        is_form = (root / source.path).with_name("form_template.html").exists()
        yield from _judge(source.path, 1, "file", source.text.count("\n"), FORM if is_form else MODULE)
        yield from _functions(source)
    for pattern, limit in (("form_template.html", TEMPLATE), ("*.css", STYLE_SHEET)):
        for path in sorted(root.rglob(pattern)):
            relative = path.relative_to(root)
            if not LEFT_OUT.intersection(relative.parts):
                yield from _judge(relative, 1, "file", path.read_text(encoding="utf-8").count("\n"), limit)


def _functions(source: Source) -> Iterator[Size]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node)
            yield from _judge(source.path, node.lineno, f"function {node.name}", lines, FUNCTION)


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if ast.get_docstring(node) is None:
        return 0
    return (first.end_lineno or first.lineno) - first.lineno + 1


def _judge(path: Path, line: int, what: str, lines: int, limit: Limit) -> Iterator[Size]:
    if lines > limit.talk:
        text = f"{what} has {lines} lines (talk at {limit.talk}, stop at {limit.stop})"
        yield Size(Finding(path, line, text), lines > limit.stop)

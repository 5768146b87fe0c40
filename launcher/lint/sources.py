"""The Python files of the checkout, parsed once, and what they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

LEFT_OUT = {".git", ".venv", ".mybizz", "node_modules", "dist", "__pycache__"}


@dataclass(frozen=True)
class Finding:
    """One breach of a rule; `line` counts from 1."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True)
class Import:
    """One imported module, by its absolute dotted name."""

    module: str
    line: int


@dataclass(frozen=True)
class Source:
    """One Python file; `path` is relative to `root`."""

    root: Path
    path: Path

    @cached_property
    def text(self) -> str:
        """What is in the file."""
        return (self.root / self.path).read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The file's syntax tree; SyntaxError when it is not Python."""
        return ast.parse(self.text, str(self.path))

    @property
    def module(self) -> str:
        """The dotted name under which the file is imported."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def package(self) -> str:
        """The package that relative imports of this file start from."""
        return self.module if self.path.name == "__init__.py" else self.module.rpartition(".")[0]

    def imports(self) -> Iterator[Import]:
        """Every import wherever it stands; `from a import b` names both a and a.b, since b may be a module."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (Import(alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                yield Import(base, node.lineno)
                yield from (Import(f"{base}.{alias.name}", node.lineno) for alias in node.names)

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.package.split(".")
        parts = parts[: len(parts) - (node.level - 1)]
        return ".".join([*parts, node.module] if node.module else parts)


def python_sources(root: Path, *folders: str) -> list[Source]:
    """The Python files below folders of `root`, sorted; generated and installed ones left out."""
    found = [
        path.relative_to(root)
        for folder in folders
        for path in (root / folder).rglob("*.py")
        if not LEFT_OUT.intersection(path.relative_to(root).parts)
    ]
    return [Source(root, path) for path in sorted(found)]

"""Client code keeps to what the stock server's browser Python knows: the syntax of 3.7, a short standard library."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator

from .sources import Finding, Source

SYNTAX = (3, 7)
STANDARD_LIBRARY = frozenset(
    {
        "array",
        "builtins",
        "calendar",
        "collections",
        "datetime",
        "fractions",
        "functools",
        "itertools",
        "json",
        "keyword",
        "math",
        "operator",
        "platform",
        "random",
        "re",
        "signal",
        "string",
        "sys",
        "time",
        "types",
        "typing",
        "urllib",
        "uuid",
    }
)
ANVIL = frozenset({"anvil", "m3"})
OWN = frozenset({"client_code", "master_template"})


def check_client_python(sources: Iterable[Source]) -> Iterator[Finding]:
    """What a file uses beyond the browser's Python."""
    for source in sources:
        try:
            ast.parse(source.text, feature_version=SYNTAX)
        except SyntaxError as error:
            yield Finding(source.path, error.lineno or 1, f"not Python {SYNTAX[0]}.{SYNTAX[1]}: {error.msg}")
            continue
        yield from _foreign_imports(source)


def _foreign_imports(source: Source) -> Iterator[Finding]:
    for imported in source.imports():
        top = imported.module.partition(".")[0]
        if imported.module.startswith("collections.abc"):
            yield Finding(source.path, imported.line, "collections.abc is not in the browser's Python")
        elif top not in STANDARD_LIBRARY | ANVIL | OWN:
            kind = "is not in the browser's Python" if top in sys.stdlib_module_names else "is nowhere in the browser"
            yield Finding(source.path, imported.line, f"{imported.module} {kind}")

"""Client code keeps to what the stock server's browser Python knows: the syntax of 3.7, a short standard library."""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections.abc import Iterable, Iterator

from . import theme
from .sources import Finding, Source

SYNTAX = (3, 7)
STANDARD_LIBRARY = frozenset(
    {
        "array",
        "bisect",
        "builtins",
        "calendar",
        "collections",
        "copy",
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
        "textwrap",
        "time",
        "types",
        "typing",
        "urllib",
        "uuid",
    }
)
# What a module of that library lacks, although it is there: seen in the source of the stock server's modules.
LACKING = {
    "collections": {"ChainMap", "UserDict", "UserList", "UserString"},
    "random": {"Random", "SystemRandom", "betavariate", "getrandbits", "getstate", "randbytes", "setstate"},
    "string": {"Formatter", "Template"},
    "time": {"monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time", "time_ns"},
}
MISSING_METHODS = frozenset({"casefold", "format_map", "maketrans", "removeprefix", "removesuffix", "translate"})
MISSING_BUILTINS = frozenset(
    {
        "BufferError",
        "EOFError",
        "GeneratorExit",
        "MemoryError",
        "ReferenceError",
        "UnicodeError",
        "breakpoint",
        "bytearray",
    }
    | {
        name
        for name, value in vars(builtins).items()
        if isinstance(value, type) and issubclass(value, OSError | Warning)
    }
)
# What str.format() there does not know: a field within a field, and a doubled brace that stands for one.
NESTED_FIELD = re.compile(r"\{\w*:[^{}]*\{\w*\}")
DOUBLED_BRACES = re.compile(r"\{\{|\}\}")
FIELD = re.compile(r"\{\w*(:[^{}]*)?\}")
TOKEN = re.compile(r"\{\{[^{}]*\}\}")
# ast.parse() lets this one through whatever version it is told.
SHOWS_ITS_SOURCE = re.compile(r"\{[^{}]*[^=!<>{}]=\s*(![rsa])?(:[^{}]*)?\}")
ANVIL = frozenset({"anvil", "m3", "plotly"})
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
        for node in ast.walk(source.tree):
            for text in _beyond(node, source):
                yield Finding(source.path, getattr(node, "lineno", 1), f"{text} in the browser's Python")


def _foreign_imports(source: Source) -> Iterator[Finding]:
    for imported in source.imports():
        top = imported.module.partition(".")[0]
        if imported.module.startswith("collections.abc"):
            yield Finding(source.path, imported.line, "collections.abc is not in the browser's Python")
        elif top not in STANDARD_LIBRARY | ANVIL | OWN:
            kind = "is not in the browser's Python" if top in sys.stdlib_module_names else "is nowhere in the browser"
            yield Finding(source.path, imported.line, f"{imported.module} {kind}")
        elif top == "m3" and theme.lacks(imported.module):
            yield Finding(source.path, imported.line, f"{imported.module} is not in Anvil's theme")


def _beyond(node: ast.AST, source: Source) -> Iterator[str]:
    """What of this node the browser's Python does not have; each is the beginning of a sentence."""
    if isinstance(node, ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith | ast.Await):
        yield "async is not"
    elif isinstance(node, ast.FunctionDef) and _is_generator(node) and (node.args.vararg or node.args.kwarg):
        yield f"{node.name}() yields and takes *args or **kwargs, which no generator may"
    elif isinstance(node, ast.JoinedStr) and SHOWS_ITS_SOURCE.search(ast.get_source_segment(source.text, node) or ""):
        yield "f'{name=}' is not"
    elif isinstance(node, ast.Nonlocal):
        yield "nonlocal is not"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _cannot_be_filled(node.value):
        yield f"filling in {node.value!r} is not"
    elif isinstance(node, ast.Name) and node.id in MISSING_BUILTINS:
        yield f"{node.id} is not"
    elif isinstance(node, ast.Attribute) and node.attr in MISSING_METHODS:
        yield f"{node.attr}() is not"
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and _lacks(node.value.id, node.attr):
        yield f"{node.value.id}.{node.attr} is not"
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{node.module}.{a.name} is not" for a in node.names if _lacks(node.module or "", a.name))


def _cannot_be_filled(text: str) -> bool:
    """Whether a text for ``format()`` asks for more than that of the browser's Python can."""
    rest = TOKEN.sub("", text)
    return bool(NESTED_FIELD.search(text) or (DOUBLED_BRACES.search(text) and FIELD.search(rest)))


def _lacks(module: str, name: str) -> bool:
    return name in LACKING.get(module, ())


def _is_generator(function: ast.FunctionDef) -> bool:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)
    return False

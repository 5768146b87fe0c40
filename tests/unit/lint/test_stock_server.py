"""Server code keeps to what the stock server knows: see docs/developers/stock-server.md."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher.lint.sources import Source, python_sources

ROOT = Path(__file__).resolve().parents[3]
# Here a launch is part of the transaction on this server, and safe to happen twice on the other.
LAUNCHES_AS_IT_NOTES = "server_code/server_nightly/service.py"
GROUPS = ("all_of", "any_of", "none_of", "not_")
ADDRESSES = ("anvil.server.route", "anvil.server.http_endpoint")


@pytest.fixture(scope="module")
def server_code() -> list[Source]:
    return python_sources(ROOT, "server_code")


def found(sources: list[Source], wrong: Callable[[ast.AST], bool]) -> list[str]:
    return [
        f"{source.path}:{getattr(node, 'lineno', 1)}"
        for source in sources
        for node in ast.walk(source.tree)
        if wrong(node)
    ]


def calls_in(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            yield ast.unparse(inner.func), inner


def runs_in_a_transaction(function: ast.FunctionDef) -> bool:
    decorators = {ast.unparse(each) for each in function.decorator_list}
    return any(each.endswith("in_transaction") or "transaction=True" in each for each in decorators)


def test_a_task_is_launched_after_the_transaction_and_not_in_it(server_code: list[Source]) -> None:
    def wrong(node: ast.AST) -> bool:
        launches = "anvil.server.launch_background_task"
        return (
            isinstance(node, ast.FunctionDef)
            and runs_in_a_transaction(node)
            and any(name == launches for name, _ in calls_in(node))
        )

    elsewhere = [source for source in server_code if str(source.path) != LAUNCHES_AS_IT_NOTES]
    assert found(elsewhere, wrong) == []


def test_nothing_is_searched_through_a_link(server_code: list[Source]) -> None:
    def is_group(node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and getattr(node.func, "attr", "") in GROUPS and bool(node.keywords)

    def wrong(node: ast.AST) -> bool:
        asks = isinstance(node, ast.Call) and getattr(node.func, "attr", "") in (*GROUPS, "search", "get")
        return asks and any(is_group(keyword.value) for keyword in node.keywords)

    assert found(server_code, wrong) == []


def test_no_module_looks_for_files_beside_itself(server_code: list[Source]) -> None:
    assert found(server_code, lambda node: isinstance(node, ast.Name) and node.id == "__file__") == []


def test_an_address_bears_parameters_that_it_does_not_know(server_code: list[Source]) -> None:
    def wrong(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.FunctionDef)
            and any(ast.unparse(each).startswith(ADDRESSES) for each in node.decorator_list)
            and node.args.kwarg is None
        )

    assert found(server_code, wrong) == []

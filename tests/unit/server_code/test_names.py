"""The names and limits that the two halves of the app share, compared without running either."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import pytest
import yaml

from server_code.server_nightly.rules import NIGHTLY

ROOT = Path(__file__).parents[3]


def functions_decorated(decorator: str) -> set[str]:
    """Functions of server code under ``@decorator`` or ``@decorator(…)``; a dotted name counts by its last part."""
    found = set()
    for path in (ROOT / "server_code").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                calls = [d.func if isinstance(d, ast.Call) else d for d in node.decorator_list]
                if decorator in {ast.unparse(call).split(".")[-1] for call in calls}:
                    found.add(node.name)
    return found


def names_called(root: Path, *callers: str) -> set[str]:
    """The first argument, where it is a text, of each call of one of ``callers`` below ``root``."""
    found = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in callers and node.args:
                name = node.args[0]
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    found.add(name.value)
    return found


def test_every_name_a_screen_calls_is_a_callable() -> None:
    called = names_called(ROOT / "client_code", "call", "call_s")
    assert called
    assert called <= functions_decorated("server_callable")


def product_assigned(path: str, name: str) -> int:
    """What a module assigns to ``name``, which it writes as a product of whole numbers, or of ``MEGABYTE``."""
    for node in ast.parse((ROOT / path).read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return math.prod(
                int(factor) for factor in ast.unparse(node.value).replace("MEGABYTE", "1048576").split(" * ")
            )
    raise AssertionError(f"{path} assigns no {name}")


@pytest.mark.parametrize(
    ("of_screens", "of_server", "names"),
    [
        ("customers/import_texts", "server_customers/import_reader", {"MAX_FILE_BYTES": "MAX_BYTES"}),
        (
            "marketing/mail_texts",
            "server_messaging/mail_file_service",
            {"MAX_FILES": "MOST_FILES", "MAX_FILES_BYTES": "MOST_BYTES", "MAX_PICTURE_BYTES": "MOST_PICTURE_BYTES"},
        ),
    ],
)
def test_both_halves_refuse_files_of_the_same_size(of_screens: str, of_server: str, names: dict[str, str]) -> None:
    for of_screen, name in names.items():
        said = product_assigned(f"client_code/{of_screens}.py", of_screen)
        assert said == product_assigned(f"server_code/{of_server}.py", name)


def test_every_task_that_is_launched_or_scheduled_exists() -> None:
    scheduled = {task["task_name"] for task in yaml.safe_load((ROOT / "anvil.yaml").read_text())["scheduled_tasks"]}
    launched = names_called(ROOT / "server_code", "launch_background_task", "_launch")
    assert launched
    assert scheduled | launched | set(NIGHTLY) <= functions_decorated("background_task")


def test_every_column_that_rules_of_the_database_speak_of_is_in_the_manifest() -> None:
    schema = yaml.safe_load((ROOT / "anvil.yaml").read_text())["db_schema"]
    for table, rules in yaml.safe_load((ROOT / "database.yaml").read_text()).items():
        columns = {column["name"] for column in schema[table]["columns"]} | {"_id"}  # every row has an id
        for rule in (rule for kind in rules.values() for rule in kind):
            assert {name.lstrip("-") for name in rule.get("columns", [])} <= columns, rule


def test_no_table_is_open_to_the_browser() -> None:
    schema = yaml.safe_load((ROOT / "anvil.yaml").read_text())["db_schema"]
    assert {table["client"] for table in schema.values()} == {"none"}


def test_the_screen_of_an_erasure_has_words_for_every_table_with_a_person() -> None:
    links = ast.parse((ROOT / "server_code/server_customers/link_queries.py").read_text())
    tables = {
        call.args[0].value
        for call in ast.walk(links)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "Link" and isinstance(call.args[0], ast.Constant)
    }
    for node in ast.parse((ROOT / "client_code/compliance/texts.py").read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "TABLES":
            assert {key.value for key in node.value.keys} == tables
            return
    raise AssertionError("the screen has no words for tables")

"""The checkout itself keeps the rules that `./mybizz lint` checks, and a few more."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from launcher.lint.client_python import check_client_python
from launcher.lint.directions import check_directions
from launcher.lint.registries import check_lock_files
from launcher.lint.sizes import measure
from launcher.lint.sources import Source, python_sources

ROOT = Path(__file__).resolve().parents[3]
OURS = ("app_server", "bench", "client_code", "launcher", "server_code", "simulator", "uplink")


@pytest.fixture(scope="module")
def ours() -> list[Source]:
    return python_sources(ROOT, *OURS)


def test_imports_follow_the_dependency_direction(ours: list[Source]) -> None:
    assert [str(finding) for finding in check_directions(ours)] == []


def test_client_code_keeps_to_the_browsers_python() -> None:
    assert [str(finding) for finding in check_client_python(python_sources(ROOT, "client_code"))] == []


def test_lock_files_name_no_registry() -> None:
    assert [str(finding) for finding in check_lock_files(ROOT)] == []


def test_nothing_is_past_the_size_at_which_one_stops(ours: list[Source]) -> None:
    assert [str(size.finding) for size in measure(ROOT, ours) if size.is_too_long] == []


def test_requirements_are_pinned_and_sorted() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [line for line in (ROOT / name).read_text().splitlines() if line and line[0] not in "#-"]
        assert [line for line in lines if not re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\w.]+", line)] == []
        names = [re.split(r"[=\[]", line)[0].lower() for line in lines]
        assert names == sorted(names)


def third_party(*folders: str) -> dict[str, str]:
    """Each imported module that is neither Python's nor ours, with a file that imports it."""
    of_test_apps = {path.stem for path in ROOT.glob("tests/apps/*/server_code/*.py")}
    ours = {"anvil", "js", "m3", "pyodide", "master_template", "tests", *OURS, *of_test_apps}
    found = {}
    for source in python_sources(ROOT, *folders):
        if source.path.is_relative_to("tests/apps") or source.path.parts[2:3] in (("anvil",), ("m3",)):
            continue  # what runs in an app or in a browser
        for imported in source.imports():
            top = imported.module.partition(".")[0]
            if top and top not in sys.stdlib_module_names and top not in ours and not top.startswith("_"):
                found[top] = str(source.path)
    return found


def pinned(*names: str) -> set[str]:
    lines = [line for name in names for line in (ROOT / name).read_text().splitlines()]
    return {re.split(r"[=\[]", line)[0].lower() for line in lines if line and line[0] not in "#-"}


@pytest.mark.parametrize(
    ("folders", "files"),
    [
        (("app_server", "server_code", "simulator"), ("requirements.txt",)),
        (("bench", "tests"), ("requirements.txt", "requirements-dev.txt")),
    ],
)
def test_every_package_that_is_imported_is_pinned(folders: tuple[str, ...], files: tuple[str, ...]) -> None:
    distributions = packages_distributions()
    missing = {
        module: where
        for module, where in third_party(*folders).items()
        if not pinned(*files).intersection(name.lower() for name in distributions.get(module, [module]))
    }
    assert missing == {}


def test_broad_excepts_are_rare(ours: list[Source]) -> None:
    lines = sum(source.text.count("\n") for source in ours)
    broad = sum(len(re.findall(r"except (Base)?Exception\b", source.text)) for source in ours)
    assert broad <= max(5, 2 * lines // 1000)


def test_every_python_module_says_in_a_sentence_what_it_is(ours: list[Source]) -> None:
    silent = [str(s.path) for s in ours if s.text.strip() and ast.get_docstring(s.tree) is None]
    assert [path for path in silent if not path.endswith("__init__.py")] == []


def test_every_page_of_the_documentation_is_in_its_index_and_every_link_leads_somewhere() -> None:
    docs = ROOT / "docs"
    index = (docs / "README.md").read_text()
    pages = {str(page.relative_to(docs)) for page in docs.rglob("*.md")} - {"README.md"}
    assert {page for page in pages if f"({page})" not in index} == set()
    written = [*docs.rglob("*.md"), *ROOT.glob("*.md")]
    links = [(page, link) for page in written for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text())]
    assert [(str(page), link) for page, link in links if not (page.parent / link).exists()] == []

"""Files and functions past their limits are named."""

from __future__ import annotations

from pathlib import Path

from launcher.lint.sizes import measure
from tests.unit.lint.conftest import MakeSource


def test_a_short_file_is_not_mentioned(source: MakeSource, tmp_path: Path) -> None:
    assert list(measure(tmp_path, [source("a.py", "x = 1\n" * 200)])) == []


def test_a_long_file_is_talked_about_and_a_longer_one_stops(source: MakeSource, tmp_path: Path) -> None:
    sources = [source("a.py", "x = 1\n" * 300), source("b.py", "x = 1\n" * 401)]
    assert [size.is_too_long for size in measure(tmp_path, sources)] == [False, True]


def test_a_long_function_is_named_without_its_docstring(source: MakeSource, tmp_path: Path) -> None:
    long = "def run():\n" + "    x = 1\n" * 41
    short = 'def run():\n    """' + "Words.\n" * 41 + '    """\n    return 1\n'
    assert [s.finding.line for s in measure(tmp_path, [source("a.py", long)]) if s.is_too_long] == [1]
    assert list(measure(tmp_path, [source("b.py", short)])) == []


def test_form_code_and_templates_have_tighter_limits(source: MakeSource, tmp_path: Path) -> None:
    form = source("client_code/BigForm/__init__.py", "x = 1\n" * 151)
    (tmp_path / "client_code/BigForm/form_template.html").write_text("<p></p>\n" * 121)
    assert [size.is_too_long for size in measure(tmp_path, [form])] == [True, True]

"""No lock file says where a package was fetched from."""

from __future__ import annotations

from pathlib import Path

from launcher.lint.registries import check_lock_files


def test_a_resolved_address_in_the_lock_is_found(tmp_path: Path) -> None:
    (tmp_path / "package-lock.json").write_text('{\n"resolved": "https://registry.example/x.tgz"\n}')
    assert [finding.line for finding in check_lock_files(tmp_path)] == [2]


def test_an_index_address_in_the_requirements_is_found(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("--index-url https://example.org/simple\nstarlette==1.0\n")
    assert [finding.line for finding in check_lock_files(tmp_path)] == [1]


def test_pinned_names_pass(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("psycopg[binary,pool]==3.3.9\n")
    assert list(check_lock_files(tmp_path)) == []

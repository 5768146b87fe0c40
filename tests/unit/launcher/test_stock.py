"""Finding the parts of the stock server, and what it is told."""

from __future__ import annotations

import argparse
import json
import stat
from pathlib import Path

import pytest

from launcher import stock
from launcher.instance import Instance
from launcher.places import ROOT
from launcher.problems import Problem


@pytest.fixture
def computer(tmp_path, monkeypatch):
    """A computer with nothing on it; ``have(NAME)`` puts a program into its PATH."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(stock, "VENV", tmp_path / "venv")
    monkeypatch.setattr(stock, "ROOT", tmp_path / "clone" / "mybizz")

    def have(name: str) -> Path:
        program = programs / name
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
        return program

    return have


def m3_at(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "anvil.yaml").write_text("package_name: m3\n")
    return folder


def test_everything_that_is_missing_is_named_at_once(computer):
    with pytest.raises(Problem) as missing:
        stock.find_parts(None)
    said = str(missing.value)
    assert [part in said for part in ("Java runtime", "anvil-app-server", "Material 3 theme")] == [True] * 3


@pytest.mark.parametrize(
    ("there", "named"),
    [
        (("java",), ["anvil-app-server", "Material 3 theme"]),
        (("java", "anvil-app-server"), ["Material 3 theme"]),
        (("anvil-app-server",), ["Java runtime", "Material 3 theme"]),
    ],
)
def test_only_what_is_missing_is_named(computer, there, named):
    for program in there:
        computer(program)
    with pytest.raises(Problem) as missing:
        stock.find_parts(None)
    assert len(str(missing.value).splitlines()) == 1 + len(named)
    assert all(part in str(missing.value) for part in named)


@pytest.mark.parametrize("name", ["m3", "material-3-theme"])
def test_the_theme_is_found_beside_the_checkout(computer, tmp_path, name):
    computer("java")
    program = computer("anvil-app-server")
    theme = m3_at(tmp_path / "clone" / name)
    assert stock.find_parts(None) == stock.Parts(program, theme)


def test_a_folder_that_is_named_is_the_only_one_looked_at(computer, tmp_path):
    computer("java")
    computer("anvil-app-server")
    m3_at(tmp_path / "clone" / "m3")
    with pytest.raises(Problem, match="Material 3 theme"):
        stock.find_parts(tmp_path / "elsewhere")


def test_it_is_told_everything_in_a_file_that_only_its_owner_reads(tmp_path):
    theme = m3_at(tmp_path / "theme")
    instance = Instance("stock", tmp_path / "instance")
    instance.folder.mkdir()
    chosen = argparse.Namespace(port=4321, uplink_key="server_mine", client_uplink_key=None, database=None)
    file = stock.write_config(instance, stock.Parts(Path("x"), theme), chosen)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = json.loads(file.read_text())
    assert Path(told["app"]).resolve() == ROOT
    assert (Path(told["app"]).parent / told["dep-id"][stock.M3_DEPENDENCY]).resolve() == theme
    assert (told["port"], told["ip"], told["auto-migrate"]) == (4321, "127.0.0.1", True)
    assert (told["uplink-key"], told["client-uplink-key"]) == ("server_mine", instance.keys()["client_uplink"])
    assert "database" not in told

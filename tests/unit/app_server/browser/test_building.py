"""The build of the page's files: what it publishes, compresses and says when it fails."""

from __future__ import annotations

import os
import random
import time
import zipfile
from pathlib import Path

import brotli
import pytest
import zstandard

from app_server.browser import build, compress, node, python_archive

HOURS = 3600


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "dist"
    monkeypatch.setattr(build, "DIST", folder)
    return folder


def published(tmp_path: Path, *names: str) -> None:
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    for name in names:
        (work / name).write_text(name, encoding="utf-8")
    build._publish(work)


def test_files_of_the_build_before_stay_for_pages_that_are_open(tmp_path: Path, dist: Path) -> None:
    published(tmp_path, "boot.1.js", "manifest.json")
    published(tmp_path, "boot.2.js", "manifest.json")
    assert sorted(file.name for file in dist.iterdir()) == ["boot.1.js", "boot.2.js", "manifest.json"]


def test_files_that_no_page_can_want_any_more_go(tmp_path: Path, dist: Path) -> None:
    published(tmp_path, "boot.1.js", "manifest.json")
    long_ago = time.time() - 2 * HOURS
    os.utime(dist / "boot.1.js", (long_ago, long_ago))
    published(tmp_path, "boot.2.js", "manifest.json")
    assert sorted(file.name for file in dist.iterdir()) == ["boot.2.js", "manifest.json"]


def test_a_name_changes_with_the_content_only(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    file = tmp_path / "boot.js"
    names = []
    for content in ("one", "one", "two"):
        file.write_text(content, encoding="utf-8")
        manifest = build._Manifest(out)
        manifest.add(file)
        names.append(manifest.names["boot.js"])
    assert names[0] == names[1] != names[2]
    assert (out / names[2]).read_text(encoding="utf-8") == "two"


def test_what_does_not_get_smaller_has_no_compressed_copy(tmp_path: Path) -> None:
    (tmp_path / "big.js").write_bytes(b"again and " * 1000)
    (tmp_path / "tiny.js").write_bytes(b"x")
    (tmp_path / "font.woff2").write_bytes(b"again and " * 1000)
    compress.folder(tmp_path, before=tmp_path / "nothing")
    copies = {file.name for file in tmp_path.iterdir()} - {"big.js", "tiny.js", "font.woff2"}
    assert copies == {"big.js.br", "big.js.gz"}
    assert brotli.decompress((tmp_path / "big.js.br").read_bytes()) == b"again and " * 1000


def test_a_large_file_is_sent_as_zstd_and_compressed_once_for_its_name(tmp_path: Path) -> None:
    content = random.Random(1).randbytes(500_000) * 3
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, before in ((first, second), (second, first)):
        folder.mkdir()
        (folder / "python.abc.bin").write_bytes(content)
        if folder is second:
            (first / "python.abc.bin.gz").write_bytes(b"the one of before")
        compress.folder(folder, before=before)
    assert zstandard.ZstdDecompressor().decompress((second / "python.abc.bin.zst").read_bytes()) == content
    assert (second / "python.abc.bin.gz").read_bytes() == b"the one of before"


def test_the_archive_lays_our_modules_over_those_of_the_library(tmp_path: Path) -> None:
    pyodide = tmp_path / "pyodide"
    pyodide.mkdir()
    with zipfile.ZipFile(pyodide / "python_stdlib.zip", "w") as library:
        for name in ("json/__init__.py", "tkinter/__init__.py", "encodings/utf_8.py", "encodings/big5.py"):
            library.writestr(name, "")
    python_archive.write(build.BROWSER, pyodide, tmp_path / "python.zip")
    with zipfile.ZipFile(tmp_path / "python.zip") as archive:
        names = set(archive.namelist())
        server = archive.read("anvil/server.py")
    assert {"json/__init__.py", "encodings/utf_8.py", "anvil/tables/v2/_row.py", "m3/__init__.py"} <= names
    assert not names & {"tkinter/__init__.py", "encodings/big5.py", "anvil/_threaded_server.py"}
    assert server == (build.BROWSER / "anvil/server.py").read_bytes()


def test_a_broken_download_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "npm.js"
    broken.write_text('console.error("npm error network gone"); process.exit(1)', encoding="utf-8")
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(node, "NPM", broken)
    with pytest.raises(node.BuildError) as told:
        node.install_packages(tmp_path)
    assert str(told.value).startswith("The npm packages could not be downloaded; check the network")
    assert "npm error network gone" in str(told.value)


def test_packages_that_are_there_are_not_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = tmp_path / "npm.js"
    good.write_text('require("fs").mkdirSync("node_modules", { recursive: true })', encoding="utf-8")
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(node, "NPM", good)
    node.install_packages(tmp_path)
    monkeypatch.setattr(node, "NPM", tmp_path / "absent.js")
    node.install_packages(tmp_path)


def test_another_pyodide_than_the_build_knows_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyodide").mkdir()
    (tmp_path / "pyodide/pyodide.asm.mjs").write_text("nothing of the kind", encoding="utf-8")
    monkeypatch.setattr(build, "NODE_MODULES", tmp_path)
    with pytest.raises(node.BuildError, match=r"pyodide\.asm\.mjs is not as this build knows it"):
        build._replace("pyodide.asm.mjs", {build.ENTERS_LATER: ""}, tmp_path)

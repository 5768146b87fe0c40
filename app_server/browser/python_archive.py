"""One archive of the Python modules the page has: of the standard library, ``anvil``, ``m3`` and ``plotly``."""

from __future__ import annotations

import importlib.metadata
import zipfile
from collections.abc import Iterator
from pathlib import Path

# Anvil's library as installed, less what only a server or a browser of its own can do; ours are laid over it.
LIBRARY_PARTS = frozenset(
    {
        *("_server.py", "http.py", "secrets.py", "tables", "users", "util.py", "email.py", "history.py", "google"),
        *("facebook", "microsoft", "saml", "stripe.py", "files", "plotly_templates", "regex.py"),
    }
)
# Of the standard library: what no page needs, in bytes the larger part of it.
LEFT_OUT = frozenset(Path(__file__).with_name("standard_library_left_out.txt").read_text(encoding="utf-8").split())
ENCODINGS_KEPT = (
    *("__init__", "aliases", "ascii", "cp1252", "cp437", "idna", "latin_1", "punycode", "raw_unicode_escape"),
    *("undefined", "unicode_escape", "utf_"),
)
STAMP = (2020, 1, 1, 0, 0, 0)


def write(browser: Path, pyodide: Path, target: Path) -> None:
    """Write the archive; its modules are stored, for the whole file is compressed on its way to the page."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(_modules(browser, pyodide).items()):
            archive.writestr(zipfile.ZipInfo(name, STAMP), content)


def library_version() -> str:
    return importlib.metadata.version("anvil-app-server")


def _modules(browser: Path, pyodide: Path) -> dict[str, bytes]:
    modules = dict(_standard_library(pyodide / "python_stdlib.zip"))
    modules.update(_python_files(_library(), "anvil", LIBRARY_PARTS))
    modules.update(_python_files(browser / "anvil", "anvil"))
    modules.update(_python_files(browser / "m3", "m3"))
    modules.update(_python_files(browser / "plotly", "plotly"))
    return modules


def _library() -> Path:
    worker = importlib.metadata.distribution("anvil-app-server").locate_file("anvil_downlink_worker")
    return Path(str(worker)) / "anvil"


def _standard_library(archive: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(archive) as library:
        for name in library.namelist():
            top, _, rest = name.partition("/")
            if top in LEFT_OUT or (top == "encodings" and not rest.startswith(ENCODINGS_KEPT)):
                continue
            yield name, library.read(name)


def _python_files(folder: Path, package: str, parts: frozenset[str] | None = None) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*.py")):
        relative = file.relative_to(folder)
        if parts is None or relative.parts[0] in parts:
            yield f"{package}/{relative.as_posix()}", file.read_bytes()

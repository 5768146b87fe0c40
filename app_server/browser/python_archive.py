"""One archive of the Python modules the page has: what is needed of the standard library, ``anvil`` and ``m3``."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import zipfile
from collections.abc import Iterator
from pathlib import Path

# Anvil's library as installed, less what only a server or a browser of its own can do; ours are laid over it.
LIBRARY_PARTS = ("_server.py", "http.py", "secrets.py", "tables", "users", "util.py", "email.py", "history.py")
LIBRARY_PARTS += ("google", "facebook", "microsoft", "saml", "stripe.py", "files", "plotly_templates", "regex.py")
# Of the standard library: what no page needs, in bytes the larger part of it.
LEFT_OUT = frozenset(
    """
    _apple_support.py _pydatetime.py _pydecimal.py _pyio.py _pyrepl
    _sysconfigdata__emscripten_wasm32-emscripten.py argparse.py bdb.py cProfile.py cmd.py compileall.py
    configparser.py ctypes curses dbm doctest.py email ensurepip filecmp.py fileinput.py ftplib.py gettext.py
    http idlelib imaplib.py lib2to3 lzma.py mailbox.py modulefinder.py multiprocessing netrc.py nturl2path.py
    optparse.py pdb.py pickletools.py plistlib.py poplib.py profile.py pstats.py pyclbr.py pydoc.py pydoc_data
    runpy.py shelve.py smtplib.py socketserver.py sqlite3 ssl.py symtable.py sysconfig tabnanny.py tarfile.py
    test timeit.py tkinter tomllib trace.py tracemalloc.py tty.py turtle.py unittest venv wave.py
    webbrowser.py wsgiref xml xmlrpc zipapp.py
    """.split()
)
ENCODINGS_KEPT = ("__init__", "aliases", "ascii", "cp1252", "idna", "latin_1", "punycode", "raw_unicode_escape", "utf_")
ENCODINGS_KEPT += ("unicode_escape", "undefined", "cp437")
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
    return modules


def _library() -> Path:
    spec = importlib.util.find_spec("anvil_downlink_worker")
    return Path(next(iter(spec.submodule_search_locations))) / "anvil"


def _standard_library(archive: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(archive) as library:
        for name in library.namelist():
            top, _, rest = name.partition("/")
            if top in LEFT_OUT or (top == "encodings" and not rest.startswith(ENCODINGS_KEPT)):
                continue
            yield name, library.read(name)


def _python_files(folder: Path, package: str, parts: tuple[str, ...] | None = None) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*.py")):
        relative = file.relative_to(folder)
        if parts is None or relative.parts[0] in parts:
            yield f"{package}/{relative.as_posix()}", file.read_bytes()

"""``python -m app_server.browser.build``: everything the page loads, made once, into ``dist/``.

The steps: the npm packages, one archive of Python modules, a memory snapshot of Python with them imported, scripts and
style sheets, and compressed copies. ``dist/manifest.json`` maps plain names to names with a hash. Nothing is done when
the inputs are those of the last build.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from . import compress, icons, node, python_archive

BROWSER = Path(__file__).parent
ROOT = BROWSER.parent.parent
DIST = BROWSER / "dist"
NODE_MODULES = ROOT / "node_modules"
MODULES = (f"{name}.py" for name in ("build", "compress", "icons", "node", "python_archive"))
SOURCES = ("boot", "anvil", "m3", "plotly", *MODULES)
LEFT_OUT = "standard_library_left_out.txt"
FINGERPRINT = "fingerprint"
MANIFEST = "manifest.json"
ESBUILD_OPTIONS = (
    *("--bundle", "--minify", "--format=esm", "--target=chrome137", "--log-level=warning", "--public-path=/_/build"),
    *("--splitting", "--chunk-names=chunk.[hash]", "--asset-names=[name].[hash]"),
    *("--loader:.woff2=file", "--loader:.txt=file", "--external:node:*", "--external:ws"),
)
KEEP_OLD_SECONDS = 3600
# Pyodide's own words: it compiles its WebAssembly only once the snapshot is there.
FETCHES_WASM = 'let{binary:t,response:n}=_(e+"pyodide.asm.wasm")'
INSTANTIATES_WASM = "n?l=await WebAssembly.instantiateStreaming(n,s):l=await WebAssembly.instantiate(await t,s);"
ENTERS_LATER = "await new Promise(d=>API.scheduleCallback(d,0));"
MUST_WAIT = "(validSuspender.value||API.plainCallsUnderWay?.())&&"
SUSPENDS = "async function inner(x,y){try{return await(x??y)}"


def build(app_folders: Iterable[Path] = ()) -> None:
    """Bring ``dist/`` up to date; ``app_folders`` are searched for the names of icons to put into the first load."""
    icon_sources = [BROWSER / "m3", *(folder / "client_code" for folder in app_folders)]
    with _alone():
        node.install_packages(ROOT)
        fingerprint = _fingerprint(icon_sources)
        if _read(DIST / FINGERPRINT) == fingerprint:
            return
        work = Path(tempfile.mkdtemp(prefix="dist.", dir=BROWSER))
        try:
            _build_into(work, icon_sources)
            (work / FINGERPRINT).write_text(fingerprint, encoding="utf-8")
            _publish(work)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _build_into(work: Path, icon_sources: Iterable[Path]) -> None:
    parts = work / "parts"
    parts.mkdir()
    manifest = _Manifest(work)
    _say("Putting Python's modules together")
    python_archive.write(BROWSER, NODE_MODULES / "pyodide", parts / "python.zip")
    _say("Taking a snapshot of Python with them imported")
    node.run(BROWSER / "boot/snapshot.mjs", NODE_MODULES / "pyodide", parts / "python.zip", parts / "python.bin")
    manifest.add(parts / "python.zip", parts / "python.bin", NODE_MODULES / "pyodide/pyodide.asm.wasm")
    _say("Bundling scripts and style sheets")
    icons.write_icon_files(NODE_MODULES, icon_sources, parts / "icons")
    _bundle(parts, manifest)
    shutil.rmtree(parts)
    _say("Compressing")
    compress.folder(work, before=DIST)
    manifest.write()


def _publish(work: Path) -> None:
    """Move the files into ``dist/``, the manifest after what it names; pages open now still find the files before."""
    DIST.mkdir(exist_ok=True)
    new = sorted(work.iterdir(), key=lambda file: file.name in (MANIFEST, FINGERPRINT))
    for file in new:
        file.replace(DIST / file.name)
    names = {file.name for file in new}
    for file in DIST.iterdir():
        if file.name not in names and file.stat().st_mtime < time.time() - KEEP_OLD_SECONDS:
            file.unlink()


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other build is under way in this checkout."""
    with (BROWSER / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _Manifest:
    """The plain names of files and their names in ``dist/``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, str] = {}

    def add(self, *files: Path) -> None:
        """Copy files into the folder under names with a hash of their content."""
        for file in files:
            digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
            self.names[file.name] = f"{file.stem}.{digest}{file.suffix}"
            shutil.copyfile(file, self.folder / self.names[file.name])

    def write(self) -> None:
        text = json.dumps(dict(sorted(self.names.items())), indent=1)
        (self.folder / MANIFEST).write_text(text, encoding="utf-8")


def _bundle(parts: Path, manifest: _Manifest) -> None:
    """Make boot.js, m3.js and style.css; fonts and the list of all icons become files of their own."""
    _adapt_pyodide(parts, manifest.names["pyodide.asm.wasm"])
    out = parts / "out"
    aliases = {
        "pyodide": parts / "pyodide.mjs",
        "pyodide-asm": parts / "pyodide.asm.mjs",
        "pyodide-lock": parts / "lock.json",
        "m3-icons": parts / "icons/icons.json",
        "m3-icons-all": parts / "icons/icons-all.txt",
    }
    entries = {"boot": "boot/index.ts", "m3": "m3/js/index.ts", "style": "m3/css/index.css"}
    node.run(
        NODE_MODULES / "esbuild/bin/esbuild",
        *(f"{name}={BROWSER / file}" for name, file in entries.items()),
        *(f"--alias:{name}={file}" for name, file in aliases.items()),
        *ESBUILD_OPTIONS,
        f"--outdir={out}",
        cwd=ROOT,
    )
    for file in out.iterdir():
        if file.stem in entries:
            manifest.add(file)
        else:
            shutil.copyfile(file, manifest.folder / file.name)


def _adapt_pyodide(parts: Path, wasm_name: str) -> None:
    """Write Pyodide's scripts with the changes that a page of ours needs, and its lock without packages."""
    # It asks for its WebAssembly by a fixed name; ours has a hash, so that it may be cached for ever. And it is
    # compiled while it comes, beside the snapshot, not after it.
    compiles = f'let n=_(e+"{wasm_name}").response,t=WebAssembly.compileStreaming(n)'
    # The snapshot has only what differs from the memory that the WebAssembly comes with.
    instantiates = (
        "l={module:await t};l.instance=await WebAssembly.instantiate(l.module,s);"
        "globalThis.onFreshMemory(l.instance.exports.memory);"
    )
    _replace("pyodide.mjs", {FETCHES_WASM: compiles, INSTANTIATES_WASM: instantiates}, parts)
    # It enters Python a moment after an event, when preventDefault() does nothing any more. A moment is needed only
    # when the event comes from Python that is running; Python that waits for a promise is no longer taken for that.
    left = SUSPENDS.replace("{try", "{validSuspender.value=false;try")
    _replace("pyodide.asm.mjs", {ENTERS_LATER: MUST_WAIT + ENTERS_LATER, SUSPENDS: left}, parts)
    lock = json.loads((NODE_MODULES / "pyodide/pyodide-lock.json").read_text(encoding="utf-8"))
    (parts / "lock.json").write_text(json.dumps({"info": lock["info"], "packages": {}}), encoding="utf-8")


def _replace(name: str, changes: Mapping[str, str], parts: Path) -> None:
    """Copy a script with each of the texts, which it must have once, replaced."""
    script = (NODE_MODULES / "pyodide" / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        if script.count(old) != 1:
            raise node.BuildError(f"{name} is not as this build knows it: it should have {old!r} once.")
        script = script.replace(old, new)
    (parts / name).write_text(script, encoding="utf-8")


def _fingerprint(icon_sources: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    roots = [BROWSER / name for name in (*SOURCES, LEFT_OUT)] + [ROOT / "package-lock.json", *icon_sources]
    for file in _files(roots):
        digest.update(f"{file.name}\0".encode())
        digest.update(file.read_bytes())
    digest.update(python_archive.library_version().encode())
    return digest.hexdigest()


def _files(roots: Iterable[Path]) -> Iterator[Path]:
    for root in roots:
        if root.is_file():
            yield root
        else:
            yield from (file for file in sorted(root.rglob("*")) if file.is_file() and "__pycache__" not in file.parts)


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _say(step: str) -> None:
    sys.stdout.write(f"Browser assets: {step} …\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m app_server.browser.build", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--app", action="append", type=Path, default=[], help="an app whose icons come with the first load"
    )
    try:
        build(parser.parse_args().app)
    except node.BuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Copies of the apps that an app depends on: exported from a tag of their repository, and checked at every start.

``dependencies.lock.json`` beside ``anvil.yaml`` says, for each id, the folder beside the app, the repository, tag and
commit it came from, and the checksum of its files.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from .errors import StartError

LOCK_FILE = "dependencies.lock.json"
# Made by running the copy, not part of it.
IGNORED = frozenset({"__pycache__"})


@dataclass(frozen=True, slots=True)
class Pinned:
    """One dependency as the lock has it; ``name`` is its folder beside the app's, ``sha256`` of :func:`checksum`."""

    name: str
    source: str
    tag: str
    commit: str
    sha256: str


def read_lock(app_dir: Path) -> dict[str, Pinned]:
    """The lock of an app, by dependency id; empty when there is none. Raises StartError."""
    file = app_dir / LOCK_FILE
    if not file.is_file():
        return {}
    try:
        return {dep_id: Pinned(**entry) for dep_id, entry in orjson.loads(file.read_bytes()).items()}
    except (orjson.JSONDecodeError, TypeError, AttributeError) as error:
        raise StartError(f"{file} is not a lock of dependencies: fetch them again.") from error


def checked_folder(app_dir: Path, dep_id: str, pinned: Pinned) -> str:
    """The name of the dependency's folder, once it was seen to be as it was fetched. Raises StartError."""
    folder = app_dir.parent / pinned.name
    again = f"fetch it again: fetch {dep_id} {pinned.source}@{pinned.tag}"
    if not folder.is_dir():
        raise StartError(f"There is no copy of {pinned.name} {pinned.tag} in {folder}; {again}.")
    if checksum(folder) != pinned.sha256:
        raise StartError(f"{folder} is no longer {pinned.name} {pinned.tag} as it was fetched; {again} --yes.")
    return pinned.name


def fetch(app_dir: Path, dep_id: str, source: str, name: str | None, *, replace: bool = False) -> Pinned:
    """Export ``REPOSITORY@TAG`` into the folder ``name`` beside the app, and write the lock. Raises StartError.

    What is there is replaced only when ``replace`` says so, and only for a tag that still names the same commit or for
    another tag.
    """
    repository, at, tag = source.rpartition("@")
    if not at or not repository or not tag:
        raise StartError("Say which version: REPOSITORY@TAG.")
    lock = read_lock(app_dir)
    with tempfile.TemporaryDirectory(prefix="app-server-fetch-") as scratch:
        commit, copy = _export(repository, tag, Path(scratch))
        _require_unmoved(lock.get(dep_id), repository, tag, commit, replace)
        folder = app_dir.resolve().parent / (name or _name_of(copy))
        _put(copy, folder, replace)
    pinned = Pinned(folder.name, repository, tag, commit, checksum(folder))
    _write_lock(app_dir, {**lock, dep_id: pinned})
    return pinned


def checksum(folder: Path) -> str:
    """A sha256 over the names and contents of all files below a folder; links count by where they lead."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if IGNORED & set(relative.parts) or (path.is_dir() and not path.is_symlink()):
            continue
        content = str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()
        digest.update(f"{relative.as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _export(repository: str, tag: str, scratch: Path) -> tuple[str, Path]:
    """The commit that the tag names, and a folder with its files."""
    clone, copy = scratch / "clone", scratch / "copy"
    clone.mkdir()
    _git(clone, "init", "--quiet", "--bare")
    _git(clone, "fetch", "--quiet", "--depth=1", "--no-tags", "--", repository, f"refs/tags/{tag}:refs/tags/{tag}")
    commit = _git(clone, "rev-parse", f"refs/tags/{tag}^{{commit}}").decode().strip()
    with tarfile.open(fileobj=io.BytesIO(_git(clone, "archive", commit))) as archive:
        archive.extractall(copy, filter="data")
    return commit, copy


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        return subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True).stdout
    except FileNotFoundError as error:
        raise StartError("`git` is missing on this computer: install it to fetch dependencies.") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines() or ["git said nothing"]
        raise StartError(f"The dependency could not be fetched: {said[0]}") from error


def _require_unmoved(known: Pinned | None, source: str, tag: str, commit: str, replace: bool) -> None:
    moved = known is not None and (known.source, known.tag) == (source, tag) and known.commit != commit
    if moved and not replace and known is not None:
        raise StartError(
            f"Tag {tag} named commit {known.commit[:12]} and now names {commit[:12]}: add --yes if that is right."
        )


def _name_of(copy: Path) -> str:
    from .manifest import package_name_of

    return package_name_of(copy)


def _put(copy: Path, folder: Path, replace: bool) -> None:
    if folder.exists():
        if not replace:
            raise StartError(f"{folder} is there already: add --yes to replace it.")
        old = folder.with_name(folder.name + ".old")
        folder.rename(old)
        shutil.rmtree(old)
    shutil.move(copy, folder)


def _write_lock(app_dir: Path, lock: Mapping[str, Pinned]) -> None:
    content = {dep_id: asdict(pinned) for dep_id, pinned in sorted(lock.items())}
    (app_dir / LOCK_FILE).write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))

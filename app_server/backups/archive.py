"""The file of a backup: a zip of ``database.dump``, in pg_dump's custom format, and ``backup.json``, its checksum."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import orjson

from ..errors import StartError

FORMAT = 1
DUMP, FACTS = "database.dump", "backup.json"
CHUNK_BYTES = 1024 * 1024

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a backup says of itself; ``dump_bytes`` and ``sha256`` are its dump's, times are ISO 8601 in UTC."""

    app: str
    made_at: str
    postgres: int
    dump_bytes: int
    sha256: str
    format: int = FORMAT


@contextmanager
def writing(path: Path) -> Iterator[zipfile.ZipFile]:
    """A new archive that gets its name when it is complete; what raises leaves nothing behind."""
    partial = path.with_name(path.name + ".partial")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
            yield archive
        partial.chmod(0o600)  # it holds people's data
        partial.replace(path)
    except OSError as error:
        raise StartError(f"The backup {path} cannot be written: {error.strerror or error}.") from error
    finally:
        partial.unlink(missing_ok=True)


def add_dump(archive: zipfile.ZipFile, source: IO[bytes], progress: Progress) -> tuple[int, str]:
    """Copy the dump into the archive; ``progress`` is told the bytes so far. Returns its size and sha256."""
    digest, size = hashlib.sha256(), 0
    with archive.open(DUMP, "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK_BYTES):
            target.write(chunk)
            digest.update(chunk)
            size += len(chunk)
            progress(size)
    return size, digest.hexdigest()


def add_facts(archive: zipfile.ZipFile, facts: Facts) -> None:
    archive.writestr(FACTS, orjson.dumps(asdict(facts), option=orjson.OPT_INDENT_2))


def read_checked(path: Path, progress: Progress) -> Facts:
    """A backup's facts, once its dump was read to the end and is what they say. Raises StartError."""
    try:
        with zipfile.ZipFile(path) as archive:
            facts = _facts(path, archive)
            digest, size = hashlib.sha256(), 0
            for chunk in chunks(archive):
                digest.update(chunk)
                size += len(chunk)
                progress(size)
    except OSError as error:
        raise StartError(f"The backup {path} cannot be read: {error.strerror or error}.") from error
    except zipfile.BadZipFile as error:
        raise StartError(f"{path} is no backup, or it is damaged: {error}.") from error
    if (size, digest.hexdigest()) != (facts.dump_bytes, facts.sha256):
        raise StartError(f"The backup {path} is damaged: its content is not what was saved.")
    return facts


def chunks(archive: zipfile.ZipFile) -> Iterator[bytes]:
    """The dump, piece by piece."""
    with archive.open(DUMP) as dump:
        while chunk := dump.read(CHUNK_BYTES):
            yield chunk


def _facts(path: Path, archive: zipfile.ZipFile) -> Facts:
    try:
        said = orjson.loads(archive.read(FACTS))
        if said["format"] != FORMAT:
            raise StartError(f"The backup {path} is of format {said['format']}, and this server reads {FORMAT} only.")
        return Facts(**said)
    except (KeyError, TypeError, orjson.JSONDecodeError) as error:
        raise StartError(f"{path} is no backup of this server.") from error

"""What is made of the app's files at a start, kept in the data folder for the next one: its code compiled, its bundle.

Nothing is lost with a file that is not there or cannot be read: what it held is made anew.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import marshal
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FOLDER = "cache"
_DIGEST = 32

log = logging.getLogger(__name__)


def key_of(parts: Iterable[bytes | str]) -> bytes:
    """What says that a kept value still holds: all that it is made of, and the Python that made it."""
    digest = hashlib.sha256(importlib.util.MAGIC_NUMBER)
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.digest()


def find(data_dir: Path, name: str, key: bytes) -> Any:
    """The value kept under ``name`` with that ``key``, or None."""
    try:
        content = (data_dir / FOLDER / name).read_bytes()
    except OSError:
        return None
    head, value = content[: 2 * _DIGEST], memoryview(content)[2 * _DIGEST :]
    # A file that is damaged is not given to `marshal`, which trusts what it reads.
    fits = head == key + hashlib.sha256(value).digest()
    return marshal.loads(value) if fits else None  # noqa: S302 (only who may write the data folder wrote it)


def keep(data_dir: Path, name: str, key: bytes, value: Any) -> None:
    """Keep a value of what `marshal` writes, code too, in place of what was kept under ``name``."""
    if not data_dir.is_dir():
        return  # a server with a database elsewhere may have none
    content = marshal.dumps(value)
    file = data_dir / FOLDER / name
    new = file.with_name(f"{name}.{os.getpid()}")
    try:
        file.parent.mkdir(exist_ok=True)
        new.write_bytes(key + hashlib.sha256(content).digest() + content)
        new.replace(file)
    except OSError as error:
        log.warning("%s is not kept for the next start: %s", file, error)

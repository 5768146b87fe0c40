"""Compressed copies of files, beside them, for the server to send as they are."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

ALREADY_COMPRESSED = {".woff2", ".png", ".jpg"}
SLOW_ABOVE_BYTES = 4_000_000


def folder(path: Path) -> None:
    """Write ``<name>.br`` and ``<name>.gz`` beside every file of the folder that gets smaller by it."""
    files = [file for file in path.iterdir() if file.is_file() and file.suffix not in ALREADY_COMPRESSED]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(_compress, files))


def _compress(file: Path) -> None:
    content = file.read_bytes()
    # The best quality takes a minute for the snapshot and saves a tenth.
    quality = 9 if len(content) > SLOW_ABOVE_BYTES else 11
    for suffix, compressed in (
        (".br", brotli.compress(content, quality=quality, lgwin=24)),
        (".gz", gzip.compress(content, compresslevel=7, mtime=0)),
    ):
        if len(compressed) < len(content):
            file.with_name(file.name + suffix).write_bytes(compressed)

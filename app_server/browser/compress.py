"""Compressed copies of files, beside them, for the server to send as they are."""

from __future__ import annotations

import gzip
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import brotli
import zstandard

ALREADY_COMPRESSED = {".woff2", ".png", ".jpg"}
LARGE_ABOVE_BYTES = 1_000_000
# Browsers take no window above 8 MB: RFC 9659.
ZSTD = zstandard.ZstdCompressionParameters.from_level(22, window_log=23)


def folder(path: Path, before: Path) -> None:
    """Write ``<name>.zst``, ``.br`` and ``.gz`` beside every file of the folder that gets smaller by it.

    Those of large files are taken from the folder ``before`` when it has them: a name has a hash of the content.
    """
    files = [file for file in path.iterdir() if file.is_file() and file.suffix not in ALREADY_COMPRESSED]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(partial(_compress, before=before), files))


def _compress(file: Path, before: Path) -> None:
    content = file.read_bytes()
    is_large = len(content) > LARGE_ABOVE_BYTES
    # Unpacking counts as well for large files: zstd does it several times faster, each time a page starts.
    methods = {".zst": _zstd, ".br": _brotli_fast, ".gz": _gzip} if is_large else {".br": _brotli, ".gz": _gzip}
    for suffix, method in methods.items():
        done = before / (file.name + suffix)
        if is_large and done.is_file():
            shutil.copyfile(done, file.with_name(done.name))
        elif len(compressed := method(content)) < len(content):
            file.with_name(done.name).write_bytes(compressed)


def _zstd(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(compression_params=ZSTD).compress(content)


def _brotli(content: bytes) -> bytes:
    return brotli.compress(content, quality=11, lgwin=24)


def _brotli_fast(content: bytes) -> bytes:
    # The best quality would take a minute for the snapshot.
    return brotli.compress(content, quality=6, lgwin=24)


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=7, mtime=0)

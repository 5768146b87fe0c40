"""What can go wrong on a newcomer's machine, as one sentence that says what to do."""

from __future__ import annotations

import errno
import re
from pathlib import Path

DISK_FULL = "The disk is full: free some space and run this again; what is done already is kept."
DOWNLOAD_BROKE = (
    "A download broke off: check the connection to the internet and run this again; what is done already is kept."
)

NO_RIGHT = "A file could not be written: give yourself the right to write in this folder and run this again."
LONGEST_LINE = 400
KNOWN_FAILURES = (
    (re.compile(r"No space left on device|\bENOSPC\b|Disk quota exceeded"), DISK_FULL),
    (
        re.compile(
            r"name resolution|Name or service not known|Max retries exceeded|Read timed out|\bProxyError\b"
            r"|\bProtocolError\b|IncompleteRead|NewConnectionError|ConnectTimeout|Network is unreachable"
            r"|\b(ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|ECONNREFUSED|EINTEGRITY)\b"
            r"|DO NOT MATCH THE HASHES|No matching distribution found"
        ),
        DOWNLOAD_BROKE,
    ),
    (re.compile(r"\[Errno 13\] Permission denied|\bEACCES\b|Read-only file system"), NO_RIGHT),
)


class Problem(Exception):
    """Something the person at the keyboard can mend; its text is one sentence that says how."""


def explain(doing: str, output: str, log: Path) -> Problem:
    """The Problem for a command that failed while `doing`, judged by what it printed (the end is kept in `log`)."""
    # A longer line is not meant for people: minified code, say, which may hold any word.
    lines = [line.strip() for line in output.splitlines() if line.strip() and len(line) <= LONGEST_LINE]
    for pattern, sentence in KNOWN_FAILURES:
        if any(pattern.search(line) for line in lines):
            return Problem(f"{sentence} (While {doing}; details in {log}.)")
    last = lines[-1] if lines else "it printed nothing"
    return Problem(f"{doing[0].upper()}{doing[1:]} failed: {last} (Details in {log}.)")


def of_os_error(error: OSError) -> Problem:
    """The Problem for an error of the operating system met by the launcher itself."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Problem(DISK_FULL)
    where = f" ({error.filename})" if error.filename else ""
    return Problem(f"The computer refused: {error.strerror or error}{where}.")

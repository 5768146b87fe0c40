"""Lock files and requirements name packages, never the host they were fetched from: each machine has its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .sources import Finding

LOCK_FILES = ("package-lock.json", "requirements.txt", "requirements-dev.txt")
HOST = re.compile(r'"resolved"\s*:\s*"https?://|--(?:extra-)?index-url|--find-links|@\s*https?://')


def check_lock_files(root: Path) -> Iterator[Finding]:
    """Every line of a lock file that names a registry."""
    for name in LOCK_FILES:
        path = root / name
        if not path.exists():
            continue
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if HOST.search(line):
                yield Finding(path.relative_to(root), number, "names the host of a registry")

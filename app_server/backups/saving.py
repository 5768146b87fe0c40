"""``python -m app_server backup FILE``: save an instance's database, while it is served or not."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

from ..database import open_database
from ..embedded_postgres import program
from ..errors import StartError
from ..manifest import load_app
from ..settings import Settings
from . import archive

# Those that an instance has; extensions and the empty schemas are made by every start.
SCHEMAS = ("anvil", "data", "procrastinate")


def save(settings: Settings, path: Path, progress: archive.Progress, *, overwrite: bool = False) -> archive.Facts:
    """Write a backup of one moment to ``path``; returns what it says of itself. Raises StartError."""
    if path.exists() and not overwrite:
        raise StartError(f"{path} exists already: choose another name, or add --yes to replace it.")
    app = load_app(settings.app_dir, settings.dependencies)
    database = open_database(settings.database, settings.data_dir)
    try:
        with database.connection() as connection:
            version = connection.info.server_version // 10000
        with archive.writing(path) as file:
            size, sha256 = _dump(database.url, file, progress)
            made_at = datetime.now(UTC).isoformat(timespec="seconds")
            facts = archive.Facts(app.package_name, made_at, version, size, sha256)
            archive.add_facts(file, facts)
        return facts
    finally:
        database.close()


def _dump(url: str, file: archive.zipfile.ZipFile, progress: archive.Progress) -> tuple[int, str]:
    schemas = [f"--schema={schema}" for schema in SCHEMAS]
    command = [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", *schemas, f"--dbname={url}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as dumping:
        assert dumping.stdout is not None and dumping.stderr is not None
        size, sha256 = archive.add_dump(file, dumping.stdout, progress)
        complaint = dumping.stderr.read().decode(errors="replace").strip()
    if dumping.returncode != 0:
        raise StartError(f"The database could not be saved: {complaint.splitlines()[-1] if complaint else 'no reason'}")
    return size, sha256

"""``python -m app_server restore FILE``: put an instance's database back to what a backup holds, as a whole or not."""

from __future__ import annotations

import subprocess
import tempfile
import threading
import time
import zipfile
from pathlib import Path
from typing import IO

from ..database import Database, open_database
from ..embedded_postgres import program
from ..errors import StartError
from ..manifest import load_app
from ..settings import Settings
from . import archive
from .saving import SCHEMAS

# A server that was just stopped is still seen for a moment, and so is a connection of ours that has not told its name.
LEAVE_SECONDS = 3


def restore(settings: Settings, path: Path, progress: archive.Progress, *, overwrite: bool = False) -> archive.Facts:
    """Replace what the database holds by the backup in ``path``, in one transaction. Raises StartError."""
    facts = archive.read_checked(path, progress)
    app = load_app(settings.app_dir, settings.dependencies)
    if facts.app != app.package_name:
        raise StartError(f"{path} is a backup of {facts.app}, and this is {app.package_name}.")
    database = open_database(settings.database, settings.data_dir)
    try:
        _require_fit(database, facts, overwrite)
        _load(database.url, path, progress)
    finally:
        database.close()
    return facts


def _require_fit(database: Database, facts: archive.Facts, overwrite: bool) -> None:
    with database.connection() as connection:
        version = connection.info.server_version // 10000
        row = connection.execute(
            """
            select to_regclass('anvil.tables') is not null,
                pg_size_pretty(pg_database_size(current_database()))
            """
        ).fetchone()
    assert row is not None
    holds_data, size = row
    if facts.postgres > version:
        raise StartError(f"The backup is of PostgreSQL {facts.postgres}, and the database is of {version}.")
    others = _others(database)
    if others:
        raise StartError(f"{others} other programs use this database: stop its servers and workers first.")
    if holds_data and not overwrite:
        raise StartError(f"This instance holds data ({size}), which a restore replaces: add --yes if that is meant.")


def _others(database: Database) -> int:
    """How many other programs use the database, once those that are leaving have left it."""
    end = time.monotonic() + LEAVE_SECONDS
    while True:
        with database.connection() as connection:  # within one transaction the answer stays what it was
            row = connection.execute(
                """
                select count(distinct application_name) from pg_stat_activity
                where datname = current_database() and backend_type = 'client backend'
                    and application_name <> current_setting('application_name')
                """
            ).fetchone()
        assert row is not None
        if not row[0] or time.monotonic() > end:
            return int(row[0])
        time.sleep(0.1)


def _load(url: str, path: Path, progress: archive.Progress) -> None:
    """``pg_restore`` turns the dump into SQL, and ``psql`` runs it after what was there is dropped, or not at all."""
    as_sql = [program("pg_restore"), "--no-owner", "--no-privileges", "--file=-"]
    run_sql = [program("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", url]
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(run_sql, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said)
        assert running.stdin is not None
        drops = "".join(f"drop schema if exists {schema} cascade;\n" for schema in SCHEMAS)
        running.stdin.write(f"set client_min_messages = error;\n{drops}".encode())
        running.stdin.flush()
        reading = subprocess.Popen(as_sql, stdin=subprocess.PIPE, stdout=running.stdin, stderr=said)
        assert reading.stdin is not None
        feeding = threading.Thread(target=_feed, args=(path, reading.stdin, progress))
        feeding.start()
        read_well = reading.wait() == 0
        feeding.join()
        if not read_well:
            # Without the end of the script nothing is committed.
            running.kill()
        running.stdin.close()
        if running.wait() != 0 or not read_well:
            said.seek(0)
            reason = said.read().decode(errors="replace").strip().splitlines() or ["no reason was given"]
            raise StartError(f"Nothing was restored, and the old data is still there: {reason[0]}")


def _feed(path: Path, target: IO[bytes], progress: archive.Progress) -> None:
    done = 0
    try:
        with target, zipfile.ZipFile(path) as file:
            for chunk in archive.chunks(file):
                target.write(chunk)
                done += len(chunk)
                progress(done)
    except BrokenPipeError:
        pass  # the reader has stopped, and says why

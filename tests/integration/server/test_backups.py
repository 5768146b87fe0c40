"""``backup`` and ``restore``: everything comes back, and what is damaged, foreign or in use is refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import anvil
import psycopg
import pytest

from app_server.database import create_database
from app_server.instance import open_instance
from tests.integration.services.conftest import APP, Server, settings_for
from tests.server_process import ROOT, WIRE_APP

PHOTO = bytes(range(256)) * 4000


@pytest.fixture(scope="module")
def backup(postgres_server, tmp_path_factory) -> tuple[str, Path]:
    """An instance with an account, a note, a file and an ended task; its database and a backup of it."""
    create_database(postgres_server.url("postgres"), "saved")
    url = postgres_server.url("saved")
    instance = open_instance(settings_for(tmp_path_factory.mktemp("data"), database=url))
    server = Server(instance)
    server.as_browser("anvil.private.users.signup_with_email", "ada@shop.test", "right horse")
    server.as_server("allow_end", "saved")
    instance.media.save(anvil.BlobMedia("image/png", PHOTO, "photo.png"))
    instance.tasks.launch("tick")
    instance.close()
    file = tmp_path_factory.mktemp("backups") / "shop.backup"
    done = run("backup", file, url)
    assert done.returncode == 0, done.stderr
    assert "a backup of service_app" in done.stdout
    return url, file


def run(command: str, file: Path, url: str, *flags: str, app: Path = APP) -> subprocess.CompletedProcess[str]:
    arguments = [command, str(file), "--app", str(app), "--database", url, *flags]
    return subprocess.run(
        [sys.executable, "-m", "app_server", *arguments],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def empty_url(postgres_server, request) -> str:
    name = f"restored_{abs(hash(request.node.name))}"
    create_database(postgres_server.url("postgres"), name)
    return postgres_server.url(name)


def content(url: str) -> list[tuple[object, ...]]:
    """What an instance's owner would miss."""
    with psycopg.connect(url) as connection:
        return [
            *connection.execute("select task_name from anvil.background_tasks"),
            *connection.execute("select to_jsonb(t) from anvil.tables t order by 1"),
            *connection.execute("select md5(string_agg(bytes, '' order by position)) from anvil.media_chunks"),
            *connection.execute("select count(*) from procrastinate.procrastinate_jobs"),
            *connection.execute("select value from anvil.settings where name = 'signing_key'"),
        ]


def test_everything_comes_back_in_an_empty_database(backup, empty_url):
    url, file = backup
    done = run("restore", file, empty_url)
    assert done.returncode == 0, done.stderr
    assert content(empty_url) == content(url)
    assert len(content(url)) > 3


def test_a_restored_instance_serves(backup, empty_url, tmp_path):
    run("restore", backup[1], empty_url)
    instance = open_instance(settings_for(tmp_path, database=empty_url))
    try:
        signed_in = Server(instance).as_browser("anvil.private.users.login_with_email", "ada@shop.test", "right horse")
        assert signed_in["email"] == "ada@shop.test"
    finally:
        instance.close()


def test_data_is_replaced_only_when_that_is_meant(backup, empty_url):
    run("restore", backup[1], empty_url)
    with psycopg.connect(empty_url, autocommit=True) as connection:
        connection.execute("create table data.later (n int)")
    refused = run("restore", backup[1], empty_url)
    assert (refused.returncode, "add --yes" in refused.stderr) == (1, True)
    assert run("restore", backup[1], empty_url, "--yes").returncode == 0
    with psycopg.connect(empty_url) as connection:
        assert connection.execute("select to_regclass('data.later')").fetchone() == (None,)


def test_a_database_that_is_in_use_is_left_alone(backup, empty_url):
    with psycopg.connect(empty_url):
        refused = run("restore", backup[1], empty_url, "--yes")
    assert "use this database: stop its servers and workers first" in refused.stderr


def test_a_server_that_is_just_leaving_is_waited_for(backup, empty_url):
    leaving = psycopg.connect(empty_url)
    leave = threading.Timer(2, leaving.close)
    leave.start()
    done = run("restore", backup[1], empty_url)
    leave.join()
    assert done.returncode == 0, done.stderr


def test_a_backup_of_another_app_is_refused(backup, empty_url):
    refused = run("restore", backup[1], empty_url, app=WIRE_APP)
    assert "is a backup of service_app, and this is wire_app" in refused.stderr


@pytest.mark.parametrize("damage", ["cut", "changed", "not a backup"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(backup, empty_url, tmp_path, damage):
    file = tmp_path / "damaged"
    content_of = backup[1].read_bytes()
    if damage == "changed":
        with zipfile.ZipFile(backup[1]) as good, zipfile.ZipFile(file, "w") as bad:
            bad.writestr("backup.json", good.read("backup.json"))
            dump = bytearray(good.read("database.dump"))
            dump[len(dump) // 2] ^= 1
            bad.writestr("database.dump", bytes(dump))
    else:
        file.write_bytes(content_of[: len(content_of) // 2] if damage == "cut" else b"hello")
    refused = run("restore", file, empty_url)
    assert refused.returncode == 1
    assert "damaged" in refused.stderr
    with psycopg.connect(empty_url) as connection:
        assert connection.execute("select to_regclass('anvil.tables')").fetchone() == (None,)


def test_a_dump_that_cannot_be_loaded_changes_nothing(backup, empty_url, tmp_path):
    """As when the disk is full, or the connection is lost, in the middle."""
    run("restore", backup[1], empty_url)
    before = content(empty_url)
    with psycopg.connect(empty_url, autocommit=True) as connection:
        # Something of the operator's own that the drop would have to take along, and may not.
        connection.execute("create schema keep; create table keep.t (n int);")
        connection.execute("create function keep.refuse() returns event_trigger language plpgsql as"
                           " $$ begin raise exception 'not on my watch'; end $$")  # fmt: skip
        connection.execute("create event trigger refuse on ddl_command_end when tag in ('CREATE INDEX')"
                           " execute function keep.refuse()")  # fmt: skip
    refused = run("restore", backup[1], empty_url, "--yes")
    assert "Nothing was restored, and the old data is still there" in refused.stderr
    assert "not on my watch" in refused.stderr
    assert content(empty_url) == before


def test_an_existing_file_is_replaced_only_when_that_is_meant(backup, tmp_path):
    url, file = backup
    copy = Path(shutil.copy(file, tmp_path / "copy"))
    refused = run("backup", copy, url)
    assert "exists already" in refused.stderr
    assert run("backup", copy, url, "--yes").returncode == 0
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_backup_that_cannot_be_written_leaves_nothing(backup):
    refused = run("backup", Path("/proc/backup"), backup[0])
    assert "cannot be written" in refused.stderr

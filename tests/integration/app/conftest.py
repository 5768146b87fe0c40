"""The app itself on the embedded server: a demo instance, and people of every role who call it as a browser does."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app_server.instance import Instance, open_instance
from app_server.rpc import dispatch
from app_server.rpc.call import Call
from app_server.services.background_tasks import task_state
from app_server.settings import Settings
from tests.databases import NEED_NOT_SURVIVE, TASK_UNDER_WAY
from tests.people import FileFacts, made_files

APP = Path(__file__).parents[3]
PASSWORD = "demo-mybizz"
SECRETS = {"encryption_key": "b" * 43 + "=", "smtp_url": "smtp://127.0.0.1:9"}
WORKED_ON = (
    "mailing_lists, list_subscriptions, lead_forms, lead_form_days, lead_submissions, "
    "contacts, contact_events, contact_transactions, contact_labels, contact_imports, contact_import_rows, "
    "contact_campaigns, email_campaigns, audit_log, segments, contact_fields, companies, contact_changes, "
    "contact_change_rows, contact_non_duplicates, tasks, bookings, consents, consent_wordings, suppressions, "
    "saved_views, erasures, campaign_figures, sends, send_events, webhook_events, send_streams, message_contents, "
    "email_log, outside_erasures, "
    "offers, offer_codes, offer_redemptions, inbound_messages, inbound_files, conversations, quick_replies, "
    "whatsapp_templates, "
    "mail_files, message_templates, sequence_steps, locations, bulk_imports, bulk_import_batches"
)


TABLES_OF_THE_APP = "SELECT tablename FROM pg_tables WHERE schemaname = 'data'"


def wait_for_the_queue(instance: Instance, seconds: float = 30) -> None:
    """Let the tasks that a test started come to their end, before their rows are gone."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with instance.database.connection() as connection:
            if connection.execute(TASK_UNDER_WAY).fetchone() is None:
                return
        time.sleep(0.02)
    raise AssertionError("The queue does not come to rest")


class Visitor:
    """A browser's session on the app. Calls run in the instance's threads, as in the server."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.session = instance.sessions.new()

    def call(self, name: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The answer to a call, whatever it is."""
        call = Call(self.instance, self.session, "browser", trusted=False)
        return self.instance.threads.submit(dispatch.serve, call, name, args, kwargs).result()

    def ask(self, name: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The answer to a call that must succeed."""
        answer = self.call(name, *args, **kwargs)
        assert answer["success"], answer
        return answer

    def refusal(self, name: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The answer to a call that must be refused, and not by a fault of ours."""
        answer = self.call(name, *args, **kwargs)
        assert not answer["success"], answer
        assert answer["code"] != "unexpected", answer
        return answer

    def run(self, task: str, *args: Any) -> Any:
        """Run a background task to its end, here and now."""
        call = Call(self.instance, self.instance.sessions.new(), "background_task", trusted=True, task_id="by-hand")

        def run() -> Any:
            task_state.begin(lambda state: None)
            return dispatch.serve(call, f"task:{task}", args, {})

        with ThreadPoolExecutor(1) as own_thread:
            return own_thread.submit(run).result()

    def as_server(self, name: str, *args: Any) -> Any:
        """A call of server code in this session."""
        call = Call(self.instance, self.session, "server_module", trusted=True)
        return self.instance.threads.submit(dispatch.serve, call, name, args, {}).result()

    def bytes_of(self, media: Any) -> bytes:
        with dispatch.serving(Call(self.instance, self.session, "server_module", trusted=True)):
            return media.get_bytes()


@pytest.fixture(scope="session")
def instance() -> Iterator[Instance]:
    """An instance with the demo business; its queue runs."""
    folder = Path(tempfile.mkdtemp(prefix=f"mybizz-app-{os.getpid()}-"))
    opened = open_instance(
        Settings(app_dir=APP, data_dir=folder / "data", port=42600, auto_migrate=True, secrets=SECRETS)
    )
    try:
        with opened.database.connection() as connection:
            connection.execute(NEED_NOT_SURVIVE)
            connection.execute("SELECT pg_reload_conf()")
        opened.start()
        Visitor(opened).run("load_demo_business")
        yield opened
    finally:
        opened.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def nobody(instance: Instance) -> Visitor:
    """A visitor who has not signed in."""
    return Visitor(instance)


@pytest.fixture(scope="session")
def sign_in(instance: Instance) -> Callable[[str], Visitor]:
    """The visitor signed in as ``owner``, ``staff`` …; one session each for all tests."""
    people: dict[str, Visitor] = {}

    def visitor(role: str) -> Visitor:
        if role not in people:
            people[role] = Visitor(instance)
            people[role].ask("sign_in", f"{role}@demo.test", PASSWORD)
        return people[role]

    return visitor


@pytest.fixture
def owner(sign_in: Callable[[str], Visitor]) -> Visitor:
    return sign_in("owner")


@pytest.fixture
def empty(instance: Instance) -> None:
    """No contacts, for tests that count."""
    forget_contacts(instance)


@pytest.fixture
def people(owner: Visitor, empty: None) -> None:
    """The demo business, fresh."""
    owner.run("load_demo_business")


@pytest.fixture(scope="module")
def people_to_read(instance: Instance) -> None:
    """The demo business, fresh, for those tests of a file that only read; the others come after them."""
    forget_contacts(instance)
    Visitor(instance).run("load_demo_business")


@pytest.fixture(scope="module")
def fresh_business(instance: Instance, people_to_read: None) -> Iterator[None]:
    """The demo business, fresh, for a file of tests; after them all rows are again what they were before."""
    with rows_as_before(instance):
        yield


def forget_contacts(instance: Instance) -> None:
    with instance.database.connection() as connection:
        connection.execute("SET search_path TO data")
        delete_all(connection)
        connection.execute("SET search_path TO DEFAULT")


def delete_all(connection: psycopg.Connection, tries: int = 10) -> None:
    """Empty the tables of the tests, again when a task of the queue is in the way.

    What tasks are just writing is waited for. To delete few rows is much quicker than to make new files for each table.
    """
    deletes = "; ".join(f"DELETE FROM {table}" for table in WORKED_ON.split(", "))
    while True:
        try:
            with connection.transaction():
                connection.execute(f"LOCK TABLE {WORKED_ON} IN SHARE ROW EXCLUSIVE MODE")
                connection.execute("SET LOCAL session_replication_role = replica")  # some tables only grow otherwise
                connection.execute(deletes)
                connection.execute("UPDATE users SET contact = NULL")
            return
        except psycopg.errors.DeadlockDetected:
            tries -= 1
            if not tries:
                raise


@contextmanager
def rows_as_before(instance: Instance) -> Iterator[None]:
    """Whatever happens to the app's tables inside is undone at the end."""
    with instance.database.connection() as connection:
        tables = [row[0] for row in connection.execute(TABLES_OF_THE_APP).fetchall()]
        connection.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
        for table in tables:
            connection.execute(f'CREATE TABLE kept."{table}" AS TABLE data."{table}"')
        try:
            yield
        finally:
            connection.execute("TRUNCATE " + ", ".join(f'data."{table}"' for table in tables))
            for table in tables:
                connection.execute(f'INSERT INTO data."{table}" OVERRIDING SYSTEM VALUE TABLE kept."{table}"')
            sys.modules["master_template.server_shared.config"]._Cache.settings = None


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[FileFacts]:
    return made_files(tmp_path_factory.mktemp("people"), rows=800)


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every SQL statement that is sent while a test runs."""
    sent: list[str] = []
    for kind in (psycopg.Connection, psycopg.Cursor):
        original = kind.execute

        def execute(self: Any, query: Any, *args: Any, original: Any = original, **kwargs: Any) -> Any:
            if isinstance(self, psycopg.Cursor):
                sent.append(
                    query if isinstance(query, str) else query.decode() if isinstance(query, bytes) else repr(query)
                )
            return original(self, query, *args, **kwargs)

        monkeypatch.setattr(kind, "execute", execute)
    return sent


def eventually(ask: Callable[[], Any], seconds: float = 60) -> Any:
    """What ``ask`` returns once it is true."""
    end = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < end, f"still {answer!r} after {seconds} seconds"
        time.sleep(0.05)
    return answer

"""Nothing secret is stored or logged in clear: the whole database is searched; and keys can be changed."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from cryptography.fernet import Fernet

from app_server.instance import Instance
from app_server.services import email as mail_service

from .conftest import PASSWORD, SECRETS, Visitor, eventually

SCHEMAS = ("data", "anvil", "procrastinate")
TEXTS = """
SELECT c.table_schema, c.table_name, c.column_name, c.data_type
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = ANY(%s) AND t.table_type = 'BASE TABLE'
AND c.data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY', 'USER-DEFINED')
"""
MAPS_KEY = "AIza-maps-key-of-the-tests"
NEW_PASSWORD = "a-password-of-the-tests"


def places_of(instance: Instance, secret: str) -> list[str]:
    """Every column of the database in which ``secret`` stands in clear."""
    found = []
    with instance.database.connection() as connection:
        columns = connection.execute(TEXTS, [list(SCHEMAS)]).fetchall()
        assert {schema for schema, *_ in columns} == set(SCHEMAS)
        for schema, table, column, kind in columns:
            there = f'position(%s::bytea IN "{column}")' if kind == "bytea" else f'position(%s IN "{column}"::text)'
            wanted: Any = secret.encode() if kind == "bytea" else secret
            query = f'SELECT count(*) FROM "{schema}"."{table}" WHERE {there} > 0'
            if connection.execute(query, [wanted]).fetchone() != (0,):
                found.append(f"{schema}.{table}.{column}")
    return found


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of mails where the server hands them to the mail server."""
    texts: list[str] = []

    def take(smtp: Any, mail: EmailMessage) -> None:
        part = mail.get_body(("plain", "html"))
        assert part is not None
        texts.append(part.get_content())

    monkeypatch.setattr(mail_service, "deliver", take)
    return texts


@pytest.fixture(autouse=True)
def _as_before(instance: Instance, owner: Visitor) -> Iterator[None]:
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.config SET dkim_key = NULL")  # Another test's.
    yield
    owner.ask("set_maps_key", "")
    with instance.database.connection() as connection:
        connection.execute("TRUNCATE data.invitations, data.api_tokens")
        connection.execute("DELETE FROM data.users WHERE email LIKE '%%@secrets.example'")


def fail_inside(owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let calls break that have secrets among their arguments."""

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the disk is full")

    config = sys.modules["master_template.server_settings.integrations"]
    users = sys.modules["master_template.server_auth.service"].anvil.users
    with monkeypatch.context() as patch:
        patch.setattr(config, "save_config", broken)
        patch.setattr(users, "login_with_email", broken)
        assert owner.call("set_maps_key", MAPS_KEY)["code"] == "unexpected"
        assert owner.call("sign_in", "owner@demo.test", NEW_PASSWORD)["code"] == "unexpected"


def test_no_secret_is_stored_or_logged_in_clear(
    owner: Visitor,
    nobody: Visitor,
    instance: Instance,
    posted: list[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.INFO)
    secrets = {"encryption key": SECRETS["encryption_key"], "maps key": MAPS_KEY, "password": NEW_PASSWORD}
    secrets["demo password"] = PASSWORD
    secrets["token"] = owner.ask("create_api_token", "Till", ["customers.view"], 30)["token"]
    owner.ask("set_maps_key", MAPS_KEY)
    owner.ask("invite_person", "new@secrets.example", "New Person", "staff")
    eventually(lambda: posted)
    secrets["invitation"] = re.findall(r"invitation=([\w-]+)", posted[-1])[0]
    nobody.ask("accept_invitation", secrets["invitation"], "Ann Öz", NEW_PASSWORD)
    Visitor(instance).ask("sign_in", "new@secrets.example", NEW_PASSWORD, True)
    Visitor(instance).refusal("sign_in", "new@secrets.example", "wrong-" + NEW_PASSWORD)
    Visitor(instance).ask("request_password_reset", "new@secrets.example")
    eventually(lambda: len(posted) > 1)
    secrets["reset link"] = re.findall(r"https?://\S+?/_/\S+?([\w-]{20,})", posted[-1])[0]
    fail_inside(owner, monkeypatch)
    assert {name: places_of(instance, secret) for name, secret in secrets.items()} == {name: [] for name in secrets}
    assert [name for name, secret in secrets.items() if secret in caplog.text] == []
    assert "the disk is full" in caplog.text


def test_the_search_finds_what_is_stored_in_clear(owner: Visitor, instance: Instance) -> None:
    owner.ask("create_api_token", "Till-of-the-tests", ["customers.view"], 30)
    assert places_of(instance, "Till-of-the-tests") == ["data.api_tokens.name"]


def test_every_column_with_a_secret_by_its_name_is_a_hash_or_encrypted(instance: Instance) -> None:
    encrypted = sys.modules["master_template.server_settings.key_rotation"].ENCRYPTED
    with instance.database.connection() as connection:
        columns = connection.execute(TEXTS, [["data"]]).fetchall()
    named = {(table, column) for _, table, column, _ in columns if re.search(r"token|secret|password|api_key", column)}
    named -= {("message_templates", "available_tokens")}  # Names of what is filled in for a person, such as first_name.
    assert {(table, column) for table, column in named if not column.endswith("_hash")} <= set(encrypted)


def test_a_changed_key_reads_the_old_and_the_job_writes_all_anew(
    owner: Visitor, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.ask("set_maps_key", MAPS_KEY)
    new = Fernet.generate_key().decode()
    monkeypatch.setitem(instance.secrets._values, "encryption_key", new)
    monkeypatch.setitem(instance.secrets._values, "encryption_keys_old", SECRETS["encryption_key"])
    assert owner.ask("try_encryption")["encryption"] == {"values": 1, "old": 1, "old_keys": 1}
    job = owner.ask("start_renewing_encryption")["job_id"]
    eventually(lambda: owner.ask("get_renewing_encryption", job)["status"] == "done")
    assert owner.ask("get_renewing_encryption", job)["state"] == {"renewed": 1, "unreadable": 0}
    monkeypatch.delitem(instance.secrets._values, "encryption_keys_old")
    assert owner.ask("try_encryption")["encryption"] == {"values": 1, "old": 0, "old_keys": 0}
    with instance.database.connection() as connection:
        [stored] = connection.execute("SELECT google_maps_api_key FROM data.config").fetchone()
    assert Fernet(new).decrypt(stored).decode() == MAPS_KEY


def test_what_no_key_can_read_stays_as_it_is(
    owner: Visitor, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.ask("set_maps_key", MAPS_KEY)
    monkeypatch.setitem(instance.secrets._values, "encryption_key", Fernet.generate_key().decode())
    assert owner.run("renew_encryption") == {"renewed": 0, "unreadable": 1}
    monkeypatch.setitem(instance.secrets._values, "encryption_key", SECRETS["encryption_key"])
    assert owner.ask("try_encryption")["encryption"] == {"values": 1, "old": 0, "old_keys": 0}

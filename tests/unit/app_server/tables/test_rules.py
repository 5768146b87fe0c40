"""``database.yaml`` becomes SQL, or a sentence that says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app_server.errors import StartError
from app_server.services.tables.rules import FILE_NAME, Rule, read_document, read_rules

TABLES = {
    "contacts": {"email": "string", "name": "string", "made": "datetime"},
    "bookings": {"resource": "link_single", "day": "date", "until": "date", "starts": "datetime", "ends": "datetime"},
}
GROWS = 'CREATE TRIGGER "grows" BEFORE UPDATE OR DELETE ON data."contacts" FOR EACH ROW'
REFUSE = "EXECUTE FUNCTION anvil.refuse_change()"
FREE = 'ALTER TABLE data."bookings" ADD CONSTRAINT "free"'


def rules(folder: Path, text: str) -> list[Rule]:
    (folder / FILE_NAME).write_text(text)
    return read_rules(read_document(folder), TABLES)


def created(folder: Path, table: str, kind: str, entry: str) -> str:
    return rules(folder, f"{table}:\n  {kind}:\n    - {entry}\n")[0].create


def test_an_app_needs_no_rules(tmp_path: Path) -> None:
    assert read_rules(read_document(tmp_path), TABLES) == []
    assert rules(tmp_path, "") == []


@pytest.mark.parametrize(
    ("table", "kind", "entry", "sql"),
    [
        (
            "contacts", "unique", "{name: once, columns: [email, name]}",
            'CREATE UNIQUE INDEX "once" ON data."contacts" ("email" ASC NULLS FIRST, "name" ASC NULLS FIRST)',
        ),
        (
            "contacts", "unique", "{name: once, expression: lower(email), where: made IS NULL}",
            'CREATE UNIQUE INDEX "once" ON data."contacts" ((lower(email))) WHERE (made IS NULL)',
        ),
        (
            "contacts", "check", "{name: known, expression: length(name) < 5}",
            'ALTER TABLE data."contacts" ADD CONSTRAINT "known" CHECK (length(name) < 5)',
        ),
        (
            "bookings", "no_overlap", "{name: free, columns: [resource], from: starts, to: ends}",
            f'{FREE} EXCLUDE USING gist ("resource" WITH =, tstzrange("starts", "ends") WITH &&)',
        ),
        (
            "bookings", "no_overlap", "{name: free, from: day, to: until, where: resource IS NOT NULL}",
            f'{FREE} EXCLUDE USING gist (daterange("day", "until") WITH &&) WHERE (resource IS NOT NULL)',
        ),
        (
            "contacts", "append_only", "{name: grows, column: made, for: 730 days}",
            f"""{GROWS} WHEN (old."made" IS NULL OR old."made" > now() - interval '730 days') {REFUSE}""",
        ),
        (
            "contacts", "append_only", "{name: grows}",
            f"{GROWS} {REFUSE}",
        ),
        (
            "contacts", "indexes", "{name: fast, columns: [name, -made]}",
            'CREATE INDEX "fast" ON data."contacts" ("name" ASC NULLS FIRST, "made" DESC NULLS LAST)',
        ),
        (
            "contacts", "indexes", "{name: fast, columns: [name, _id]}",
            'CREATE INDEX "fast" ON data."contacts" ("name" ASC NULLS FIRST, _id)',
        ),
        (
            "contacts", "indexes", "{name: fast, columns: [name, email], type: trigram}",
            'CREATE INDEX "fast" ON data."contacts" USING gin ("name" gin_trgm_ops, "email" gin_trgm_ops)',
        ),
        (
            "contacts", "indexes", "{name: fast, columns: [name], type: full_text}",
            """CREATE INDEX "fast" ON data."contacts" USING gin (to_tsvector('english', "name"))""",
        ),
    ],
)  # fmt: skip
def test_a_rule_is_sql(tmp_path: Path, table: str, kind: str, entry: str, sql: str) -> None:
    assert created(tmp_path, table, kind, entry) == sql


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("people: {}", "no table 'people'"),
        ("contacts: {uniques: []}", "'uniques' is none of unique"),
        ("contacts: {unique: [{columns: [email]}]}", "needs a name"),
        ("contacts: {unique: [{name: once}]}", "'expression' is missing"),
        ("contacts: {unique: [{name: once, columns: [mail]}]}", "no column 'mail'"),
        ("contacts: {check: [{name: known, columns: [email]}]}", "'expression' is missing"),
        (
            "contacts: {indexes: [{name: fast, columns: [name], type: hash}]}",
            "'type' is missing or is of the wrong type",
        ),
        ("bookings: {no_overlap: [{name: free, from: starts}]}", "'to' is missing"),
        ("bookings: {no_overlap: [{name: free, from: resource, to: ends}]}", "'link_single'"),
        ("contacts: {check: [{name: a, expression: 'true'}, {name: a, expression: 'true'}]}", "used twice"),
        (f"contacts: {{check: [{{name: {'a' * 64}, expression: 'true'}}]}}", "longer than 63"),
        ("contacts: [", "not valid YAML"),
    ],
)
def test_a_faulty_rule_is_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(StartError, match=says):
        rules(tmp_path, text)

"""``database.yaml``: what the manifest cannot say of the tables.

Beside ``anvil.yaml`` in the app's folder, and optional. Per table (by its python name) up to five lists, and earlier
names::

    contacts:
      unique:                               # no two rows with the same values; empty ones do not count
        - name: contacts_email_once         # the constraint's name in the database; required everywhere
          expression: lower(email)          # SQL over the table's columns, or  columns: [a, b]
          where: archived_at IS NULL        # only rows for which this holds
          message: There is already a contact with this e-mail address.   # what the raised TableError says
      check:                                # holds for every row; an empty value passes
        - {name: contacts_status_known, expression: "status IN ('lead', 'customer')", message: …}
      no_overlap:                           # rows equal in ``columns`` never overlap in time
        - {name: bookings_no_overlap, columns: [resource], from: starts_at, to: ends_at, where: …, message: …}
      indexes:                              # for speed only
        - {name: contacts_by_name, columns: [sort_name, -contact_number]}   # b_tree; ``-``: descending; ``_id`` works
        - {name: contacts_by_words, columns: [search_text], type: trigram}  # for q.like and q.ilike
        - {name: notes_by_words, columns: [text], type: full_text}          # for q.full_text_match
      append_only:                          # rows are added, and neither changed nor removed …
        - {name: log_only_grows, column: written_at, for: 730 days, message: …}   # … until they are so old; or never
        - name: proof_only_grows
          moves: [contact]                  # columns that may change nevertheless,
          empties: [evidence]               # … or be emptied;
          gone_with: {contact: contacts}    # removed once the row of that table is gone which this link names
      was: clients                          # the table's earlier python name: it is renamed, with its rows
      columns_were: {email: e_mail}         # earlier names of columns, likewise

A range of ``no_overlap`` includes its ``from`` and excludes its ``to``. Links are indexed anyway.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ...errors import StartError
from .catalogue import ROW_ID, quoted

FILE_NAME = "database.yaml"
LONGEST_NAME = 63
KINDS = ("unique", "check", "no_overlap", "indexes", "append_only")
CONSTRAINTS = ("check", "no_overlap")
HINTS = ("was", "columns_were")
RANGES = {"date": "daterange", "datetime": "tstzrange"}


@dataclass(frozen=True, slots=True)
class Rule:
    """An index or constraint; ``create`` and ``drop`` are SQL, and ``create`` is also how a change is noticed."""

    name: str
    table: str
    kind: str
    create: str
    message: str | None

    @property
    def drop(self) -> str:
        if self.kind == "append_only":
            return f"DROP TRIGGER IF EXISTS {quoted(self.name)} ON data.{quoted(self.table)}"
        if self.kind in CONSTRAINTS:
            return f"ALTER TABLE data.{quoted(self.table)} DROP CONSTRAINT IF EXISTS {quoted(self.name)}"
        return f"DROP INDEX IF EXISTS data.{quoted(self.name)}"

    @property
    def statements(self) -> tuple[str, ...]:
        """What creates it in a moment, anew if there is one of its name; a check holds for later changes only."""
        if self.kind in (*CONSTRAINTS, "append_only"):
            return (self.drop, f"{self.create} NOT VALID" if self.kind == "check" else self.create)
        return ()

    @property
    def alongside(self) -> tuple[str, ...]:
        """What takes its time, without holding up those who write: validating a check, making an index."""
        if self.kind == "check":
            return (f"ALTER TABLE data.{quoted(self.table)} VALIDATE CONSTRAINT {quoted(self.name)}",)
        if self.kind in ("no_overlap", "append_only"):
            return ()
        return tuple(sql.replace("INDEX ", "INDEX CONCURRENTLY ", 1) for sql in (self.drop, self.create))


def read_document(folder: Path) -> dict[str, Any]:
    """The whole file, empty when there is none. Raises StartError."""
    path = folder / FILE_NAME
    if not path.exists():
        return {}
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise StartError(f"{path} is not valid YAML: {error}") from error


def read_rules(document: Mapping[str, Any], tables: Mapping[str, Mapping[str, str]]) -> list[Rule]:
    """The rules of an app; ``tables`` gives each table's columns as name → type. Raises StartError."""
    rules = []
    for table, entries in document.items():
        if table not in tables:
            raise StartError(f"{FILE_NAME}: there is no table {table!r} in anvil.yaml.")
        for kind, listed in (entries or {}).items():
            if kind not in KINDS and kind not in HINTS:
                raise StartError(f"{FILE_NAME}, {table}: {kind!r} is none of {', '.join((*KINDS, *HINTS))}.")
            rules += [_rule(table, tables[table], kind, entry) for entry in (listed if kind in KINDS else ())]
    _check_names(rules)
    return rules


@dataclass(frozen=True, slots=True)
class Hints:
    """Earlier names: of tables by their name, of columns by table and name."""

    tables: Mapping[str, str]
    columns: Mapping[tuple[str, str], str]


def read_hints(document: Mapping[str, Any], tables: Mapping[str, Mapping[str, str]]) -> Hints:
    """What the file says of earlier names. Raises StartError for a column that is not there."""
    named = {table: entries["was"] for table, entries in document.items() if entries and "was" in entries}
    columns = {
        (table, column): was
        for table, entries in document.items()
        for column, was in ((entries or {}).get("columns_were") or {}).items()
    }
    for table, column in columns:
        if column not in tables[table]:
            raise StartError(f"{FILE_NAME}, {table}, columns_were: there is no column {column!r}.")
    return Hints(named, columns)


def _check_names(rules: Sequence[Rule]) -> None:
    seen = set()
    for rule in rules:
        if rule.name in seen or len(rule.name.encode()) > LONGEST_NAME:
            raise StartError(f"{FILE_NAME}: {rule.name!r} is used twice or is longer than {LONGEST_NAME} bytes.")
        seen.add(rule.name)


def _rule(table: str, columns: Mapping[str, str], kind: str, entry: Mapping[str, Any]) -> Rule:
    where = f"{FILE_NAME}, {table}, {kind}"
    if not isinstance(entry, Mapping) or "name" not in entry:
        raise StartError(f"{where}: every entry needs a name.")
    where = f"{where}, {entry['name']}"
    for column in [*(entry.get("columns") or []), *filter(None, map(entry.get, ("from", "to", "column")))]:
        if column.lstrip("-") not in {*columns, ROW_ID}:
            raise StartError(f"{where}: there is no column {column!r}.")
    try:
        create = _CREATE[kind](quoted(entry["name"]), f"data.{quoted(table)}", columns, entry)
    except KeyError as error:
        raise StartError(f"{where}: {error.args[0]!r} is missing or is of the wrong type.") from error
    return Rule(entry["name"], table, kind, create, entry.get("message"))


def _unique(name: str, table: str, columns: Mapping[str, str], entry: Mapping[str, Any]) -> str:
    return f"CREATE UNIQUE INDEX {name} ON {table} ({_keys(entry)}){_where(entry)}"


def _check(name: str, table: str, columns: Mapping[str, str], entry: Mapping[str, Any]) -> str:
    return f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({entry['expression']})"


def _no_overlap(name: str, table: str, columns: Mapping[str, str], entry: Mapping[str, Any]) -> str:
    equal = "".join(f"{quoted(column)} WITH =, " for column in entry.get("columns") or [])
    span = f"{RANGES[columns[entry['from']]]}({quoted(entry['from'])}, {quoted(entry['to'])})"
    return f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist ({equal}{span} WITH &&){_where(entry)}"


def _append_only(name: str, table: str, columns: Mapping[str, str], entry: Mapping[str, Any]) -> str:
    young = ""
    if "for" in entry:
        column, period = quoted(entry["column"]), str(entry["for"]).replace("'", "")
        young = f" WHEN (old.{column} IS NULL OR old.{column} > now() - interval '{period}')"
    moment = f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW{young}"
    return f"CREATE TRIGGER {name} {moment} EXECUTE FUNCTION anvil.refuse_change({_exceptions(columns, entry)})"


def _exceptions(columns: Mapping[str, str], entry: Mapping[str, Any]) -> str:
    """What the function is told: empty where there are none, so that a rule without them is the rule it was."""
    if not {"moves", "empties", "gone_with"} & set(entry):
        return ""
    lists = [entry.get("moves") or [], entry.get("empties") or []]
    links = dict(entry.get("gone_with") or {})
    for column in (*lists[0], *lists[1], *links):
        if column not in columns:
            raise KeyError(column)
    told = [f"{{{','.join(listed)}}}" for listed in lists] + [name for link in links.items() for name in link]
    return ", ".join(f"'{text}'" for text in told)


def _index(name: str, table: str, columns: Mapping[str, str], entry: Mapping[str, Any]) -> str:
    kind = entry.get("type", "b_tree")
    if kind == "b_tree":
        return f"CREATE INDEX {name} ON {table} ({_keys(entry)}){_where(entry)}"
    terms = [quoted(column) for column in entry.get("columns") or []] or [f"({entry['expression']})"]
    if kind == "trigram":
        keys = ", ".join(f"{term} gin_trgm_ops" for term in terms)
    else:
        keys = ", ".join(f"to_tsvector('english', {term})" for term in terms) if kind == "full_text" else _unknown()
    return f"CREATE INDEX {name} ON {table} USING gin ({keys}){_where(entry)}"


def _unknown() -> str:
    raise KeyError("type")


def _keys(entry: Mapping[str, Any]) -> str:
    """Empty values sort first ascending and last descending, as searches do; a row's id, ``_id``, is never empty."""
    if "columns" not in entry:
        return f"({entry['expression']})"
    return ", ".join(_key(column) for column in entry["columns"])


def _key(column: str) -> str:
    if column == ROW_ID:
        return column
    return f"{quoted(column[1:])} DESC NULLS LAST" if column.startswith("-") else f"{quoted(column)} ASC NULLS FIRST"


def _where(entry: Mapping[str, Any]) -> str:
    return f" WHERE ({entry['where']})" if entry.get("where") else ""


_CREATE = {
    "unique": _unique,
    "check": _check,
    "no_overlap": _no_overlap,
    "indexes": _index,
    "append_only": _append_only,
}

"""Decides row by row who is new, who is known and what changes, before anything is written. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .import_rules import Candidate, Plan, changes_to, key_of, name_key, new_contact_fields

CREATED = "created"
UPDATED = "updated"
SKIPPED = "skipped"

# What of a contact's row a decision looks at.
KNOWN_COLUMNS = (
    *("contact_id", "first_name", "last_name", "email", "phone", "company", "address", "status", "source", "tags"),
    *("internal_notes", "total_transactions", "version", "last_contact_date"),
)


@dataclass(slots=True)
class Person:
    """A contact that rows speak of: a stored one (``row``), or one to be made. ``columns`` is what it would become."""

    columns: dict[str, Any]
    row: Any = None
    line: int = 0
    changed: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Decision:
    """What becomes of one row. ``before`` and ``after`` hold the fields it changes of a person known."""

    candidate: Candidate
    outcome: str
    reason: str = ""
    person: Person | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


class AddressBook:
    """The contacts that the rows at hand may speak of."""

    def __init__(self, rows: Iterable[Any], more_columns: tuple[str, ...] = ()) -> None:
        self._columns = (*KNOWN_COLUMNS, *more_columns)
        self._people: dict[tuple[str, ...], Person] = {}
        self._by_phone: dict[str, Person] = {}
        self.by_id: dict[str, Person] = {}
        for row in rows:
            person = Person({name: row[name] for name in self._columns}, row)
            self.by_id[row["contact_id"]] = person
            self._enter(person)

    def _enter(self, person: Person) -> None:
        for key in {key_of(person.columns), name_key(person.columns)}:
            if any(key):
                self._people.setdefault(key, person)
        if person.columns.get("phone"):
            self._by_phone.setdefault(person.columns["phone"], person)

    def find(self, candidate: Candidate) -> Person | None:
        name, *rest = candidate.key
        if rest and not name:
            return self._by_phone.get(rest[0])
        return self._people.get(candidate.key)

    def decide(self, candidate: Candidate, plan: Plan) -> Decision:
        """What becomes of a row, given all rows decided before it."""
        if candidate.reason:
            return Decision(candidate, SKIPPED, candidate.reason)
        person = self.find(candidate)
        if person is None:
            columns: dict[str, Any] = {
                **dict.fromkeys(self._columns),
                "total_transactions": 0,
                "status": "lead",
                "tags": [],
            }
            person = Person({**columns, **new_contact_fields(candidate.fields, plan)}, line=candidate.line)
            self._enter(person)
            return Decision(candidate, CREATED, " ".join(candidate.remarks), person)
        if not plan.update_existing:
            where = f"line {person.line}" if person.row is None else "your contacts already"
            return Decision(candidate, SKIPPED, f"The same contact is in {where}.", person)
        changes = changes_to(person.columns, candidate.fields, plan.own_columns)
        before = {name: person.columns.get(name) for name in changes}
        person.columns.update(changes)
        person.changed.update(changes)
        return Decision(candidate, UPDATED, " ".join(candidate.remarks), person, before, changes)

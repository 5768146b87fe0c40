"""Storing rows about people: contacts themselves, and the tags, notes and consents of those who are here already."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ..server_compliance import consent_import_service
from ..server_customers import import_export, ledger_service
from ..server_customers.import_export import Candidate, Person
from ..server_shared.actors import Actor
from ..server_shared.errors import Invalid
from ..server_shared.validators import clean_text, validate_tags
from ..server_shared.written_dates import read_written
from .rows import CREATED, REFUSED, SKIPPED, UPDATED, Batch, Outcome, first_values

NOBODY = "There is no contact with this {}."
MAX_NOTE = 20_000
UNSUBSCRIBED_WORDS = {
    **dict.fromkeys(("no", "false", "0", "unsubscribed", "opted out", "opt out", "withdrawn"), "withdrawn"),
    **dict.fromkeys(("yes", "true", "1", "subscribed", "opted in", "opt in", "granted"), "granted"),
}


def store_contacts(actor: Actor, batch: Batch) -> list[Outcome]:
    """Make or change the contacts of the rows, as an import from a file on a screen does."""
    candidates = [import_export.understand(row, batch.plan) for row in batch.rows]
    book = import_export.address_book(candidates, batch.plan)
    decisions = [book.decide(candidate, batch.plan) for candidate in candidates]
    people = {id(each.person): each.person for each in decisions if each.person}
    import_export.store_people(list(people.values()), batch.origin, actor, batch.plan)
    return [
        Outcome(REFUSED if each.candidate.reason else each.outcome, each.reason or " ".join(each.candidate.remarks))
        for each in decisions
    ]


def store_tags(actor: Actor, batch: Batch) -> list[Outcome]:
    """Add tags to contacts that are here."""
    outcomes, touched = [], {}
    for row, person in zip(batch.rows, find_people(batch), strict=True):
        if isinstance(person, str):
            outcomes.append(Outcome(REFUSED, person))
            continue
        try:
            tags = validate_tags(" , ".join(batch.values(row).get("tags", [])))
        except Invalid as error:
            outcomes.append(Outcome(REFUSED, error.message))
            continue
        changes = import_export.changes_to(person.columns, {"tags": tags})
        person.columns.update(changes)
        person.changed.update(changes)
        touched[id(person)] = person
        outcomes.append(Outcome(UPDATED) if changes else Outcome(SKIPPED, "The contact has these tags already."))
    import_export.store_people(list(touched.values()), batch.origin, actor, batch.plan)
    return outcomes


def store_notes(actor: Actor, batch: Batch) -> list[Outcome]:
    """Put notes on the timelines of contacts that are here, at their dates."""
    outcomes, events = [], []
    for row, person in zip(batch.rows, find_people(batch), strict=True):
        values = first_values(batch.values(row))
        try:
            contact = _known(person)
            note = clean_text(values.get("note"), "note", MAX_NOTE, lines=True)
            if not note:
                raise Invalid("There is no note in this row.")
            moment = past_moment(values.get("noted_at", ""), batch.plan.now, batch.plan.default_country)
        except Invalid as error:
            outcomes.append(Outcome(REFUSED, error.message))
            continue
        told = {"note": note, "author": ""}
        events.append(ledger_service.PastEvent(contact, "note", moment, told, f"{batch.origin}-{row.line}"))
        outcomes.append(Outcome(CREATED))
    if events:
        ledger_service.tell_past_events(actor, events, meets=True)
    return outcomes


def store_consents(actor: Actor, batch: Batch) -> list[Outcome]:
    """Add what contacts agreed to, or took back, to the ledger, as evidence from elsewhere.

    A suppressed address stays suppressed, and what was recorded here since stands.
    """
    outcomes: list[Outcome] = []
    entries: list[tuple[Any, dict[str, Any]]] = []
    for row, person in zip(batch.rows, find_people(batch), strict=True):
        try:
            entries.append((_known(person), _consent(first_values(batch.values(row)), row.line, batch)))
            outcomes.append(Outcome(CREATED))
        except Invalid as error:
            outcomes.append(Outcome(REFUSED, error.message))
    refusals = iter(consent_import_service.record_past_consents(actor, entries))
    for outcome in outcomes:
        if outcome.outcome == CREATED and (reason := next(refusals)):
            outcome.outcome, outcome.reason = REFUSED, reason
    return outcomes


def find_people(batch: Batch) -> list[Person | str]:
    """For each row the contact it speaks of, among those here; or why there is none."""
    candidates = [_only_identity(import_export.understand(row, batch.plan)) for row in batch.rows]
    ids = [batch.contact_id(row) for row in batch.rows]
    book = import_export.address_book(candidates, batch.plan, [each for each in ids if each])
    found: list[Person | str] = []
    for candidate, contact_id in zip(candidates, ids, strict=True):
        if contact_id:
            found.append(book.by_id.get(contact_id) or NOBODY.format(f"id, {contact_id}"))
        elif candidate.reason:
            found.append(candidate.reason)
        else:
            found.append(book.find(candidate) or NOBODY.format("e-mail address, name or telephone number"))
    return found


def past_moment(text: str, now: datetime, country: str) -> datetime:
    """The time of something that has happened: as written, now for none. Raises Invalid."""
    if not text:
        return now
    moment = read_written(text, country)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment > now or moment.year < 1900:
        raise Invalid(f"“{text[:40]}” is not in the past.")
    return moment


def _only_identity(candidate: Candidate) -> Candidate:
    names = ("email", "phone", "first_name", "last_name")
    return replace(candidate, fields={name: candidate.fields[name] for name in names if name in candidate.fields})


def _known(person: Person | str) -> Any:
    if isinstance(person, str):
        raise Invalid(person)
    return person.row


def _consent(values: dict[str, str], line: int, batch: Batch) -> dict[str, Any]:
    state = values.get("state", "").strip().lower()
    given_at = past_moment(values.get("given_at", ""), batch.plan.now, batch.plan.default_country)
    return {
        "channel": values.get("channel"),
        "purpose": values.get("purpose"),
        "state": UNSUBSCRIBED_WORDS.get(state.replace("-", " "), state),
        "words": values.get("wording"),
        "language": values.get("language") or "en",
        "source": "import",
        "given_at": given_at,
        "evidence": {"import": batch.origin, "line": line, "given_at": given_at.isoformat()},
    }

"""What one row of a file makes of a contact: its fields, who it is, and what it changes of somebody known. Pure.

A row with an e-mail address is the contact with that address, whatever its case. A row without one is the contact with
the same name and the same telephone number (either may be missing, in both). When a contact comes twice, in the file or
among the contacts, the later value wins, but never an empty one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ..server_shared.errors import Invalid
from ..server_shared.phones import validate_phone_number
from ..server_shared.validators import fold, validate_tags
from ..server_shared.written_dates import read_written
from .custom_field_rules import CustomField, clean_value
from .import_columns import FIELD_LABELS
from .import_reader import SourceRow
from .rules import STATUSES, clean_fields, lifecycle_stage, require_identity

IMPORT_SOURCE = "Import"
GOOGLE_SEPARATOR = ":::"
EARLIEST = 1900
_SHORTENED = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
_NO_PHONE = "“{}” is no telephone number and was put into the notes."
_SHORTENED_PHONE = (
    "“{}” was shortened by a spreadsheet and put into the notes: make that column text there to get the whole number."
)

_STATUS_WORDS = {
    **{status: status for status in STATUSES},
    **dict.fromkeys(("subscriber", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "prospect"), "lead"),
    **dict.fromkeys(("marketing qualified lead", "sales qualified lead", "potential customer", "interessent"), "lead"),
    **dict.fromkeys(("client", "evangelist", "active", "kunde", "cliente"), "customer"),
}
_PARTS_OF_ADDRESS = ("street", "city", "region", "postal_code", "country")
_JOINED = ("internal_notes", "tags")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is to be imported: ``mapping`` is pairs of column index and field, ``own`` the own fields in it."""

    mapping: Sequence[tuple[int, str]]
    update_existing: bool
    tags: tuple[str, ...]
    default_country: str
    now: datetime
    own: Mapping[str, CustomField] = field(default_factory=dict)

    @property
    def own_columns(self) -> tuple[str, ...]:
        """The columns of a contact that hold the own fields."""
        return tuple(each.column for each in self.own.values())


@dataclass(slots=True)
class Candidate:
    """A row understood: the cleaned ``fields`` of a contact, or ``reason`` why there is none.

    ``remarks`` say what was left out though the contact was taken.
    """

    line: int
    values: list[str]
    fields: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    remarks: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, ...]:
        """Who this is."""
        return key_of(self.fields)


def key_of(contact: Mapping[str, Any]) -> tuple[str, ...]:
    """By the e-mail address, else by name and telephone number."""
    if contact.get("email"):
        return (contact["email"],)
    return name_key(contact)


def name_key(contact: Mapping[str, Any]) -> tuple[str, str]:
    """Name and telephone number, by which contacts without an e-mail address are known."""
    name = fold(f"{contact.get('last_name') or ''} {contact.get('first_name') or ''}".strip())
    return (name, contact.get("phone") or "")


def understand(row: SourceRow, plan: Plan) -> Candidate:
    """The contact a row describes."""
    candidate = Candidate(row.line, row.cells)
    if row.fault:
        candidate.reason = row.fault
        return candidate
    raw = _raw_fields(row.cells, plan.mapping)
    try:
        phone = _phone(raw, plan.default_country, candidate.remarks)
        fields = clean_fields({name: value for name, value in raw.items() if name != "phone"}, plan.default_country)
        fields["phone"] = phone
        require_identity(fields)
    except Invalid as error:
        candidate.reason = _reason(error, raw)
        return candidate
    fields["tags"] = validate_tags([*(fields.get("tags") or []), *plan.tags]) or None
    for name in ("date_added", "last_contact_date"):
        moment = _moment(name, raw.get(name, ""), plan, candidate.remarks)
        if moment:
            fields[name] = moment
    fields |= _own_columns(raw, plan, candidate.remarks)
    candidate.fields = {name: value for name, value in fields.items() if value not in (None, "", [])}
    return candidate


def _reason(error: Invalid, raw: Mapping[str, Any]) -> str:
    """What is wrong, with the name of the field and what was read where it is about a value."""
    told = [
        f"{FIELD_LABELS[name]} “{raw[name][:60]}”: {message}"
        for name, message in error.fields.items()
        if isinstance(raw.get(name), str)
    ]
    return " ".join(told) or error.message


def new_contact_fields(fields: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """``fields`` with what a contact that comes from a file needs besides."""
    added = fields.get("date_added") or fields.get("last_contact_date") or plan.now
    met = max(fields.get("last_contact_date") or added, added)
    return {
        "source": IMPORT_SOURCE,
        **fields,
        "date_added": added,
        "last_contact_date": met,
        "lifecycle_stage": lifecycle_stage((plan.now - met).days, 0),
    }


def changes_to(known: Mapping[str, Any], fields: Mapping[str, Any], own: Iterable[str] = ()) -> dict[str, Any]:
    """What the fields of a row change of a contact: tags are added, notes appended, the rest replaced.

    When and how somebody became a contact is history and stays; who has bought is never made a lead again.
    """
    changes: dict[str, Any] = {}
    for name in ("first_name", "last_name", "phone", "company", "address", *own):
        if fields.get(name) not in (None, "") and fields[name] != known[name]:
            changes[name] = fields[name]
    status = fields.get("status")
    if status and status != known["status"] and not (status == "lead" and known["total_transactions"]):
        changes["status"] = status
    tags = validate_tags([*(known["tags"] or []), *(fields.get("tags") or [])], max_tags=1000)
    if tags != (known["tags"] or []):
        changes["tags"] = tags
    note = fields.get("internal_notes", "")
    if note and note not in (known["internal_notes"] or ""):
        changes["internal_notes"] = f"{known['internal_notes'] or ''}\n\n{note}".strip()
    return changes


def _raw_fields(cells: Sequence[str], mapping: Iterable[tuple[int, str]]) -> dict[str, Any]:
    given: dict[str, list[str]] = {}
    for column, name in mapping:
        if cells[column]:
            given.setdefault(name, []).append(cells[column])
    raw: dict[str, Any] = {
        name: "\n\n".join(values) if name in _JOINED else values[0] for name, values in given.items()
    }
    if "full_name" in raw and not ("first_name" in raw or "last_name" in raw):
        raw["first_name"], raw["last_name"] = split_name(raw["full_name"])
    if "email" in raw:
        raw["email"] = re.split(rf"{GOOGLE_SEPARATOR}|[;,]", raw["email"])[0]
    if "phone" in raw:
        raw["phone"] = [part for value in given["phone"] for part in value.split(GOOGLE_SEPARATOR)]
    if "address" not in raw:
        parts = [raw[part] for part in _PARTS_OF_ADDRESS if part in raw]
        raw |= {"address": "\n".join(parts)} if parts else {}
    if "tags" in raw:
        tags = re.split(rf"{GOOGLE_SEPARATOR}|[,;\n]", raw["tags"])
        raw["tags"] = [tag for tag in tags if not tag.strip().startswith("* ")]
    if "status" in raw:
        status = _STATUS_WORDS.get(fold(raw.pop("status")))
        raw |= {"status": status} if status else {}
    return raw


def split_name(full_name: str) -> tuple[str, str]:
    """``Nkosi, Thandi`` or ``Thandi Grace Nkosi`` → first and last name; a single word is a first name."""
    if "," in full_name:
        last, _, first = full_name.partition(",")
    else:
        first, _, last = full_name.strip().rpartition(" ")
    return (first.strip(), last.strip()) if first.strip() else (last.strip(), "")


def _phone(raw: dict[str, Any], default_country: str, remarks: list[str]) -> str | None:
    """The first number that can be dialled; when there is none, what was given goes into the notes."""
    # Programs that take numbers for amounts write 27821234567.0.
    given = [re.sub(r"(?<=\d{7})\.0$", "", text.strip()) for text in raw.get("phone", []) if text.strip()]
    for text in given:
        try:
            return validate_phone_number(text, default_country)
        except Invalid:
            continue
    if given:
        said = _SHORTENED_PHONE if _SHORTENED.fullmatch(given[0]) else _NO_PHONE
        remarks.append(said.format(given[0][:60]))
        raw["internal_notes"] = f"{raw.get('internal_notes', '')}\n\nPhone as given: {given[0]}".strip()
    return None


def _own_columns(raw: Mapping[str, Any], plan: Plan, remarks: list[str]) -> dict[str, Any]:
    """The columns of the own fields that have a value; of what cannot be one the remarks say why it was left out."""
    columns: dict[str, Any] = {}
    for name, each in plan.own.items():
        if not raw.get(name):
            continue
        try:
            given = _day(raw[name], plan) if each.kind == "date" else raw[name]
            columns[each.column] = clean_value(each, given, plan.default_country)
        except Invalid as error:
            remarks.append(f"{each.label}: “{raw[name][:40]}” was left out. {error.message}")
    return columns


def _day(text: str, plan: Plan) -> date:
    """A day as files write it; a birthday may be without its year. Raises Invalid."""
    return read_written(text, plan.default_country, needs=("month", "day")).date()


def _moment(name: str, text: str, plan: Plan, remarks: list[str]) -> datetime | None:
    """A point in time that is not to come; what cannot be one is left out, and the remarks say so."""
    if not text:
        return None
    try:
        moment = read_written(text, plan.default_country, needs=("year",))
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        # A day of the file may have begun already where it was written.
        if not moment.year >= EARLIEST or moment > plan.now + timedelta(days=1):
            raise Invalid(f"“{text[:40]}” is no day between {EARLIEST} and today.")
    except Invalid as error:
        remarks.append(f"{FIELD_LABELS[name]} was left out. {error.message}")
        return None
    return min(moment, plan.now)

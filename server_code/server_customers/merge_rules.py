"""What merging makes of several contacts' columns, and what undoing it gives back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..server_shared.errors import Invalid
from . import rules
from .custom_field_rules import CustomField
from .kept_values import from_json, to_json

Contact = Mapping[str, Any]

# Fields of which one value is kept, with what people call them.
CHOSEN = {
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail",
    "phone": "Phone",
    "company": "Company",
    "address": "Address",
    "status": "Status",
    "source": "Source",
}
# Lists of which all entries are kept.
JOINED = ("tags", "segments")
LINK = "company_link"
EARLIEST = ("date_added", "created_at")
LATEST = ("last_contact_date",)


def merge_fields(people: Sequence[Contact], own: Iterable[CustomField]) -> list[dict[str, Any]]:
    """The fields of which one value is to be chosen: ``name, label, values {contact id: value}``, ``differs``.

    ``differs`` is whether two have something, and not the same. Those come first, then those that only some have;
    fields that nobody has anything in are left out.
    """
    columns = [(name, label, name) for name, label in CHOSEN.items()]
    columns += [(field.column, field.label, field.column) for field in own]
    fields = []
    for column, label, name in columns:
        values = {person["contact_id"]: person[column] for person in people}
        given = [value for value in values.values() if not is_empty(value)]
        if given:
            different = any(value != given[0] for value in given)
            same = not different and len(given) == len(people)
            fields.append({"name": name, "label": label, "values": values, "differs": different, "same": same})
    return sorted(fields, key=lambda field: (field["same"], not field["differs"]))


def merged_columns(people: Sequence[Contact], choices: Mapping[str, str], own: Iterable[CustomField]) -> dict[str, Any]:
    """The columns of the merged contact that are not counted; the first of ``people`` is the one that is kept.

    ``choices`` say whose value of a field is kept (``{field: contact id}``), else it is the first that is not empty.
    Raises Invalid.
    """
    by_id = {person["contact_id"]: person for person in people}
    columns: dict[str, Any] = {}
    for name in (*CHOSEN, LINK, *(field.column for field in own)):
        chosen = choices.get("company" if name == LINK else name)
        if chosen is not None and chosen not in by_id:
            raise Invalid("A value can be taken only from the contacts that are merged.")
        order = [by_id[chosen]] if chosen else people
        columns[name] = next((person[name] for person in order if not is_empty(person[name])), None)
    if choices.get("status") is None and any(person["status"] == "customer" for person in people):
        columns["status"] = "customer"
    rules.require_identity(columns)
    for name in JOINED:
        items = dict.fromkeys(item for person in people for item in person[name] or ())
        columns[name] = (sorted(items) if name == "segments" else list(items)) or None
    notes = dict.fromkeys(person["internal_notes"] for person in people if person["internal_notes"])
    columns["internal_notes"] = "\n\n".join(notes) or None
    for names, pick in ((EARLIEST, min), (LATEST, max)):
        for name in names:
            columns[name] = pick((person[name] for person in people if person[name]), default=None)
    columns["lifecycle_stage"] = _stage(people)
    preferences = [person["preferences"] or {} for person in reversed(people)]
    columns["preferences"] = {key: value for each in preferences for key, value in each.items()}
    return columns


def given_back(now: Contact, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a merged contact as they were before; what somebody changed since is left out.

    ``before`` and ``after`` as ``kept`` has them; a company comes back as its id. Of a list only what the merge added
    goes.
    """
    columns = {}
    for name, value in before.items():
        if kept(name, now[name]) == after[name]:
            columns[name] = from_json(value)
        elif name in JOINED:
            added = set(after[name] or ()) - set(value or ())
            columns[name] = [item for item in now[name] or () if item not in added] or None
    return columns


def kept(name: str, value: Any) -> Any:
    """The value of column ``name`` as JSON keeps it: of a company its id."""
    return value["company_id"] if name == LINK and value is not None else to_json(value)


def is_empty(value: Any) -> bool:
    """Whether a column holds nothing: 0 and "no" are something."""
    return value is None or value == "" or value == []


def _stage(people: Sequence[Contact]) -> str:
    """The stage of who was met last; somebody who ever bought is no longer new."""
    met = [person for person in people if person["last_contact_date"]]
    stage = max(met, key=lambda person: person["last_contact_date"], default=people[0])["lifecycle_stage"]
    bought = any(person["total_transactions"] for person in people)
    return "active" if stage == "new" and bought else stage

"""What each kind of bulk import can be given, and which column of a file holds which of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..server_customers.import_export import FIELD_LABELS, field_of_header
from ..server_shared.errors import Invalid
from ..server_shared.validators import fold

# Of each kind: its own fields, with the names (folded) that files give them.
_OWN: dict[str, dict[str, str]] = {
    "contacts": {},
    "tags": {"tags": "tags|tag|labels|label|groups"},
    "notes": {"note": "note|notes|text|comment|comments|remark|message|body", "noted_at": "date|time|created|written"},
    "consents": {
        "channel": "channel|medium",
        "purpose": "purpose|list|topic",
        "state": "state|status|consent|opt in|subscribed",
        "wording": "wording|words|text|statement",
        "language": "language|locale",
        "given_at": "date|time|given at|consented at|timestamp|when",
    },
    "companies": {
        "name": "name|company|company name|organisation|organization",
        "domain": "domain|company domain|company domain name",
        "email": "email|e mail|email address",
        "phone": "phone|telephone|phone number",
        "website": "website|website url|url|web",
        "address": "address|postal address|street address",
        "notes": "notes|note|description|about",
    },
    "locations": {
        "name": "name|location|place|property|branch",
        "address": "address|street address",
        "phone": "phone|telephone|phone number",
    },
    "bookings": {
        "external_id": "id|booking id|booking reference|booking number|reservation|reservation id|reservation number|"
        "confirmation number|reference|external id",
        "location": "location|hotel|property|place|branch|venue",
        "start": "start|start date|arrival|arrival date|check in|check in date|date|from",
        "end": "end|end date|departure|departure date|check out|check out date|to|until",
        "nights": "nights|number of nights|length of stay",
        "status": "status|booking status|reservation status",
        "adults": "adults",
        "children": "children",
        "babies": "babies|infants",
        "total": "total|total price|price|amount|total amount|revenue",
        "rate": "rate|nightly rate|rate per night|price per night|average daily rate|adr",
        "currency": "currency",
        "notes": "notes|note|comment|comments|special requests",
        "booked_at": "booked|booked at|booked on|booking date|created|created at",
    },
}
KINDS = tuple(_OWN)
# Kinds whose rows speak of a person, by the fields that contacts are imported with, or by the id here.
ABOUT_PEOPLE = frozenset({"contacts", "tags", "notes", "consents", "bookings"})
CONTACT_ID = "contact_id"
# Without a column for each of these (or for one of several) a kind cannot be imported.
_NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "contacts": (),
    "tags": (("tags",),),
    "notes": (("note",),),
    "consents": (("channel",), ("purpose",), ("state",)),
    "companies": (("name",),),
    "locations": (("name",),),
    "bookings": (("start",),),
}
_IDENTIFYING = (CONTACT_ID, "email", "phone", "full_name", "first_name", "last_name")


def fields_of(kind: str, more: Mapping[str, str]) -> list[str]:
    """Every field a column can be given: the kind's own, then those that say who it is about.

    ``more`` are the fields that this business gave its contacts, with their labels.
    """
    people = (
        [name for name in (CONTACT_ID, *FIELD_LABELS, *more) if name not in _OWN[kind]] if kind in ABOUT_PEOPLE else []
    )
    if kind == "contacts":
        people.remove(CONTACT_ID)
    return [*_OWN[kind], *people]


def kind_fields(kind: str) -> frozenset[str]:
    """The fields that say something else than who it is about."""
    return frozenset(_OWN[kind])


def match_columns(
    kind: str, columns: Sequence[str], chosen: Mapping[str, str], more: Mapping[str, str]
) -> dict[str, str]:
    """``{column index: field}``, by what was chosen for a header, else by its name. Raises Invalid.

    Several columns may hold one field. A header chosen as "" is left out.
    """
    unknown = [header for header in chosen if header not in columns]
    if unknown:
        raise Invalid(f"There is no column “{unknown[0]}”. The columns are {', '.join(columns)}.")
    fields = fields_of(kind, more)
    for field in chosen.values():
        if field and field not in fields:
            raise Invalid(f"There is no field “{field}” in {kind}. The fields are {', '.join(fields)}.")
    guessed = (chosen.get(column, _guess(kind, column, fields, more)) for column in columns)
    mapping = {str(index): field for index, field in enumerate(guessed) if field}
    _require(kind, set(mapping.values()))
    return mapping


def _guess(kind: str, header: str, fields: Sequence[str], more: Mapping[str, str]) -> str:
    name = _words(header)
    for field, names in _OWN[kind].items():
        if name in (field.replace("_", " "), *names.split("|")):
            return field
    if name == "contact id" and CONTACT_ID in fields:
        return CONTACT_ID
    labelled = next((field for field, label in more.items() if _words(label) == name), "")
    field = (labelled or field_of_header(header)) if kind in ABOUT_PEOPLE else ""
    return field if field in fields else ""


def _words(header: str) -> str:
    return " ".join(re.split(r"[\W_]+", fold(header))).strip()


def _require(kind: str, given: set[str]) -> None:
    needed = [*_NEEDED[kind], _IDENTIFYING] if kind in ABOUT_PEOPLE else _NEEDED[kind]
    for choices in needed:
        if not given.intersection(choices):
            raise Invalid(f"No column was found for {' or '.join(choices)}. Say which it is: --map COLUMN={choices[0]}")

"""The business's own fields of a contact: defining, changing and removing them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.errors import Conflict, Duplicate, Invalid, NotFound
from ..server_shared.validators import clean_text, fold, validate_choice
from .custom_field_rules import KINDS, MAX_OPTIONS, CustomField, free_column, slots
from .export_columns import STANDARD

MAX_LABEL = 60


def custom_fields() -> dict[str, CustomField]:
    """The fields in use, by key, in the order the business gave them."""
    rows = app_tables.contact_fields.search(archived_at=None)
    return {row["key"]: _field(row) for row in sorted(rows, key=lambda row: row["position"])}


def archived_fields() -> dict[str, CustomField]:
    """The fields out of use, by key, the last one taken out first."""
    rows = app_tables.contact_fields.search(archived_at=q.not_(None))
    return {row["key"]: _field(row) for row in sorted(rows, key=lambda row: row["archived_at"], reverse=True)}


def slots_in_use() -> dict[str, tuple[int, int]]:
    """How many columns of each sort in store are taken, archived fields' too, and how many there are."""
    return slots(row["column"] for row in app_tables.contact_fields.search())


def values_of(contact: Any, fields: Mapping[str, CustomField]) -> dict[str, Any]:
    """What a contact has in these fields: ``{key: value}``, empty ones left out."""
    return {key: contact[field.column] for key, field in fields.items() if contact[field.column] is not None}


def create_custom_field(actor: Actor, definition: Mapping[str, Any]) -> str:
    """Define a field from ``label, kind, options, help_text, required, in_list``; its key. Needs a transaction.

    Raises Invalid, and Duplicate when another has the label.
    """
    kind = validate_choice(definition.get("kind"), tuple(KINDS), "kind")
    described = _described(definition, kind)
    rows = list(app_tables.contact_fields.search())
    _refuse_taken(described["label"], rows)
    key = _new_key(described["label"], {row["key"] for row in rows})
    app_tables.contact_fields.add_row(
        key=key,
        kind=kind,
        column=free_column(kind, (row["column"] for row in rows)),
        position=len(rows) + 1,
        created_at=utc_now(),
        version=1,
        **described,
    )
    return key


def update_custom_field(actor: Actor, key: str, changes: Mapping[str, Any], expected_version: int | None) -> None:
    """Change all but the kind of a field. Entries of a list that contacts have cannot go.

    Needs a transaction. Raises NotFound, Invalid, Duplicate, and Conflict when somebody else changed it meanwhile.
    """
    row = _row(key)
    if expected_version not in (None, row["version"]):
        raise Conflict("Somebody else changed this field in the meantime.", field_record(_field(row)))
    described = _described({**dict(row), **changes}, row["kind"])
    _refuse_taken(described["label"], app_tables.contact_fields.search(), but=row)
    for option in set(row["options"] or ()) - set(described["options"] or ()):
        used = len(app_tables.contacts.search(**{row["column"]: [option] if row["kind"] == "choices" else option}))
        if used:
            people = "contact has" if used == 1 else "contacts have"
            raise Invalid(fields={"options": f"{used:,} {people} “{option}”. Please change them first."})
    row.update(**described, version=row["version"] + 1)


def _refuse_taken(label: str, rows: Iterable[Any], but: Any = None) -> None:
    in_use = (row for row in rows if row["archived_at"] is None and row != but)
    if any(fold(row["label"]) == fold(label) for row in in_use):
        raise Duplicate("There is already a field with this name.", fields={"label": "This name is taken."})


def order_custom_fields(actor: Actor, keys: list[str]) -> None:
    """Put the fields into this order; those not named come after. Needs a transaction."""
    if not all(isinstance(key, str) for key in keys):
        raise Invalid("These are not fields.")
    places = {key: place for place, key in enumerate(keys, 1)}
    for row in app_tables.contact_fields.search(archived_at=None):
        row["position"] = places.get(row["key"], len(places) + row["position"])


def archive_custom_field(actor: Actor, key: str) -> int:
    """Take a field out of use, keeping what contacts have in it; how many have something. Raises NotFound."""
    row = _row(key)
    row["archived_at"] = utc_now()
    return len(app_tables.contacts.search(**{row["column"]: q.not_(None)}))


def restore_custom_field(actor: Actor, key: str) -> None:
    """Bring a field back with what contacts had in it. Raises NotFound; Duplicate when another has its name now."""
    row = app_tables.contact_fields.get(key=key)
    if row is None:
        raise NotFound("There is no such field.")
    _refuse_taken(row["label"], app_tables.contact_fields.search(), but=row)
    row["archived_at"] = None


def require_archived(key: str) -> Any:
    """The row of an archived field. Raises NotFound."""
    row = app_tables.contact_fields.get(key=key)
    if row is None or row["archived_at"] is None:
        raise NotFound("There is no such archived field.")
    return row


def _described(definition: Mapping[str, Any], kind: str) -> dict[str, Any]:
    label = clean_text(definition.get("label"), "label", MAX_LABEL)
    if not label:
        raise Invalid(fields={"label": "Please give the field a name."})
    if fold(label) in STANDARD:
        raise Invalid(fields={"label": "Every contact has this already. Please choose another name."})
    return {
        "label": label,
        "options": _options(definition.get("options"), kind) if KINDS[kind].has_options else None,
        "help_text": clean_text(definition.get("help_text"), "help_text", 200) or None,
        "required": definition.get("required") is True,
        "in_list": definition.get("in_list") is True,
    }


def _options(raw: Any, kind: str) -> list[str]:
    lines = raw.splitlines() if isinstance(raw, str) else raw
    options = [clean_text(line, "options", 100) for line in lines] if isinstance(lines, list) else []
    options = list(dict.fromkeys(option for option in options if option))
    if not 1 <= len(options) <= MAX_OPTIONS:
        raise Invalid(fields={"options": f"A list has 1 to {MAX_OPTIONS} entries."})
    if kind == "choices" and any("," in option for option in options):
        raise Invalid(fields={"options": "Commas part the entries somebody has: please write these without."})
    return options


def _new_key(label: str, taken: set[str]) -> str:
    """``Favourite colour`` → ``favourite_colour``, with a number behind it where that is taken."""
    stem = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_") or "field"
    keys = (stem if number == 1 else f"{stem}_{number}" for number in range(1, len(taken) + 2))
    return next(key for key in keys if key not in taken)


def _row(key: str) -> Any:
    row = app_tables.contact_fields.get(key=key, archived_at=None)
    if row is None:
        raise NotFound("There is no such field.")
    return row


def field_record(field: CustomField) -> dict[str, Any]:
    """A field as screens get it."""
    names = ("key", "label", "kind", "help_text", "required", "in_list", "can_sort", "version")
    return {**{name: getattr(field, name) for name in names}, "options": list(field.options)}


def _field(row: Any) -> CustomField:
    return CustomField(
        row["key"],
        row["label"],
        row["kind"],
        row["column"],
        tuple(row["options"] or ()),
        row["help_text"] or "",
        bool(row["required"]),
        bool(row["in_list"]),
        int(row["version"] or 1),
    )

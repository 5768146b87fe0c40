"""One change to many contacts, which can be undone as one."""

from __future__ import annotations

from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Invalid, NotFound
from . import rules
from .company_service import company_columns
from .custom_field_rules import PREFIX as CUSTOM
from .custom_field_rules import clean_value
from .custom_field_service import custom_fields
from .labels import remember_labels
from .queries import get_contact_rows
from .segment_membership import settle

PREFIX = "E-"
BULK = "bulk_edit"
FIELDS = ("status", "source", "company")
ADD_TAG, REMOVE_TAG = "add_tag", "remove_tag"


def edit_contacts(actor: Actor, contact_ids: list[str], field: str, value: Any) -> dict[str, Any]:
    """Set ``field`` (or ``add_tag``, ``remove_tag``, ``custom.<key>``) of contacts; ``count`` and ``change_id``.

    ``count`` is how many it made different. Needs a transaction. Raises Invalid, NotFound, TooLarge.
    """
    rows = get_contact_rows(contact_ids)
    column, new_value = _change(field, value)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    links = company_columns(actor, [new_value]).get(new_value, {"company_link": None}) if column == "company" else {}
    with tables.batch_update:
        for row in rows:
            wanted = new_value(row[column]) if callable(new_value) else links.get("company", new_value)
            if wanted != row[column]:
                before[row["contact_id"]], after[row["contact_id"]] = row[column], wanted
                _write(row, {column: wanted, **links})
    remember_labels([value] if field == ADD_TAG else (), [value] if field == "source" else ())
    settle(rows)
    return {"count": len(before), "change_id": _record(actor, column, before, after) if before else None}


def undo_edit(actor: Actor, change_id: str) -> dict[str, Any]:
    """Give the contacts back what they had; ``count``, and how many were ``kept`` since somebody changed them again."""
    change = app_tables.contact_changes.get(change_id=change_id, kind=BULK)
    if change is None or change["undone_at"] is not None:
        raise NotFound("There is no such change to undo.")
    column = change["field"]
    rows = get_contact_rows(list(change["before"]))
    mine = [row for row in rows if row[column] == change["value"][row["contact_id"]]]
    names = [change["before"][row["contact_id"]] for row in mine] if column == "company" else []
    links = company_columns(actor, names)
    with tables.batch_update:
        for row in mine:
            old = change["before"][row["contact_id"]]
            link = {"company_link": None, **links.get(old, {})} if column == "company" else {}
            _write(row, {column: old, **link})
    change["undone_at"] = utc_now()
    settle(mine)
    return {"count": len(mine), "kept": len(rows) - len(mine)}


def _change(field: str, value: Any) -> tuple[str, Any]:
    """The column, and its new value or a function of the old one. Raises Invalid."""
    country = get_config()["default_country"]
    if field in (ADD_TAG, REMOVE_TAG):
        [tag] = rules.clean_fields({"tags": [value]}, country)["tags"] or [None]
        if tag is None:
            raise Invalid(fields={"value": "Please give a tag."})
        return "tags", _adding(tag) if field == ADD_TAG else _removing(tag)
    if field in FIELDS:
        return field, rules.clean_fields({field: value}, country)[field]
    custom = custom_fields().get(field.removeprefix(CUSTOM)) if field.startswith(CUSTOM) else None
    if custom is None:
        raise Invalid("This field cannot be changed for several contacts at once.")
    if custom.kind == "date":
        raise Invalid("Dates are changed contact by contact.")
    return custom.column, clean_value(custom, value, country)


def _adding(tag: str) -> Any:
    return lambda tags: tags if tag in (tags or ()) else [*(tags or ()), tag]


def _removing(tag: str) -> Any:
    return lambda tags: [each for each in tags or () if each != tag] or None


def _write(row: Any, columns: dict[str, Any]) -> None:
    derived = rules.derived_fields({**dict(row), **columns})
    row.update(**columns, **derived, updated_at=utc_now(), version=row["version"] + 1)


def _record(actor: Actor, column: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    change_id = f"{PREFIX}{take_numbers('contact_changes')[0]}"
    app_tables.contact_changes.add_row(
        change_id=change_id,
        kind=BULK,
        field=column,
        value=after,
        before=before,
        count=len(before),
        made_by=actor.user,
        made_at=utc_now(),
    )
    return change_id

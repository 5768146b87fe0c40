"""Sign-up forms: made, changed, put into use, archived. Those that write need a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.custom_field_service import custom_fields
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Duplicate, Invalid, NotFound
from ..server_shared.validators import fold, slug_of
from . import list_service
from .lead_form_rules import CUSTOM, DRAFT, LIVE, USUAL, check_whole, clean_form

PREFIX = "F-"
MAX_FORMS = 200
NAMED = ("form_id", "name", "slug", "kind", "words", "fields", "consents", "look", "behaviour", "after", "sites")


def list_forms(actor: Actor, archived: bool = False) -> list[dict[str, Any]]:
    """Every form in use (or archived), the newest first, with how often it was seen and sent in all."""
    gone = q.not_(None) if archived else None
    rows = list(app_tables.lead_forms.search(tables.order_by("created_at", ascending=False), archived_at=gone))
    counts: dict[str, list[int]] = {row.get_id(): [0, 0] for row in rows}
    days = app_tables.lead_form_days.search(q.page_size(1000), form=q.any_of(*rows)) if rows else ()
    for day in days:
        seen = counts[day["form"].get_id()]
        seen[0] += int(day["views"])
        seen[1] += int(day["submits"])
    return [{**form_record(row), "views": counts[row.get_id()][0], "submits": counts[row.get_id()][1]} for row in rows]


def save_form(
    actor: Actor, form_data: Mapping[str, Any], form_id: str = "", expected_version: int | None = None
) -> dict[str, Any]:
    """Make a form, or change the one of ``form_id``; as it is then.

    Raises NotFound, Invalid, Duplicate, and Conflict when ``expected_version`` is no longer the current one.
    """
    row = form_row(form_id) if form_id else None
    if row is not None and expected_version is not None and row["version"] != expected_version:
        raise Conflict("Somebody else changed this form in the meantime.", form_record(row))
    columns = whole_form(form_data, but=row)
    if row is None:
        row = _add(actor, columns)
    else:
        row.update(**columns, version=row["version"] + 1, updated_at=utc_now())
    return form_record(row)


def whole_form(form_data: Mapping[str, Any], but: Any = None) -> dict[str, Any]:
    """All columns that a person chooses of a form, cleaned; ``but`` is the row it is kept in. Raises Invalid."""
    before = {name: but[name] for name in (*NAMED[1:], "tags")} if but is not None else {}
    columns = clean_form({**USUAL, "name": "", **before, **form_data})
    list_id = form_data.get("list_id", list_id_of(but))
    mailing_list = list_service.get_list_row(str(list_id)) if list_id else None
    check_whole(columns, mailing_list["purpose"] if mailing_list is not None else None)
    known = custom_fields()
    for field in columns["fields"]:
        if field["key"].startswith(CUSTOM) and field["key"].removeprefix(CUSTOM) not in known:
            raise Invalid(fields={"fields": "One of your own fields does not exist any more."})
    slug = columns.get("slug") or slug_of(columns["name"]) or "form"
    _refuse_taken(columns["name"], slug, but)
    return {**columns, "slug": slug, "mailing_list": mailing_list}


def _add(actor: Actor, columns: dict[str, Any]) -> Any:
    if len(app_tables.lead_forms.search(archived_at=None)) >= MAX_FORMS:
        raise Invalid(f"There can be at most {MAX_FORMS} forms. Please archive one first.")
    [number] = take_numbers("lead_forms")
    now = utc_now()
    return app_tables.lead_forms.add_row(
        form_id=f"{PREFIX}{number}",
        status=DRAFT,
        version=1,
        created_by=actor.user,
        created_at=now,
        updated_at=now,
        archived_at=None,
        **columns,
    )


def set_live(actor: Actor, form_id: str, *, live: bool) -> dict[str, Any]:
    """Let a form take submissions, or no longer. Raises NotFound, Invalid."""
    row = form_row(form_id)
    if live and row["archived_at"] is not None:
        raise Invalid("This form is archived. Please bring it back first.")
    row.update(status=LIVE if live else DRAFT, updated_at=utc_now(), version=row["version"] + 1)
    return form_record(row)


def archive_form(actor: Actor, form_id: str, *, archived: bool = True) -> None:
    """Take a form out of use, or bring it back as a draft. Raises NotFound, Duplicate."""
    row = form_row(form_id)
    if not archived:
        _refuse_taken(row["name"], row["slug"], row)
    now = utc_now()
    row.update(archived_at=now if archived else None, status=DRAFT, updated_at=now, version=row["version"] + 1)


def form_row(form_id: str) -> Any:
    """The row of ``F-3``. Raises NotFound."""
    row = app_tables.lead_forms.get(form_id=form_id) if form_id else None
    if row is None:
        raise NotFound("There is no such form.")
    return row


def list_id_of(row: Any) -> str:
    """The id of the mailing list a form's row subscribes to; ``""`` for none."""
    if row is None or row["mailing_list"] is None or row["mailing_list"]["archived_at"] is not None:
        return ""
    return str(row["mailing_list"]["list_id"])


def form_record(row: Any) -> dict[str, Any]:
    """A form's row as a dict, with the addresses of its page and its script."""
    origin = anvil.server.get_app_origin()
    return {
        **{name: row[name] for name in (*NAMED, "status")},
        "tags": row["tags"] or [],
        "list_id": list_id_of(row),
        "version": int(row["version"]),
        "is_archived": row["archived_at"] is not None,
        "page_address": f"{origin}/forms/{row['slug']}",
        "script_address": f"{origin}/embed/{row['slug']}.js",
        "updated_at": row["updated_at"],
    }


def _refuse_taken(name: str, slug: str, but: Any) -> None:
    for row in app_tables.lead_forms.search():
        if row != but and row["archived_at"] is None and fold(row["name"]) == fold(name):
            raise Duplicate("There is already a form with this name.", fields={"name": "This name is taken."})
        if row != but and row["slug"] == slug:
            raise Duplicate("Another form has this address.", fields={"slug": "Another form has this address."})

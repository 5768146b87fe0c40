"""Segments: groups of contacts, by rules that are always kept or filled by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_sequences import automation_service
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Duplicate, Invalid, NotFound
from ..server_shared.validators import clean_text, fold
from . import queries, segment_criteria
from .segment_fields import KINDS
from .segment_membership import (
    NOT_ARCHIVED,
    PREFIX,
    count_members,
    members,
    refresh,
    refresh_all,
    setting,
    test_of,
    with_label,
)
from .segment_rules import OPERATORS, Setting, lower
from .segment_tests import Every, Has, Some
from .segment_words import explain
from .views import CARD_COLUMNS, contact_card

MAX_NAME = 80
MAX_SEGMENTS = 200
SAMPLE = 5
BATCH = 1000
OF_CAMPAIGNS = frozenset({"campaigns", "campaigns_opened", "campaigns_clicked"})
MOST_CAMPAIGNS = 100


def list_segments(actor: Actor) -> list[dict[str, Any]]:
    """Every segment that is not archived, by name, with the count of its contacts as they are now."""
    here = setting()
    rows = list(app_tables.segments.search(tables.order_by("name"), archived_at=None))
    counts = count_members(row["segment_id"] for row in rows)
    return [_record(row, here, counts[row["segment_id"]]) for row in rows]


def get_segment(actor: Actor, segment_id: str) -> dict[str, Any]:
    """One segment with its rules. Raises NotFound."""
    row = get_segment_row(segment_id)
    return _record(row, setting(), len(members(segment_id)))


def get_segment_fields(actor: Actor) -> dict[str, Any]:
    """What a rule can be made of: ``fields``, and for each kind the ``operators`` with what their value is."""
    campaigns = _campaign_names()
    fields = [
        {
            "name": field.name,
            "label": field.label,
            "kind": field.kind,
            "group": field.group,
            "options": [
                {"value": value, "label": label}
                for value, label in (campaigns if field.name in OF_CAMPAIGNS else field.options or {}).items()
            ],
        }
        for field in setting().fields.values()
    ]
    operators = {
        kind: [{"value": name, "label": each.label, "takes": each.takes} for name, each in OPERATORS[kind].items()]
        for kind in KINDS
    }
    return {"fields": fields, "operators": operators}


def _campaign_names() -> dict[str, str]:
    """What the fields on campaigns offer: those that went out, the newest first. Rules may name others too."""
    newest = tables.order_by("started_at", ascending=False)
    rows = app_tables.email_campaigns.search(
        newest, q.fetch_only("campaign_id", "campaign_name"), q.page_size(MOST_CAMPAIGNS), started_at=q.not_(None)
    )
    return {row["campaign_id"]: row["campaign_name"] for row in islice(rows, MOST_CAMPAIGNS)}


def preview_segment(actor: Actor, rules: Mapping[str, Any]) -> dict[str, Any]:
    """How many contacts ``rules`` find now, and the newest few of them. Raises Invalid."""
    test = Every((NOT_ARCHIVED, lower(rules, setting())))
    found = app_tables.contacts.search(
        tables.order_by("date_added", ascending=False),
        q.page_size(SAMPLE),
        q.fetch_only(*CARD_COLUMNS),
        test.query(),
    )
    currency = get_config()["system_currency"]
    sample = [contact_card(row, currency) for row, _ in zip(found, range(SAMPLE), strict=False)]
    return {"count": len(found), "sample": sample}


def create_segment(actor: Actor, segment_data: Mapping[str, Any], built_in: str | None = None) -> str:
    """Store a segment of ``name, description`` and ``rules``, ``criteria`` or ``is_dynamic: False``; its id.

    Needs a transaction, and ``refresh_segment`` afterwards: nobody is in it yet. Raises Invalid, Duplicate.
    """
    if len(app_tables.segments.search(archived_at=None)) >= MAX_SEGMENTS:
        raise Invalid(f"There can be at most {MAX_SEGMENTS} segments. Please archive one first.")
    described = _described(segment_data)
    [number] = take_numbers("segments")
    now = utc_now()
    app_tables.segments.add_row(
        segment_id=f"{PREFIX}{number}",
        is_active=True,
        built_in=built_in,
        created_by=actor.user,
        created_at=now,
        updated_at=now,
        version=1,
        archived_at=None,
        **described,
    )
    return f"{PREFIX}{number}"


def update_segment(
    actor: Actor, segment_id: str, changes: Mapping[str, Any], expected_version: int | None = None
) -> None:
    """Change name, description or rules. Needs a transaction, and a refresh afterwards.

    Raises NotFound, Invalid, Duplicate, and Conflict when ``expected_version`` is no longer the current one.
    """
    row = get_segment_row(segment_id)
    if expected_version is not None and row["version"] != expected_version:
        raise Conflict("Somebody else changed this segment in the meantime.", get_segment(actor, segment_id))
    known = {name: row[name] for name in ("name", "description", "rules", "is_dynamic")}
    kept = {name: changes[name] for name in ("name", "description", "rules") if name in changes}
    row.update(**_described({**known, **kept}, but=row), version=row["version"] + 1, updated_at=utc_now())


def archive_segment(actor: Actor, segment_id: str, *, archived: bool = True) -> None:
    """Take a segment out of use, or bring it back. Needs a transaction, and a refresh afterwards. Raises NotFound."""
    row = get_segment_row(segment_id)
    if not archived:
        _refuse_taken_name(row["name"], but=row)
    row.update(archived_at=utc_now() if archived else None, updated_at=utc_now(), version=row["version"] + 1)


def refresh_segment(segment_id: str) -> int:
    """Let the contacts of a segment be those of its rules, now; how many came or went. Opens its own transactions."""
    row = get_segment_row(segment_id)
    moved = refresh(row, setting(), quietly=True)
    _note_count(row)
    return moved


def contacts_in(
    segment_ids: Iterable[str] | None, without: Iterable[str], columns: Iterable[str], list_id: str = ""
) -> Any:
    """A search of the contacts in any of the segments (None: of everybody) and in none of ``without``.

    With ``list_id`` only those who are on that mailing list.
    """
    on_list = (Has("lists", list_id),) if list_id else ()
    without_those = tuple(Has("segments", name, has=False) for name in without)
    among = () if segment_ids is None else (Some(tuple(Has("segments", name) for name in segment_ids)),)
    test = Every((NOT_ARCHIVED, *on_list, *among, *without_those))
    return app_tables.contacts.search(q.fetch_only(*columns), q.page_size(BATCH), test.query())


def contacts_named(contact_ids: Iterable[str], columns: Iterable[str]) -> Any:
    """A search of the contacts with these ids that are not archived."""
    only = q.fetch_only(*columns)
    return app_tables.contacts.search(only, q.page_size(BATCH), contact_id=q.any_of(*contact_ids), archived_at=None)


def refresh_around(segment_id: str) -> None:
    """Refresh a segment that came or went, and all others where it is a fixed one: their rules may ask for it."""
    refresh_segment(segment_id)
    if not get_segment_row(segment_id)["is_dynamic"]:
        refresh_all_segments()


def refresh_all_segments() -> None:
    """Refresh every segment, since rules mean something else by now: other fields, features, fixed segments, clocks."""
    update_segment_counts(quietly=True)


def update_segment_counts(*, quietly: bool = False) -> dict[str, int]:
    """Refresh every segment: days have gone by since. Returns ``{segment id: how many came or went}``.

    ``quietly`` is of ``settle``. Opens its own transactions.
    """
    here = setting()
    rows = list(app_tables.segments.search(archived_at=None))
    moved = refresh_all(rows, here, quietly=quietly)
    counts, now = count_members(row["segment_id"] for row in rows), utc_now()
    with tables.batch_update:
        for row in rows:
            row.update(member_count=counts[row["segment_id"]], last_calculated=now)
    return {row["segment_id"]: moved[row["segment_id"]] for row in rows}


def make_built_in_segments(actor: Actor) -> list[str]:
    """Make the segments a business starts with, as far as its features go and it never had them; their ids.

    One whose name is taken by a segment of the business's own is left out.
    """
    features = get_config()["features"]
    rows = list(app_tables.segments.search())
    known = {row["built_in"] for row in rows} | {fold(row["name"]) for row in rows}
    made = []
    for key, name, description, feature, *condition in segment_criteria.BUILT_IN:
        if not {key, fold(name)} & known and (feature is None or features[feature]):
            rule = dict(zip(("field", "op", "value"), condition, strict=True))
            rules = {"operator": "AND", "conditions": [rule]}
            data = {"name": name, "description": description, "rules": rules}
            made.append(tables.in_transaction(create_segment)(actor, data, key))
    for segment_id in made:
        refresh_segment(segment_id)
    return made


def get_segment_count(segment_id: str) -> int:
    """How many contacts are in a segment. Raises NotFound."""
    return len(members(get_segment_row(segment_id)["segment_id"]))


def get_segment_contacts(
    actor: Actor,
    segment_id: str,
    sort: str = "name",
    ascending: bool = True,
    cursor: str | None = None,
    page_size: int = 50,
) -> dict[str, Any]:
    """A page of a segment's contacts, as ``list_contacts`` answers. Raises NotFound."""
    segment = get_segment_row(segment_id)["segment_id"]
    currency = get_config()["system_currency"]
    return queries.list_contacts({"segment": segment}, sort, ascending, cursor, page_size, currency)


def explain_membership(actor: Actor, segment_id: str, contact_id: str) -> dict[str, Any]:
    """Why a contact is in a segment or not: ``is_member``, and ``reasons`` as ``explain`` has them. Raises NotFound."""
    segment = get_segment_row(segment_id)
    contact = queries.get_contact_row(contact_id)
    is_member = segment["segment_id"] in (contact["segments"] or ())
    reasons = explain(segment["rules"], contact, setting()) if segment["is_dynamic"] else []
    return {"is_member": is_member, "reasons": reasons}


def segments_of(actor: Actor, contact_id: str) -> list[dict[str, Any]]:
    """The segments a contact is in, by name, each with the ``reasons`` as ``explain`` has them. Raises NotFound."""
    contact = queries.get_contact_row(contact_id)
    here = setting()
    rows = app_tables.segments.search(
        tables.order_by("name"), segment_id=q.any_of(*contact["segments"] or ()), archived_at=None
    )
    return [
        {
            "segment_id": row["segment_id"],
            "name": row["name"],
            "is_dynamic": row["is_dynamic"],
            "reasons": explain(row["rules"], contact, here) if row["is_dynamic"] else [],
        }
        for row in (rows if contact["segments"] else ())
    ]


def set_fixed_members(actor: Actor, segment_id: str, contact_ids: list[str], *, belong: bool) -> int:
    """Put contacts into a fixed segment or take them out (in a transaction); how many. Raises NotFound, Invalid."""
    segment = get_segment_row(segment_id)
    if segment["is_dynamic"]:
        raise Invalid("Who is in this segment follows from its rules.")
    name = segment["segment_id"]
    moved = []
    with tables.batch_update:
        for row in queries.get_contact_rows(contact_ids):
            labels = with_label(row["segments"], name, belong)
            if labels != row["segments"]:
                row["segments"] = labels
                moved.append(row)
    if belong:
        automation_service.fire_for_many("segment_entered", moved, {"segment_id": name})
    return len(moved)


def get_segment_row(segment_id: str) -> Any:
    """The row of ``S-3``. Raises NotFound."""
    row = app_tables.segments.get(segment_id=segment_id)
    if row is None:
        raise NotFound("Segment not found")
    return row


def _described(data: Mapping[str, Any], but: Any = None) -> dict[str, Any]:
    name = clean_text(data.get("name"), "name", MAX_NAME)
    if not name:
        raise Invalid(fields={"name": "Please give the segment a name."})
    _refuse_taken_name(name, but)
    is_dynamic = data.get("is_dynamic") is not False
    rules = data.get("rules") or (segment_criteria.to_rules(data["criteria"]) if data.get("criteria") else None)
    if is_dynamic:
        lower(rules, setting())
    return {
        "name": name,
        "slug": re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "segment",
        "description": clean_text(data.get("description"), "description", 500, lines=True) or None,
        "is_dynamic": is_dynamic,
        "rules": rules if is_dynamic else None,
    }


def _refuse_taken_name(name: str, but: Any) -> None:
    for row in app_tables.segments.search(archived_at=None):
        if row != but and fold(row["name"]) == fold(name):
            raise Duplicate("There is already a segment with this name.", fields={"name": "This name is taken."})


def _note_count(row: Any) -> None:
    row.update(member_count=len(members(row["segment_id"])), last_calculated=utc_now())


def _record(row: Any, here: Setting, count: int) -> dict[str, Any]:
    return {
        "segment_id": row["segment_id"],
        "name": row["name"],
        "slug": row["slug"],
        "description": row["description"] or "",
        "is_dynamic": row["is_dynamic"],
        "is_sound": not row["is_dynamic"] or test_of(row, here) is not None,
        "rules": row["rules"],
        "count": count,
        "last_calculated": row["last_calculated"],
        "version": int(row["version"]),
        "archived": row["archived_at"] is not None,
    }

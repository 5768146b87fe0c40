"""Who is in which segment: a contact carries the ids of its segments in ``contacts.segments``.

Two ways lead there and agree: ``Segments.of`` decides for one contact that is just being written, ``refresh`` finds by
query who must come in or go. A property test holds the one to the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_sequences import automation_service
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid
from .custom_field_rules import CustomField
from .custom_field_service import custom_fields
from .segment_fields import offered
from .segment_rules import Setting, lower
from .segment_tests import Empty, Every, Has, Some, Test

PREFIX = "S-"
# Behind the id of a fixed segment that is archived: who was in it is known when it comes back, and nobody else asks.
ASIDE = "*"
BATCH = 1000
ONE_BY_ONE = 3
# With 10,000 contacts a count takes 2 to 10 ms, by how many it finds, and reading all of them 200 to 400.
COUNTED_EACH = 50
NOT_ARCHIVED = Empty("archived_at")


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments in use: the ``tests`` of those with rules, and the ids of the ``fixed`` ones, filled by hand."""

    tests: Mapping[str, Test]
    fixed: frozenset[str]
    columns: frozenset[str] = field(init=False)
    """What must be known of a contact to tell its segments."""

    def __post_init__(self) -> None:
        asked = frozenset({"archived_at", "segments"}).union(*(test.columns() for test in self.tests.values()))
        object.__setattr__(self, "columns", asked)

    def of(self, contact: Mapping[str, Any]) -> list[str] | None:
        """The ids of the segments a contact with these columns is in; None for none.

        An archived contact is in none that has rules; it keeps the fixed ones for when it is restored, as any contact
        keeps those that are archived.
        """
        contact = {name: contact[name] for name in self.columns}  # A row is asked slowly, and each test asks.
        kept = [name for name in contact["segments"] or () if name in self.fixed or name.endswith(ASIDE)]
        if contact["archived_at"] is not None:
            return kept or None
        return sorted([*kept, *(name for name, test in self.tests.items() if test.holds(contact))]) or None


def setting(
    *, with_segments: bool = True, with_lists: bool = True, own: Mapping[str, CustomField] | None = None
) -> Setting:
    """What rules mean in this business, now; without its fixed segments where no rule asks for them.

    ``with_lists`` reads the names of mailing lists, which only people need. ``own`` are the business's own fields,
    where they are known already.
    """
    config = get_config()
    own_fields = [field.for_rules for field in (custom_fields() if own is None else own).values()]
    fixed = {row["segment_id"]: row["name"] for row in _rows(is_dynamic=False)} if with_segments else {}
    fields = offered(config["features"], own_fields, fixed, _named_lists() if with_lists else None)
    return Setting(fields, utc_now(), ZoneInfo(config["time_zone"]), config["system_currency"])


def _named_lists() -> dict[str, dict[str, str]]:
    """The mailing lists in use, by id, and the topics of any of them."""
    rows = list(app_tables.mailing_lists.search(tables.order_by("name"), archived_at=None))
    topics = (topic for row in rows for topic in row["topics"] or ())
    return {"lists": {row["list_id"]: row["name"] for row in rows}, "topics": {topic: topic for topic in topics}}


def active_segments() -> Segments:
    """Every segment in use. One whose rules no longer make sense (a field was removed) has nobody in it."""
    here = setting(with_lists=False)
    rows = list(_rows())
    tests = {row["segment_id"]: test_of(row, here) for row in rows if row["is_dynamic"]}
    fixed = frozenset(row["segment_id"] for row in rows if not row["is_dynamic"])
    return Segments({name: test for name, test in tests.items() if test is not None}, fixed)


def test_of(segment: Any, here: Setting) -> Test | None:
    """The test of a segment's rules; None when they no longer make sense."""
    try:
        return lower(segment["rules"], here)
    except Invalid:
        return None


def members(segment_id: str) -> Any:
    """A search of the contacts in a segment, made to be counted."""
    return app_tables.contacts.search(
        q.page_size(1), q.fetch_only("contact_id"), archived_at=None, segments=[segment_id]
    )


def settle(contacts: Iterable[Any], *, quietly: bool = False) -> None:
    """Let contacts that were just written be in the segments they belong in; in the transaction that wrote them.

    Whoever comes into a segment enters the sequences that begin with it, unless it happens ``quietly``, as by imports.
    """
    wanted = {contact["contact_id"] for contact in contacts}
    if not wanted:
        return
    segments = active_segments()
    if not (segments.tests or segments.fixed):
        return
    rows = app_tables.contacts.search(q.page_size(BATCH), q.fetch_only(*segments.columns), contact_id=q.any_of(*wanted))
    entered: dict[str, list[Any]] = defaultdict(list)
    with tables.batch_update:
        for row in rows:
            names = segments.of(row)
            if names != row["segments"]:
                for name in set(names or ()) - set(row["segments"] or ()):
                    entered[name].append(row)
                row["segments"] = names
    if not quietly:
        _tell_entered(entered)


def _tell_entered(entered: Mapping[str, list[Any]]) -> None:
    for name, rows in entered.items():
        automation_service.fire_for_many("segment_entered", rows, {"segment_id": name})


def count_members(segment_ids: Iterable[str]) -> dict[str, int]:
    """How many contacts each segment has: each counted by the database, or all read once where segments are many."""
    names = list(segment_ids)
    if len(names) <= COUNTED_EACH:
        return {name: len(members(name)) for name in names}
    labelled = {"archived_at": None, "segments": q.not_(None)}
    rows = app_tables.contacts.search(q.fetch_only("segments"), q.page_size(10_000), **labelled)
    counts = Counter(name for row in rows for name in row["segments"])
    return {name: counts[name] for name in names}


def refresh(segment: Any, here: Setting, *, quietly: bool = False) -> int:
    """Bring a segment's contacts to what its rules say now, in batches that are transactions each; how many moved.

    ``quietly`` is of ``settle``: other rules are not something that happens with people. Of a segment that is filled
    by hand nobody moves; being archived, it is empty, and whole again once it is back.
    """
    if not segment["is_dynamic"]:
        labels = segment["segment_id"], segment["segment_id"] + ASIDE
        while _swap_batch(*(labels if segment["archived_at"] else reversed(labels))):
            pass
        return 0
    misplaced = _misplaced(segment, here)
    moved = 0
    while misplaced and _search(misplaced, 1):
        moved += _relabel_batch(misplaced, segment["segment_id"], quietly)
    return moved


def refresh_all(segments: Sequence[Any], here: Setting, *, quietly: bool = False) -> Counter[str]:
    """The same for many segments; how many moved in each. Where many have moves, each contact is looked at once."""
    stale = []
    for segment in segments:
        misplaced = _misplaced(segment, here)
        if misplaced and _search(misplaced, 1):
            stale.append(segment)
        if len(stale) > ONE_BY_ONE:
            return _look_at_each(quietly)
    return Counter({segment["segment_id"]: refresh(segment, here, quietly=quietly) for segment in stale})


def _misplaced(segment: Any, here: Setting) -> Test | None:
    """Who is in a segment and does not belong there, or the other way round; None for one that is filled by hand."""
    if not segment["is_dynamic"]:
        return None
    labelled = Has("segments", segment["segment_id"])
    test = test_of(segment, here) if segment["archived_at"] is None else None
    rightful = Every((NOT_ARCHIVED, test)) if test else Empty("contact_id")
    return Some((Every((labelled, rightful.negated())), Every((labelled.negated(), rightful))))


def _look_at_each(quietly: bool) -> Counter[str]:
    moved: Counter[str] = Counter()
    last: int | None = 0
    while last is not None:
        last, changes = _settle_batch(last, quietly)
        moved.update(changes)
    return moved


@tables.in_transaction
def _settle_batch(after_number: int, quietly: bool) -> tuple[int | None, Counter[str]]:
    """Settle the next contacts; the number of the last one (None at the end), and the moves in each segment."""
    segments, changes = active_segments(), Counter[str]()
    columns = q.fetch_only(*segments.columns, "contact_number")
    beyond = q.greater_than(after_number)
    found = app_tables.contacts.search(
        tables.order_by("contact_number"), columns, q.page_size(BATCH), contact_number=beyond
    )
    rows = list(islice(found, BATCH))
    entered: dict[str, list[Any]] = defaultdict(list)
    with tables.batch_update:
        for row in rows:
            names = segments.of(row)
            changes.update(set(names or ()) ^ set(row["segments"] or ()))
            for name in set(names or ()) - set(row["segments"] or ()):
                entered[name].append(row)
            if names != row["segments"]:
                row["segments"] = names
    if not quietly:
        _tell_entered(entered)
    return (int(rows[-1]["contact_number"]) if rows else None), changes


@tables.in_transaction
def _relabel_batch(misplaced: Test, name: str, quietly: bool) -> int:
    """Take those out who have the label and put in those who have not: all of them are where they do not belong."""
    batch = _search(misplaced, BATCH)
    entering = [row for row in batch if name not in (row["segments"] or ())]
    with tables.batch_update:
        for row in batch:
            row["segments"] = with_label(row["segments"], name, name not in (row["segments"] or ()))
    if not quietly:
        _tell_entered({name: entering})
    return len(batch)


@tables.in_transaction
def _swap_batch(label: str, other: str) -> int:
    """Let those with one label have the other; how many."""
    batch = _search(Has("segments", label), BATCH)
    with tables.batch_update:
        for row in batch:
            row["segments"] = with_label(with_label(row["segments"], label, False), other, True)
    return len(batch)


def _search(test: Test, count: int) -> list[Any]:
    rows = app_tables.contacts.search(test.query(), q.fetch_only("segments"), q.page_size(count))
    return list(islice(rows, count))


def with_label(labels: Iterable[str] | None, name: str, belongs: bool) -> list[str] | None:
    """The labels of a contact with ``name`` among them or not; None for none."""
    return sorted({*(labels or ()), name} if belongs else set(labels or ()) - {name}) or None


def _rows(**columns: Any) -> Any:
    return app_tables.segments.search(archived_at=None, is_active=True, **columns)

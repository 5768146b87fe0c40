"""Customers chosen for a message, from those who booked at chosen places and agreed to be written to.

A choice is kept as the steps that made it (``select`` or not, ``who``, ``search``, ``ids``), the later ones on top of
the earlier, and never as a list of everybody: "all with a telephone, but not these two" stays true as people come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from .key_pages import Page, read_page
from .paging import ORDERS
from .rules import search_words
from .segment_tests import Among, Empty, Every, Has, Some, Test, Written

ALL, HAS_EMAIL, HAS_PHONE, CONSENT = "all", "has_email", "has_phone", "consent"
WHO = (ALL, HAS_EMAIL, HAS_PHONE, CONSENT)
BATCH = 1000
COLUMNS = (
    *("contact_id", "contact_number", "first_name", "last_name", "company", "email", "phone", "agreed_to"),
    *("last_booking_date", "sort_name", "search_text"),
)

Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Eligible:
    """Who can be chosen: booked at one of ``places`` (ids; None: anywhere or nowhere), not archived, and agreed to one
    of ``consents`` (``channel:purpose``) at least."""

    places: tuple[str, ...] | None
    consents: tuple[str, ...]

    def test(self) -> Test:
        """The test that exactly these contacts satisfy."""
        agreed = Some(tuple(Has("agreed_to", consent) for consent in self.consents))
        return Every((self.booked(), agreed))

    def booked(self) -> Test:
        """The same whatever they agreed to."""
        there = () if self.places is None else (Some(tuple(Has("locations", place) for place in self.places)),)
        return Every((Empty("archived_at"), *there))

    def those(self, who: str, search: str = "", ids: Sequence[str] = ()) -> Test:
        """The ones of ``WHO`` that ``search`` finds, or those of ``ids`` where there are any."""
        if ids:
            return Among("contact_id", tuple(ids))
        kinds: dict[str, tuple[Test, ...]] = {
            HAS_EMAIL: (Empty("email", False),),
            HAS_PHONE: (Empty("phone", False),),
            CONSENT: tuple(Has("agreed_to", consent) for consent in self.consents),
        }
        words = (Written("search_text", word, "contains") for word in search_words(search) if word)
        return Every((*kinds.get(who, ()), *words))

    def chosen(self, steps: Sequence[Step]) -> Test:
        """Those that ``steps`` leave chosen, eligible or not."""
        test: Test = Some(())
        for step in steps:
            those = self.those(step["who"], step["search"], step["ids"])
            test = Some((test, those)) if step["select"] else Every((test, those.negated()))
        return test


def chosen_contacts(eligible: Eligible, steps: Sequence[Step], columns: Sequence[str]) -> Any:
    """A search of the eligible contacts that ``steps`` leave chosen."""
    test = Every((eligible.test(), eligible.chosen(steps)))
    return app_tables.contacts.search(q.fetch_only(*columns), q.page_size(BATCH), test.query())


def page_of_eligible(eligible: Eligible, who: str, search: str, cursor: str | None, page_size: int) -> Page:
    """A page of those who can be chosen, by name, in two statements. Raises Invalid."""
    test = Every((eligible.test(), eligible.those(who, search)))
    order = ORDERS["name"]
    return read_page(app_tables.contacts, order, True, cursor, page_size, q.fetch_only(*COLUMNS), test.query())


def count_eligible(eligible: Eligible, steps: Sequence[Step]) -> dict[str, int]:
    """How many are ``selected`` of those who can be chosen (``eligible``), and how many ``booked`` there at all."""
    return {
        "selected": _count(Every((eligible.test(), eligible.chosen(steps)))),
        "eligible": _count(eligible.test()),
        "booked": _count(eligible.booked()),
    }


def _count(test: Test) -> int:
    return len(app_tables.contacts.search(q.page_size(1), q.fetch_only("contact_id"), test.query()))

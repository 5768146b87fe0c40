"""What others tell of people, and the sequences that begin with it: ``fire`` after it happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import SYSTEM
from ..server_shared.config import get_config
from . import enrolments
from .rules import ACTIVE, TRIGGERS, matches

# What is asked of a contact who may enter.
COLUMNS = ("contact_id", "phone", "status", "segments", "total_transactions", "archived_at")
# What happened → the triggers it may be: whoever fills in a form was captured as a lead too.
ALSO: Mapping[str, tuple[str, ...]] = {"lead_captured": ("lead_captured", "form")}


def fire(trigger_type: str, contact: Any, details: Mapping[str, Any] | None = None) -> int:
    """Tell that something happened with a contact (its row); how many sequences they entered by it.

    ``trigger_type`` is one of ``rules.TRIGGERS``. ``details`` may have what conditions ask for (``form_id``,
    ``tag``, ``segment_id``, ``name``) and ``cause``, which tells this once from the next time (``booking:BK-5``): the
    same cause brings nobody in twice. One statement where no sequence waits for it. Needs a transaction.
    """
    return fire_for_many(trigger_type, [contact], details)


def fire_for_many(trigger_type: str, contacts: Iterable[Any], details: Mapping[str, Any] | None = None) -> int:
    """The same for many contacts at once."""
    if trigger_type not in TRIGGERS:
        raise ValueError(f"Unknown trigger {trigger_type!r}")
    facts, people = details or {}, list(contacts)
    if not people or not get_config()["features"]["marketing_enabled"]:
        return 0
    begun = active_with(*ALSO.get(trigger_type, (trigger_type,)))
    if begun and len(people) > 1:
        # As they are now, each with all that is asked of them, in one statement.
        ids = [contact["contact_id"] for contact in people]
        people = list(app_tables.contacts.search(q.fetch_only(*COLUMNS), contact_id=q.any_of(*ids)))
    return sum(len(enter(campaign, people, facts)) for campaign in begun)


def enter(campaign: Any, contacts: Iterable[Any], details: Mapping[str, Any]) -> list[Any]:
    """Let those of ``contacts`` enter a sequence whom its conditions ask for; their enrolments. Needs a transaction."""
    wanted = [contact for contact in contacts if matches(campaign["trigger_conditions"], details, contact)]
    return enrolments.enrol(SYSTEM, campaign, wanted, details.get("cause"))


def active_with(*trigger_types: str) -> list[Any]:
    """The active sequences (rows) that begin with any of these triggers."""
    return list(app_tables.email_campaigns.search(status=ACTIVE, trigger_type=q.any_of(*trigger_types)))

"""What the people of the demo business are about to do, and what their guests agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from anvil.tables import app_tables

from ..server_compliance.wording_service import current_wording
from ..server_customers.contact_service import count_consents
from ..server_marketing.offer_service import save_offer
from ..server_marketing.task_service import create_task
from ..server_shared.actors import SYSTEM, Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone

NEWSLETTER = "Newsletter"
OFFERS_WORDING = "Yes, tell me of offers of Bluegum House & Café. I can stop them whenever I like."
# The channels of offers, and whom of the newsletter's readers they are for: every one, every second, every third.
OFFER_CHANNELS = (("email", 1), ("sms", 2), ("whatsapp", 3))
WORDING = "Yes, I would like news and offers of Bluegum House & Café by e-mail. I can stop them whenever I like."

OFFERS = (
    {"name": "Tenth off a stay in the week", "kind": "price_reduction", "percent": 10, "terms": "Sunday to Thursday."},
    {"name": "Twice the points in the café", "kind": "rewards_increase", "points": 200},
    {"name": "Coffee with the cake", "kind": "free_service", "service": "A cup of coffee", "uses_each": 3},
)
# What, days from now, hour, who (None for nobody), about which of the contacts (by their order), how often again.
TASKS = (
    ("Ring about the workshop in spring", -2, 10, "staff@demo.test", 3, None),
    ("Send the wine list", 0, 16, "owner@demo.test", 1, None),
    ("Check the first-aid box", 1, 9, None, None, {"every": "month", "n": 1}),
    ("Confirm the menu for the wedding", 2, 11, "manager@demo.test", 6, None),
    ("Write the newsletter", 4, 9, "owner@demo.test", None, {"every": "week", "n": 2}),
    ("Thank for the flowers", 6, 9, "owner@demo.test", 0, None),
)


def make_tasks(contacts: Sequence[Any]) -> None:
    """What is to be done in the days around now. Needs a transaction."""
    now = utc_now().astimezone(business_zone())
    for title, days, hour, email, index, repeat in TASKS:
        due = (now + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
        task = {"title": title, "due_date": due, "assigned_to": email, "repeat": repeat}
        if index is not None:
            task["contact_id"] = contacts[index]["contact_id"]
        create_task(SYSTEM, task)


def make_consents(contacts: Sequence[Any], now: datetime) -> None:
    """Whoever has the newsletter asked for it when they came; every sixth has stopped it since. Needs a transaction."""
    wording = current_wording(SYSTEM, "newsletter", "en", WORDING)
    offers_wording = current_wording(SYSTEM, "marketing", "en", OFFERS_WORDING)
    readers = [contact for contact in contacts if NEWSLETTER in (contact["tags"] or ())]
    entries = []
    for number, contact in enumerate(readers):
        asked = contact["date_added"] + timedelta(hours=1)
        entries.append(_entry(contact, "granted", asked, wording))
        if number % 6 == 5:
            entries.append(_entry(contact, "withdrawn", asked + (now - asked) / 2, None))
            continue
        entries += [
            _entry(contact, "granted", asked, offers_wording, channel=channel, purpose="marketing")
            for channel, every in OFFER_CHANNELS
            if number % every == 0
        ]
    app_tables.consents.add_rows(entries)
    for contact in readers:
        count_consents(contact)


def make_offers(actor: Actor, today: date) -> None:
    """Three offers of this season. Needs a transaction."""
    season = {"valid_from": today - timedelta(days=14), "valid_until": today + timedelta(days=75), "uses_each": 1}
    for offer in OFFERS:
        save_offer(actor, {**season, **offer})


def _entry(
    contact: Any, state: str, moment: datetime, wording: Any, channel: str = "email", purpose: str = "newsletter"
) -> dict[str, Any]:
    return {
        "contact": contact,
        "channel": channel,
        "purpose": purpose,
        "state": state,
        "wording": wording,
        "source": "form" if state == "granted" else "one_click",
        "evidence": {},
        "recorded_by": None,
        "recorded_at": moment,
    }

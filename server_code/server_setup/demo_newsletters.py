"""The demo business's newsletter and sign-up forms, with who subscribed and what visitors sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_newsletter import lead_forms, list_keeping, list_service
from ..server_shared.actors import SYSTEM
from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone

LETTER = {
    "name": "The Bluegum letter",
    "description": "Once a month: what is on the table, what is in flower, and a night at a friend's price.",
    "topics": ["Stays", "Café", "Garden"],
    "welcome_subject": "Welcome to the Bluegum letter",
    "welcome_text": "Hello {{first_name|there}},\n\nthank you for subscribing. The next letter comes at the first "
    "weekend of the month.\n\nThe Bluegum House",
}
OFFERS = {"channel": "email", "purpose": "marketing", "text": "Yes, send me offers by e-mail."}
FORMS = (
    {
        "name": "Celebrate with us",
        "words": {
            "title": "Celebrate at Bluegum House",
            "text": "Tell us what you plan, and we write back.",
            "button": "Ask",
        },
        "fields": [
            {"key": "first_name", "required": True},
            {"key": "email", "required": True},
            {"key": "phone"},
            {"key": "message", "label": "What do you plan, and when?"},
        ],
        "consents": [OFFERS],
        "tags": ["Events"],
    },
    {
        "name": "Letter, in the corner",
        "kind": "slide_in",
        "words": {"title": "A letter a month", "text": "From our kitchen and our garden.", "button": "Subscribe"},
        "look": {"color": "primary", "side": "right"},
    },
)
PLANS = ("A birthday for twelve, in May", "A small wedding next spring", "Lunch for our reading circle")
SUBSCRIBERS, WAITING = 14, 2


@tables.in_transaction
def make_newsletters() -> None:
    """Make them once: a business that has a newsletter keeps its own."""
    if len(app_tables.mailing_lists.search()):
        return
    list_id = list_keeping.create_list(SYSTEM, LETTER)
    letter = list_service.get_list_row(list_id)
    people = list(app_tables.contacts.search(tables.order_by("contact_number"), archived_at=None))
    readers = [row for row in people if "email:newsletter" in (row["agreed_to"] or ())] or people
    now = utc_now()
    for number, row in enumerate(readers[: SUBSCRIBERS + WAITING]):
        _subscribe(row, letter, now - timedelta(days=9 * number + 1), is_waiting=number < WAITING)
    forms = []
    for data in FORMS:
        made = lead_forms.save_form(SYSTEM, {**data, "list_id": list_id if data.get("kind") else ""})
        lead_forms.set_live(SYSTEM, made["form_id"], live=True)
        forms.append(lead_forms.form_row(made["form_id"]))
    _fill(forms[0], people[5:], now)


# Where the visitors of a form came from; "" typed the address.
SOURCES = ("", "google.com", "instagram")


def _subscribe(contact: Any, letter: Any, moment: datetime, *, is_waiting: bool) -> None:
    app_tables.list_subscriptions.add_row(
        contact=contact,
        mailing_list=letter,
        status="pending" if is_waiting else "active",
        topics=(letter["topics"] or [])[: 1 + int(contact["contact_number"]) % 3],
        frequency="monthly" if int(contact["contact_number"]) % 5 == 0 else None,
        source="website",
        subscribed_at=moment,
        confirmed_at=None if is_waiting else moment,
        updated_at=moment,
        asked_count=0,
    )
    list_service.recount([contact])


def _fill(form: Any, people: Sequence[Any], now: datetime) -> None:
    """Some weeks of visitors, from here and there, and what three of them asked."""
    today = now.astimezone(business_zone()).date()
    for ago in range(21):
        for place, source in enumerate(SOURCES):
            views = (5 + ago * 7 % 11) // (1 + place)
            submits = 1 if ago == 2 + 7 * place else 0
            counts = {"views": views, "begun": views // 4 + submits, "submits": submits}
            app_tables.lead_form_days.add_row(form=form, day=today - timedelta(days=ago), source=source, **counts)
    for number, (contact, plan) in enumerate(zip(people, PLANS, strict=False)):
        answers = {"first_name": contact["first_name"], "email": contact["email"], "message": plan}
        app_tables.lead_submissions.add_row(
            submit_key=f"demo-{number}",
            form=form,
            contact=contact,
            answers={key: text for key, text in answers.items() if text},
            consents=["email:marketing"] if number == 0 else [],
            is_new_contact=number == 1,
            submitted_at=now - timedelta(days=2 + 7 * number, hours=number),
        )

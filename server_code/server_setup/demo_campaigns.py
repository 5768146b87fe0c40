"""Two newsletters of the demo business that went out, what their readers did, and one that was never finished."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_analytics import attribution_service, figure_service
from ..server_marketing import campaign_queries, campaign_service
from ..server_shared.actors import SYSTEM
from ..server_shared.clock import utc_now

SHOP = "https://bluegum.test"
BROWSER = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
)
# Mail programs of firms look at every link on the way.
SCANNER = "Mozilla/5.0 (compatible; Barracuda Sentinel)"
# Name, subject, days ago, text, button, where it leads.
CAMPAIGNS = (
    (
        *("Two nights, third one free", "{{first_name|Hello}}, a third night is on us", 23),
        "Stay two nights from Sunday to Thursday and the third one is our gift. Breakfast is in the garden.",
        *("Choose your nights", f"{SHOP}/stay"),
    ),
    (
        *("New bread from the oven", "Warm bread from Thursday on, {{first_name|dear friend}}", 9),
        "We bake from six. Sourdough, seed loaf and the cinnamon knots that you asked for.",
        *("Order for Saturday", f"{SHOP}/bread"),
    ),
)

UNFINISHED, LEFT_DAYS_AGO = "Christmas at the house", 18


def make_campaigns() -> None:
    """Let the newsletters have gone out, unless there are campaigns already."""
    if not len(app_tables.email_campaigns.search()):
        readers = [row for row in app_tables.contacts.search() if "email:newsletter" in (row["agreed_to"] or ())]
        for number, campaign in enumerate(CAMPAIGNS):
            tables.in_transaction(_make_campaign)(campaign, readers, Random(number))  # noqa: S311 - a story
        tables.in_transaction(_make_draft)()
        figure_service.refresh_figures()
        attribution_service.attribute_sales(timedelta(days=30))
        for row in app_tables.email_campaigns.search():
            figure_service.recount(row)


def _make_campaign(campaign: tuple, readers: Sequence[Any], random: Random) -> None:
    name, subject, days_ago, text, label, url = campaign
    began = (utc_now() - timedelta(days=days_ago)).replace(hour=8, minute=0, second=0, microsecond=0)
    blocks = [
        {"kind": "heading", "text": name},
        {"kind": "text", "text": f"Dear {{{{first_name|friend}}}},\n\n{text}"},
        {"kind": "button", "label": label, "url": url},
        {"kind": "text", "text": f"Our [menu of the month]({SHOP}/menu) and [how to find us]({SHOP}/way)."},
    ]
    words = {"campaign_name": name, "subject": subject, "blocks": blocks, "purpose": "newsletter"}
    made = campaign_service.create_campaign(SYSTEM, {**words, "audience": {"everyone": True}})
    campaign_service.mail_of(made)
    row = campaign_queries.campaign_row(made)
    ended = began + timedelta(minutes=len(readers))
    row.update(
        status="sent", created_at=began, updated_at=ended, started_at=began, planned_at=began, completed_at=ended
    )
    content = app_tables.message_contents.get(campaign=row, variant="")
    for number, reader in enumerate(readers):
        _make_send(row, content, reader, began + timedelta(minutes=number), url, random)


def _make_draft() -> None:
    words = [{"kind": "heading", "text": UNFINISHED}, {"kind": "text", "text": "The tables on Christmas Eve go first."}]
    made = campaign_service.create_campaign(SYSTEM, {"campaign_name": UNFINISHED, "blocks": words})
    left = utc_now() - timedelta(days=LEFT_DAYS_AGO)
    campaign_queries.campaign_row(made).update(created_at=left, updated_at=left)


def _make_send(campaign: Any, content: Any, reader: Any, sent_at: datetime, url: str, random: Random) -> None:
    what = random.choices(("click", "open", "scan", "", "bounce"), (30, 34, 8, 26, 2))[0]
    key = f"{random.getrandbits(128):032x}"
    send = app_tables.sends.add_row(
        send_key=key,
        once=f"campaign:{campaign['campaign_id']}|{int(reader['contact_number'])}|email",
        contact=reader,
        channel="email",
        purpose="newsletter",
        stream="marketing_email",
        campaign=campaign,
        content=content,
        variant="",
        status="bounced" if what == "bounce" else "delivered",
        due_at=sent_at,
        created_at=sent_at,
        attempts=1,
        sent_at=sent_at,
        delivered_at=None if what == "bounce" else sent_at + timedelta(seconds=4),
        ended_at=sent_at + timedelta(seconds=4),
    )
    read = sent_at + timedelta(minutes=random.randrange(3, 60 * 30))
    links = (url, f"{SHOP}/menu", f"{SHOP}/way")
    if what == "scan":
        for place, link in enumerate(links):
            _note(send, "click", sent_at + timedelta(seconds=20 + place), SCANNER, place, link)
    if what in ("open", "click"):
        _note(send, "open", read, BROWSER)
    if what == "click":
        place = random.choices((0, 1, 2), (7, 2, 1))[0]
        _note(send, "click", read + timedelta(seconds=40), BROWSER, place, links[place])


def _note(send: Any, kind: str, moment: datetime, agent: str, place: int | None = None, url: str = "") -> None:
    app_tables.send_events.add_row(
        event_key=f"demo:{send['send_key']}:{kind}:{place}",
        send=send,
        contact=send["contact"],
        campaign=send["campaign"],
        event_type=kind,
        occurred_at=moment,
        received_at=moment,
        user_agent=agent,
        link_url=url or None,
        is_machine=None,
        detail=None if place is None else {"place": place},
    )

"""Campaigns: one message to many people, from the draft to its end.

Those that write expect the caller to have opened a transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_analytics import campaign_figures_service, figure_service
from ..server_customers.queries import Order, read_page
from ..server_messaging import outbox_service, settings_service
from ..server_messaging.driver_service import Attachment
from ..server_messaging.mail_file_service import attachments_of
from ..server_shared.actors import Actor
from ..server_shared.audit import log_audit_event
from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Forbidden, Invalid, NotFound
from . import budget_service, campaign_contents, channel_contents, offer_service
from .ab_rules import A, B, clean_test
from .ab_testing import test_of
from .campaign_queries import NOT_BEGUN, campaign_row
from .campaign_rules import (
    AWAITING,
    CANCELLED,
    DRAFT,
    EMAIL,
    PAUSED,
    SCHEDULED,
    SENDING,
    SENT,
    channels_of,
    check_step,
    clean_campaign,
)
from .campaign_uses import notice_changes, uses_of
from .campaign_views import campaign_record, campaign_stats
from .selection_rules import names_somebody

PREFIX = "E-"
NEWEST = Order("newest", "created_at", (datetime,), tie="campaign_id")
EDITABLE = frozenset({DRAFT, SCHEDULED, AWAITING})
WORDS = ("subject", "preview_text", "blocks", "sender_name", "attachments")
COPIED = (
    *("campaign_type", "purpose", "audience", "channels", "offer_id", "messages"),
    *("words_b", "test", "budget"),
)
DEFAULTS = {"campaign_type": "broadcast", "purpose": "marketing", "audience": {}}


def list_campaigns(actor: Actor, status: str | None = None, campaign_type: str | None = None) -> list[dict[str, Any]]:
    """Every one-off campaign that is not archived, the newest first, with the figures last counted."""
    wanted = _listed(status=status, campaign_type=campaign_type)
    return _records(list(app_tables.email_campaigns.search(tables.order_by("created_at", ascending=False), **wanted)))


def page_of_campaigns(actor: Actor, status: str | None, cursor: str | None, page_size: int) -> dict[str, Any]:
    """A page of the same: ``campaigns, total, next_cursor, previous_cursor``. Raises Invalid.

    Found by key, so that a campaign made meanwhile moves none from one page to the next.
    """
    page = read_page(app_tables.email_campaigns, NEWEST, False, cursor, page_size, **_listed(status=status))
    return {"campaigns": _records(page.rows), **page.neighbours}


def _listed(**wanted: str | None) -> dict[str, Any]:
    only = {name: value for name, value in wanted.items() if value}
    return {"archived_at": None, "campaign_id": q.like(f"{PREFIX}%"), **only}


def _records(rows: Sequence[Any]) -> list[dict[str, Any]]:
    figures = figure_service.figures_of(rows)
    return [campaign_record(row, figures[row.get_id()]) for row in rows]


def get_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """A campaign with its words, figures, and what keeps it from beginning (``wrong``). Raises NotFound."""
    row = _one_off(campaign_id)
    words, other = (campaign_contents.read_words(row, each) for each in (A, B))
    extras = {"words_b": other, "test": test_of(row), "budget": budget_service.budget_of(row)}
    extras |= {"messages": channel_contents.messages_of(row), "offer_figures": offer_service.figures_of_campaign(row)}
    return {
        **campaign_record(row),
        **words,
        **extras,
        "wrong": _what_is_wrong(row) if row["status"] in NOT_BEGUN else [],
    }


def get_stats(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """How a campaign did (``campaign_figures_service.stats_of``); enrolled is whoever it is for. Raises NotFound."""
    row = campaign_row(campaign_id)
    counts = campaign_stats(row)
    people = {"total_enrolled": counts["total"], "active": counts["waiting"], "completed": counts["sent"]}
    return campaign_figures_service.stats_of(row, {**people, "unsubscribed": counts["unsubscribed"]})


def mail_of(campaign_id: str, variant: str = A) -> tuple[dict[str, str], list[Attachment]]:
    """``subject, html, text`` of a campaign as they would go out now, and its files. Needs a transaction.

    Raises NotFound.
    """
    row = _one_off(campaign_id)
    campaign_contents.render(row)
    content = campaign_contents.content_of(row, B if variant == B else A)
    return {name: content[name] for name in ("subject", "html", "text")}, attachments_of(content)


def create_campaign(actor: Actor, campaign_data: Mapping[str, Any]) -> str:
    """Store a draft of ``campaign_name, campaign_type, purpose, audience``, its words, test and budget; its id.

    ``subject, preview_text, blocks, sender_name, attachments`` are the words, ``words_b`` those of version B. Nothing
    is sent. Raises Invalid.
    """
    given = {**DEFAULTS, "campaign_name": "", **campaign_data}
    columns = _columns(given)
    [number] = take_numbers("email_campaigns")
    now = utc_now()
    row = app_tables.email_campaigns.add_row(
        **{**columns, "scheduled_at": None},
        settings=_settings({}, campaign_data),
        campaign_id=f"{PREFIX}{number}",
        status=DRAFT,
        created_by=actor.user,
        created_at=now,
        updated_at=now,
        version=1,
    )
    _save_words(row, campaign_data)
    return row["campaign_id"]


def update_campaign(
    actor: Actor, campaign_id: str, changes: Mapping[str, Any], expected_version: int | None = None
) -> dict[str, Any]:
    """Change a campaign that has not begun; as it is then. One that was scheduled or waits is a draft again.

    Raises NotFound, Invalid, Conflict.
    """
    row = _one_off(campaign_id)
    if expected_version is not None and row["version"] != expected_version:
        raise Conflict("Somebody else changed this campaign in the meantime.", get_campaign(actor, campaign_id))
    if row["status"] not in EDITABLE:
        raise Invalid("This campaign has begun. Duplicate it to send something else.")
    columns = _columns(changes)
    columns.pop("scheduled_at", None)
    columns["settings"] = _settings(row["settings"] or {}, changes)
    _step(row, DRAFT, **columns, scheduled_at=None, asked_by=None)
    _save_words(row, changes)
    return get_campaign(actor, campaign_id)


def duplicate_campaign(actor: Actor, campaign_id: str) -> str:
    """A new draft with the same words and audience; its id. Raises NotFound."""
    row = _one_off(campaign_id)
    whole = get_campaign(actor, campaign_id)
    same = {name: whole[name] for name in (*COPIED, *WORDS)}
    return create_campaign(actor, {**same, "campaign_name": f"{row['campaign_name'][:110]} (copy)"})


def archive_campaign(actor: Actor, campaign_id: str, *, archived: bool = True) -> None:
    """Take a campaign off the list, or bring it back; not one that is under way. Raises NotFound, Invalid."""
    row = _one_off(campaign_id)
    if row["status"] in (SENDING, PAUSED, SCHEDULED):
        raise Invalid("Please cancel this campaign first.")
    row.update(archived_at=utc_now() if archived else None, updated_at=utc_now())


def schedule_campaign(
    actor: Actor, campaign_id: str, when: Any, count: int, seen_version: int | None = None
) -> dict[str, Any]:
    """Let a campaign begin at ``when`` (wall time of the business without a zone), with a second person's yes if need.

    ``count`` is who would get it now. Raises Invalid, NotFound, and Conflict where it is no longer ``seen_version``.
    """
    row = _one_off(campaign_id)
    _refuse_unseen(actor, row, seen_version)
    moment = clean_campaign({"scheduled_at": when}, business_zone())["scheduled_at"]
    if moment is None or moment <= utc_now():
        raise Invalid(fields={"scheduled_at": "Please choose a time to come."})
    _refuse_unready(row)
    if count > settings_service.approve_above():
        _step(row, AWAITING, scheduled_at=moment, asked_by=actor.user, seen_uses=uses_of(row))
    else:
        _step(row, SCHEDULED, scheduled_at=moment, launched_by=actor.user, asked_by=None)
    return campaign_record(row)


def begin_scheduled(actor: Actor, row: Any, count: int) -> None:
    """Begin a campaign whose time has come, unless more get it by now than one person alone may send to.

    Nor does one begin whose approval has lapsed. ``count`` is who gets it. Needs a transaction. Raises Invalid.
    """
    if notice_changes(row):
        return
    if count > settings_service.approve_above() and row["asked_by"] is None:
        why = "More people get it by now than one person alone may send to."
        asked = {"asked_by": row["launched_by"], "seen_uses": uses_of(row)}
        _step(row, AWAITING, scheduled_at=None, status_reason=why, **asked)
    else:
        begin(actor, row)


def launch_campaign(actor: Actor, campaign_id: str, count: int, seen_version: int | None = None) -> dict[str, Any]:
    """Begin a campaign, or ask for a second person's yes when it goes to many; ``count`` is who gets it, as shown.

    Raises NotFound, Invalid with what must be mended, and Conflict where it is no longer ``seen_version``.
    ``plan_campaign`` must follow.
    """
    row = _one_off(campaign_id)
    _refuse_unseen(actor, row, seen_version)
    _refuse_unready(row)
    if count > settings_service.approve_above():
        _step(row, AWAITING, asked_by=actor.user, seen_uses=uses_of(row))
    else:
        begin(actor, row)
    return campaign_record(row)


def approve_campaign(actor: Actor, campaign_id: str, seen_version: int) -> dict[str, Any]:
    """The second person's yes to what they saw: the campaign begins, now or at its time.

    Raises NotFound, Invalid, Forbidden for the one who asked, and Conflict where it is no longer ``seen_version``.
    """
    row = _one_off(campaign_id)
    _refuse_unseen(actor, row, seen_version)
    if row["status"] != AWAITING:
        raise Invalid("This campaign does not wait for an approval.")
    if row["asked_by"] == actor.user:
        raise Forbidden("Somebody else has to approve this campaign.")
    if row["scheduled_at"] is not None and row["scheduled_at"] > utc_now():
        _refuse_unready(row)
        _step(row, SCHEDULED, launched_by=actor.user, status_reason=None)
    else:
        begin(actor, row)
    return campaign_record(row)


def _refuse_unseen(actor: Actor, row: Any, seen_version: int | None) -> None:
    """Let nobody send what they have not seen; who names no version, as a program, has not looked."""
    if seen_version not in (None, row["version"]):
        text = "This campaign was changed after you opened it, and nothing has been sent. Please look at it once more."
        raise Conflict(text, get_campaign(actor, row["campaign_id"]))


def begin(actor: Actor, row: Any) -> None:
    """Let a campaign's row be sending, its words fixed as they are. Needs a transaction. Raises Invalid."""
    _refuse_unready(row)
    campaign_contents.render(row)
    content = campaign_contents.content_of(row)
    begun = {"started_at": utc_now(), "launched_by": actor.user, "status_reason": None}
    _step(row, SENDING, **begun, content_hash=content["content_hash"])
    facts = {"audience": row["audience"], "content": content["content_hash"]}
    log_audit_event(actor, "launch_campaign", "email_campaigns", row["campaign_id"], facts)


def pause_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """Send no more of a campaign until it is resumed; ``hold_campaign`` must follow. Raises NotFound, Invalid."""
    return _moved(campaign_id, PAUSED, status_reason="Paused by hand")


def resume_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """Go on with a paused campaign; ``hold_campaign`` must follow. Raises NotFound, Invalid."""
    if _one_off(campaign_id)["status"] != PAUSED:
        raise Invalid("This campaign is not paused.")
    return _moved(campaign_id, SENDING, status_reason=None)


def cancel_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """Send no more of a campaign, for good; ``hold_campaign`` must follow. Raises NotFound, Invalid."""
    return _moved(campaign_id, CANCELLED, completed_at=utc_now(), status_reason=None)


def go_on(campaigns: Sequence[Any]) -> None:
    """Let campaigns (rows) that were through be under way again: messages of theirs wait. Needs a transaction."""
    for row in campaigns:
        if row["status"] == SENT:
            row.update(status=SENDING, completed_at=None, version=row["version"] + 1, updated_at=utc_now())


def _one_off(campaign_id: str) -> Any:
    """The row of ``E-5``, and of no sequence: that has steps of its own. Raises NotFound."""
    if not campaign_id.startswith(PREFIX):
        raise NotFound("There is no such campaign.")
    return campaign_row(campaign_id)


def _settings(kept: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What a campaign is set to: its ``test`` and ``budget`` as given, and all else as it was."""
    settings = dict(kept)
    if "test" in given:
        settings["test"] = clean_test(given["test"])
    if "budget" in given:
        settings["budget"] = budget_service.clean_budget(given["budget"])
    return settings


def _save_words(row: Any, given: Mapping[str, Any]) -> None:
    campaign_contents.save_content(row, given)
    if isinstance(given.get("words_b"), Mapping):
        campaign_contents.save_content(row, given["words_b"], B)
    channel_contents.save_messages(row, given.get("messages") or {})


def _moved(campaign_id: str, status: str, **changes: Any) -> dict[str, Any]:
    row = _one_off(campaign_id)
    _step(row, status, **changes)
    if status != SENDING:
        outbox_service.take_back(campaign=row)
    return campaign_record(row)


def _step(row: Any, status: str, **changes: Any) -> None:
    check_step(row["status"], status)
    row.update(status=status, version=row["version"] + 1, updated_at=utc_now(), **changes)


def _refuse_unready(row: Any) -> None:
    wrong = _what_is_wrong(row)
    if not names_somebody(row["audience"] or {}):
        wrong.append("Nobody is chosen to get it.")
    if wrong:
        raise Invalid(" ".join(wrong))


def _what_is_wrong(row: Any) -> list[str]:
    """What must be mended in the words before a campaign can go."""
    mail = campaign_contents.what_is_wrong(row) if EMAIL in channels_of(row) else []
    return [*mail, *channel_contents.what_is_wrong(row)]


def _columns(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that ``raw`` names, cleaned; ``offer_id`` names an offer, or none. Raises Invalid, NotFound."""
    offer_id = raw.get("offer_id")
    offer = {"offer": offer_service.offer_row(offer_id) if offer_id else None} if "offer_id" in raw else {}
    return {**clean_campaign(raw, business_zone()), **offer}

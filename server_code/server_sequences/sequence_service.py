"""Sequences: messages that follow one another, to each person in their own time.

Those that write expect the caller to have opened a transaction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_analytics import campaign_figures_service, figure_service
from ..server_shared.actors import Actor
from ..server_shared.audit import log_audit_event
from ..server_shared.clock import utc_now
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Invalid, NotFound
from ..server_shared.validators import sanitize_html
from ..server_templates import words_service
from . import step_keeping, views
from .rules import (
    ACTIVE,
    ARCHIVED,
    BY_HAND,
    DRAFT,
    MAX_STEPS,
    PAUSED,
    PREFIX,
    SEQUENCE,
    check_step,
    clean_sequence,
    missing_conditions,
)
from .step_keeping import list_steps
from .views import sequence_record

TABLE = "email_campaigns"
MISSING = "Please say more about when it begins."
LONGEST_NAME = 110


def list_sequences(actor: Actor, status: str | None = None) -> list[dict[str, Any]]:
    """Every sequence that is not archived (or those in one state), the newest first, with how many are in it."""
    wanted = status or q.none_of(ARCHIVED)
    found = app_tables.email_campaigns.search(
        tables.order_by("created_at", ascending=False), campaign_type=SEQUENCE, status=wanted
    )
    rows = list(found)
    figures = figure_service.figures_of(rows)
    return [sequence_record(row, figures[row.get_id()]) for row in rows]


def get_sequence(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """A sequence with its ``steps``, the figures of each, and what is ``wrong`` with it. Raises NotFound."""
    row = sequence_row(campaign_id)
    kept = figure_service.parts_of(row)
    steps, view = [], []
    for step in list_steps(row):
        record = step_keeping.step_record(step, row["purpose"])
        waiting = views.people_before(row, record["step_number"])
        figures = {**views.step_figures(kept["variants"], record["step_key"]), "next": waiting}
        steps.append({**record, "figures": figures})
        view.append({**record, "html": step["content"]["html"] or ""})
    record = sequence_record(row, kept["figures"])
    return {
        **record,
        "settings": {**record["settings"], **views.s0_view(view)},
        "steps": steps,
        "wrong": what_is_wrong(row),
        "stats": views.sequence_stats(row, kept["figures"]),
    }


def create_sequence(actor: Actor, raw: Mapping[str, Any]) -> str:
    """Store a draft of ``campaign_name, purpose, trigger_type, trigger_conditions, settings``; its id. Raises Invalid.

    ``steps`` are as ``add_step`` takes them; ``settings.email_sequence`` (or ``sequence_emails``), a list of ``subject,
    html_content``, and ``settings.email_delay_days`` are understood too. Nothing is sent.
    """
    [number] = take_numbers("sequences")
    now = utc_now()
    columns = clean_sequence({"campaign_name": "", "purpose": "", "trigger_type": BY_HAND, "settings": {}, **raw})
    row = app_tables.email_campaigns.add_row(
        **columns,
        campaign_id=f"{PREFIX}{number}",
        campaign_type=SEQUENCE,
        status=DRAFT,
        created_by=actor.user,
        created_at=now,
        updated_at=now,
        version=1,
    )
    for step in _steps_given(raw):
        step_keeping.add_step(row, step)
    return row["campaign_id"]


def update_sequence(
    actor: Actor, campaign_id: str, changes: Mapping[str, Any], expected_version: int | None = None
) -> dict[str, Any]:
    """Change all of a sequence but its steps; as it is then. Raises NotFound, Invalid, Conflict."""
    row = changing(actor, campaign_id, expected_version)
    given = {"trigger_type": row["trigger_type"], **changes} if "trigger_conditions" in changes else changes
    columns = clean_sequence(given)
    _touch(row, **columns)
    if "purpose" in columns:
        step_keeping.render_steps(row)
    if row["status"] == ACTIVE:
        _refuse_unready(row)
    return get_sequence(actor, campaign_id)


def change_steps(
    actor: Actor, campaign_id: str, change: Callable[[Any], Any], expected_version: int | None = None
) -> tuple[dict[str, Any], Any]:
    """Let ``change`` work on the steps of a sequence's row; the sequence then, and what ``change`` answered.

    Raises NotFound, Invalid (an active sequence stays sound), Conflict.
    """
    row = changing(actor, campaign_id, expected_version)
    answer = change(row)
    _touch(row)
    if row["status"] == ACTIVE:
        _refuse_unready(row)
    return get_sequence(actor, campaign_id), answer


def duplicate_sequence(actor: Actor, campaign_id: str) -> str:
    """A new draft with the same trigger, rules and steps; its id. Raises NotFound."""
    row = sequence_row(campaign_id)
    same = {name: row[name] for name in ("purpose", "trigger_type", "trigger_conditions", "settings")}
    made = create_sequence(actor, {**same, "campaign_name": f"{row['campaign_name'][:LONGEST_NAME]} (copy)"})
    step_keeping.copy_steps(row, sequence_row(made))
    return made


def activate_sequence(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """Let a sequence run, or run again; ``hold_campaign`` must follow. Raises NotFound, Invalid with what is wrong."""
    row = sequence_row(campaign_id)
    _refuse_unready(row)
    step_keeping.render_steps(row)
    began = {} if row["started_at"] else {"started_at": utc_now()}
    log_audit_event(actor, "activate_sequence", TABLE, campaign_id, {"steps": len(list_steps(row))})
    return _step(row, ACTIVE, launched_by=actor.user, **began)


def pause_sequence(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """Let everybody stay where they are for now; ``hold_campaign`` must follow. Raises NotFound, Invalid."""
    return _step(sequence_row(campaign_id), PAUSED)


def pause_now(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """The same, with what follows, in a transaction of its own."""
    sequence = tables.in_transaction(pause_sequence)(actor, campaign_id)
    anvil.server.launch_background_task("hold_campaign", campaign_id)
    return sequence


def archive_sequence(actor: Actor, campaign_id: str, *, archived: bool = True) -> dict[str, Any]:
    """Take a sequence out of use, its people waiting in it, or bring it back paused. Raises NotFound, Invalid."""
    row = sequence_row(campaign_id)
    back = PAUSED if row["started_at"] else DRAFT
    archived_at = utc_now() if archived else None
    return _step(row, ARCHIVED if archived else back, archived_at=archived_at)


def sequence_row(campaign_id: str) -> Any:
    """The row of ``Q-5``. Raises NotFound."""
    row = app_tables.email_campaigns.get(campaign_id=campaign_id, campaign_type=SEQUENCE) if campaign_id else None
    if row is None:
        raise NotFound("There is no such sequence.")
    return row


def get_stats(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """How a sequence did (``campaign_figures_service.stats_of``). Raises NotFound."""
    row = sequence_row(campaign_id)
    counts = views.sequence_stats(row, {})
    people = {name: counts[name] for name in ("active", "completed", "unsubscribed")}
    return campaign_figures_service.stats_of(row, {"total_enrolled": counts["enrolled"], **people})


def is_meant(raw: Mapping[str, Any]) -> bool:
    """Whether what ``create_campaign`` is given describes a sequence."""
    settings = raw.get("settings") or raw.get("campaign_settings")
    mails = isinstance(settings, Mapping) and "email_sequence" in settings
    return raw.get("campaign_type") == SEQUENCE or mails or "sequence_emails" in raw


def is_sequence(campaign_id: str) -> bool:
    """Whether an id is that of a sequence."""
    return campaign_id.startswith(PREFIX)


def what_is_wrong(row: Any) -> list[str]:
    """What keeps a sequence from running, in words."""
    steps = [step for step in list_steps(row) if step["is_active"]]
    wrong = [] if steps else ["The sequence has no step that is switched on."]
    if missing_conditions(row["trigger_type"] or BY_HAND, row["trigger_conditions"] or {}):
        wrong.append(MISSING)
    for step in steps:
        for fault in step_keeping.wrong_content(step, row["purpose"]):
            wrong.append(f"Step {int(step['step_number'])}: {fault}")
    if any(step["channel"] == step_keeping.EMAIL for step in steps):
        wrong += words_service.wrong_sender(row["purpose"])
    return wrong


def changing(actor: Actor, campaign_id: str, expected_version: int | None) -> Any:
    """The row of a sequence that is about to be changed. Raises NotFound, Invalid, Conflict."""
    row = sequence_row(campaign_id)
    if expected_version is not None and row["version"] != expected_version:
        raise Conflict("Somebody else changed this sequence in the meantime.", get_sequence(actor, campaign_id))
    if row["status"] == ARCHIVED:
        raise Invalid("This sequence is archived. Please bring it back first.")
    return row


def _step(row: Any, status: str, **changes: Any) -> dict[str, Any]:
    check_step(row["status"], status)
    _touch(row, status=status, **changes)
    return sequence_record(row, figure_service.figures_of([row])[row.get_id()])


def _touch(row: Any, **changes: Any) -> None:
    row.update(**changes, version=int(row["version"]) + 1, updated_at=utc_now())


def _refuse_unready(row: Any) -> None:
    wrong = what_is_wrong(row)
    if wrong:
        raise Invalid(" ".join(wrong))


def _steps_given(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The steps that ``create_sequence`` was given, in whichever form."""
    settings = raw.get("settings") or raw.get("campaign_settings") or {}
    mails = settings.get("email_sequence") or raw.get("sequence_emails") or []
    given = raw.get("steps") or [_step_of_mail(mail, settings, place) for place, mail in enumerate(mails)]
    if not isinstance(given, list) or len(given) > MAX_STEPS:
        raise Invalid(f"A sequence has at most {MAX_STEPS} steps.")
    return given


def _plain(html: str) -> str:
    """What a mail's HTML says, paragraph by paragraph."""
    parted = re.sub(r"(?i)<br\s*/?>|</(p|div|h[1-6]|li)>", "\n\n", html)
    return unescape(sanitize_html(parted, set())).strip()


def _step_of_mail(mail: Mapping[str, Any], settings: Mapping[str, Any], place: int) -> dict[str, Any]:
    """A step of the older form: the first mail goes at once, each other a day after, unless it says something else."""
    later = settings.get("email_delay_days", 1) if place else 0
    text = mail.get("text") or _plain(str(mail.get("html_content") or ""))
    return {
        "subject": mail.get("subject", ""),
        "blocks": mail.get("blocks") or [{"kind": "text", "text": text}],
        "delay_days": mail.get("delay_days", later),
    }

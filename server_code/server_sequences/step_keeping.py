"""The steps of a sequence: their order, their waiting, their words. Functions that write expect an open transaction.

A step keeps its key for good; its number is its place. One that is taken out keeps all but its number: so it can be put
back, and nobody who had it gets it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_messaging import whatsapp_service
from ..server_messaging.message_service import unknown_tokens
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid, NotFound
from ..server_shared.validators import clean_text
from ..server_templates import words_service
from .enrolments import steps_of
from .rules import MAX_STEPS, clean_step_columns

EMAIL = "email"
TIMING = ("delay_days", "delay_hours", "send_time", "is_active")
WORDS = ("subject", "preview_text", "blocks")
MAX_TEXT = 1600
DEFAULTS: Mapping[str, Any] = {
    "channel": EMAIL,
    "delay_days": 1,
    "delay_hours": 0,
    "send_time": None,
    "skip_if": {},
    "is_active": True,
}


def step_record(row: Any, purpose: str) -> dict[str, Any]:
    """A step with its words, and what is ``wrong`` with these."""
    content = row["content"]
    return {
        **{name: row[name] for name in ("step_key", "channel", "send_time", "is_active")},
        **{name: int(row[name]) for name in ("step_number", "delay_days", "delay_hours")},
        "skip_if": row["skip_if"] or {},
        **{name: content[name] or "" for name in ("subject", "preview_text", "text")},
        "blocks": content["blocks"] or [],
        "settings": content["settings"] or {},
        "wrong": wrong_content(row, purpose),
    }


def add_step(campaign: Any, raw: Mapping[str, Any]) -> Any:
    """Put a step with its words behind the others; its row. Raises Invalid."""
    number = len(list_steps(campaign)) + 1
    if number > MAX_STEPS:
        raise Invalid(f"A sequence has at most {MAX_STEPS} steps.")
    columns = clean_step_columns({**DEFAULTS, **raw})
    key, now = _next_key(campaign), utc_now()
    content = app_tables.message_contents.add_row(
        campaign=campaign,
        channel=columns["channel"],
        variant=key,
        **dict.fromkeys(("subject", "preview_text", "text"), ""),
        blocks=[dict(block) for block in words_service.STARTING_BLOCKS],
        settings={},
        created_at=now,
        updated_at=now,
    )
    row = app_tables.sequence_steps.add_row(
        campaign=campaign,
        step_key=key,
        step_number=number,
        content=content,
        created_at=now,
        updated_at=now,
        **columns,
    )
    _change_content(row, campaign["purpose"], raw)
    return row


def change_step(campaign: Any, step_key: str, raw: Mapping[str, Any]) -> bool:
    """Change a step and its words; whether people may now be due at another time. Raises NotFound, Invalid."""
    row = step_row(campaign, step_key)
    columns = clean_step_columns(raw)
    if columns.get("channel", row["channel"]) != row["channel"]:
        row["content"].update(channel=columns["channel"])
    moves = any(name in columns and columns[name] != row[name] for name in TIMING)
    row.update(**columns, updated_at=utc_now())
    _change_content(row, campaign["purpose"], raw)
    return moves


def move_step(campaign: Any, step_key: str, place: int) -> None:
    """Put a step to another place, 1 being the first. Raises NotFound."""
    row = step_row(campaign, step_key)
    others = [step for step in list_steps(campaign) if step["step_key"] != step_key]
    place = min(max(place, 1), len(others) + 1)
    _number([*others[: place - 1], row, *others[place - 1 :]])


def remove_step(campaign: Any, step_key: str) -> int:
    """Take a step out; the place it had. Raises NotFound."""
    row = step_row(campaign, step_key)
    place = int(row["step_number"])
    row.update(step_number=None, updated_at=utc_now())
    _number(list_steps(campaign))
    return place


def restore_step(campaign: Any, step_key: str, place: int) -> None:
    """Put a step that was taken out back. Raises NotFound."""
    row = app_tables.sequence_steps.get(campaign=campaign, step_key=step_key, step_number=None)
    if row is None:
        raise NotFound("There is no such step.")
    rest, place = list_steps(campaign), max(place, 1)
    _number([*rest[: place - 1], row, *rest[place - 1 :]])


def copy_steps(source: Any, target: Any) -> None:
    """Give one sequence the steps of another."""
    for step in list_steps(source):
        content = step["content"]
        words = {name: content[name] for name in (*WORDS, "text", "settings")}
        add_step(target, {**{name: step[name] for name in DEFAULTS}, **words})


def render_steps(campaign: Any) -> None:
    """Let the mails of all steps be what their blocks say now."""
    for step in list_steps(campaign):
        if step["channel"] == EMAIL:
            words_service.render_words(step["content"], campaign["purpose"])


def list_steps(campaign: Any) -> list[Any]:
    """The rows of a sequence's steps, in their order."""
    return steps_of(campaign)[campaign.get_id()]


def step_row(campaign: Any, step_key: str) -> Any:
    """The row of a step that was not taken out. Raises NotFound."""
    row = app_tables.sequence_steps.get(campaign=campaign, step_key=step_key, step_number=q.not_(None))
    if row is None:
        raise NotFound("There is no such step.")
    return row


def wrong_content(row: Any, purpose: str) -> list[str]:
    """What must be mended in a step's words, in words."""
    content, channel = row["content"], row["channel"]
    if channel == EMAIL:
        return words_service.wrong_words(content, purpose)
    template_id = (content["settings"] or {}).get("template_id")
    if channel == "whatsapp" and template_id:
        try:
            whatsapp_service.sendable(content["settings"])
        except Invalid as error:
            return [error.message]
        return []
    text = content["text"] or ""
    if channel == "whatsapp":
        return ["WhatsApp takes a message that begins a talk only from an approved template. Please choose one."]
    unknown = [f"Nobody knows what to put in the place of “{{{{{token}}}}}”." for token in unknown_tokens(text)]
    return ["The message is empty.", *unknown] if not text else unknown


def _change_content(row: Any, purpose: str, raw: Mapping[str, Any]) -> None:
    content = row["content"]
    if row["channel"] == EMAIL:
        words_service.change_words(content, raw)
        words_service.render_words(content, purpose)
        return
    changes: dict[str, Any] = {}
    if "text" in raw:
        changes["text"] = clean_text(raw["text"], "text", MAX_TEXT, lines=True)
    if "settings" in raw:
        changes["settings"] = whatsapp_service.clean_template_choice(raw["settings"], "settings") or {}
    content.update(**changes, updated_at=utc_now())


def _next_key(campaign: Any) -> str:
    """``s1``, ``s2`` …: never one that the sequence had."""
    return f"s{len(app_tables.sequence_steps.search(q.page_size(1), campaign=campaign)) + 1}"


def _number(steps: Sequence[Any]) -> None:
    """Let steps stand in this order. No two may have one number even for a moment, so all give theirs up first."""
    moving = [(step, place) for place, step in enumerate(steps, 1) if step["step_number"] != place]
    for numbers in ({}, {step.get_id(): place for step, place in moving}):
        with tables.batch_update:
            for step, _ in moving:
                step["step_number"] = numbers.get(step.get_id())

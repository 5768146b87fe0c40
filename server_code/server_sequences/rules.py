"""What a sequence may be: its states, its triggers and their conditions, its steps, and who may enter again. Pure."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from ..server_shared.errors import Invalid
from ..server_shared.purposes import clean_purpose
from ..server_shared.validators import clean_event_name, clean_named, clean_text, validate_choice, validate_whole

SEQUENCE = "sequence"
PREFIX = "Q-"
DRAFT, ACTIVE, PAUSED, ARCHIVED = "draft", "active", "paused", "archived"
NEXT: Mapping[str, frozenset[str]] = {
    DRAFT: frozenset({ACTIVE, ARCHIVED}),
    ACTIVE: frozenset({PAUSED, ARCHIVED}),
    PAUSED: frozenset({ACTIVE, ARCHIVED}),
    ARCHIVED: frozenset({DRAFT, PAUSED}),
}
LABELS = {DRAFT: "Draft", ACTIVE: "Active", PAUSED: "Paused", ARCHIVED: "Archived"}

# Enrolments: the states of a person in a sequence.
WAITING, HELD, COMPLETED, CANCELLED = "active", "paused", "completed", "cancelled"
OPEN = (WAITING, HELD)

BY_HAND = "manual"
# Trigger → the conditions that are its own.
TRIGGERS: Mapping[str, tuple[str, ...]] = {
    BY_HAND: (),
    "signup": (),
    "lead_captured": ("form_id",),
    "form": ("form_id",),
    "booking_created": (),
    "appointment": ("days", "when"),
    "purchase": (),
    "abandoned_cart": (),
    "inactivity": ("days_inactive",),
    "birthday": ("field", "days", "when"),
    "vaccination_due": ("field", "days", "when"),
    "tag_added": ("tag",),
    "segment_entered": ("segment_id",),
    "custom": ("name",),
}
DATED = ("appointment", "inactivity", "birthday", "vaccination_due")
# Without these a trigger would start for nobody, or for everybody.
NEEDED = {
    "inactivity": ("days_inactive",),
    "birthday": ("field",),
    "vaccination_due": ("field",),
    "tag_added": ("tag",),
    "segment_entered": ("segment_id",),
    "custom": ("name",),
    "form": ("form_id",),
}
ANY_TRIGGER = ("min_purchases", "in_segment")
NEVER, AFTER, ALWAYS = "never", "after", "always"
GOALS = ("", "purchase", "booking", "tag", "segment")
SKIP_RULES = ("already_purchased", "has_appointment")
CHANNELS = ("email", "whatsapp", "sms")
MAX_NAME = 120
MAX_STEPS = 50
MAX_DAYS = 730


def check_step(status: str, wanted: str) -> None:
    """Raise Invalid when a sequence in ``status`` cannot become ``wanted``."""
    if wanted not in NEXT.get(status, frozenset()):
        raise Invalid(f"A sequence that is “{LABELS.get(status, status)}” cannot become “{LABELS[wanted]}”.")


def clean_sequence(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a sequence that ``raw`` names, cleaned. Raises Invalid naming all that is wrong."""
    columns = clean_named(
        raw,
        {
            "campaign_name": _name,
            "purpose": lambda value: clean_purpose(value or "marketing"),
            "trigger_type": lambda value: validate_choice(value or BY_HAND, tuple(TRIGGERS), "trigger_type"),
            "settings": clean_settings,
        },
    )
    if "trigger_type" in columns:
        columns["trigger_conditions"] = clean_conditions(columns["trigger_type"], raw.get("trigger_conditions"))
    return columns


def clean_conditions(trigger_type: str, raw: Any) -> dict[str, Any]:
    """The conditions that a trigger knows, those that are empty left out. Raises Invalid."""
    given = raw if isinstance(raw, Mapping) else {}
    cleaned = {name: _CONDITIONS[name](given.get(name)) for name in (*TRIGGERS[trigger_type], *ANY_TRIGGER)}
    return {name: value for name, value in cleaned.items() if value not in (None, "", 0)}


def missing_conditions(trigger_type: str, conditions: Mapping[str, Any]) -> list[str]:
    """The conditions a trigger cannot do without, and does not have."""
    return [name for name in NEEDED.get(trigger_type, ()) if not conditions.get(name)]


def clean_settings(raw: Any) -> dict[str, Any]:
    """``{reentry, reentry_days, goal: {kind, value}, exits: {status_change, leaves_segment}}``. Raises Invalid."""
    given = raw if isinstance(raw, Mapping) else {}
    goal, exits = (given.get(name) if isinstance(given.get(name), Mapping) else {} for name in ("goal", "exits"))
    kind = validate_choice(goal.get("kind") or "", GOALS, "goal") if goal.get("kind") else ""
    value = clean_text(goal.get("value"), "goal", 60) if kind in ("tag", "segment") else ""
    if kind in ("tag", "segment") and not value:
        raise Invalid(fields={"goal": "Please say which one is the goal."})
    return {
        "reentry": validate_choice(given.get("reentry") or NEVER, (NEVER, AFTER, ALWAYS), "reentry"),
        "reentry_days": validate_whole(given.get("reentry_days") or 30, "reentry_days", 1, MAX_DAYS),
        "goal": {"kind": kind, "value": value},
        "exits": {
            "status_change": exits.get("status_change") is True,
            "leaves_segment": clean_text(exits.get("leaves_segment"), "exits", 20),
        },
    }


def clean_step_columns(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a step that ``raw`` names, cleaned. Raises Invalid naming all that is wrong."""
    return clean_named(
        raw,
        {
            "channel": lambda value: validate_choice(value or "email", CHANNELS, "channel"),
            "delay_days": lambda value: validate_whole(value or 0, "delay_days", 0, MAX_DAYS),
            "delay_hours": lambda value: validate_whole(value or 0, "delay_hours", 0, 23),
            "send_time": clean_time,
            "skip_if": _skip_rules,
            "is_active": lambda value: value is not False,
        },
    )


def clean_time(value: Any) -> str | None:
    """A time of day, ``09:00``; None for none. Raises Invalid."""
    if not value:
        return None
    try:
        return time.fromisoformat(str(value)).strftime("%H:%M")
    except ValueError as error:
        raise Invalid(fields={"send_time": "This is not a time of day, such as 09:00."}) from error


def next_step(steps: Sequence[Mapping[str, Any]], done: Sequence[str], position: int) -> Any:
    """The step that follows: the first that is active, was not done, and stands behind the last done one; or None.

    ``steps`` by their numbers; ``done`` holds the keys of those a person had. Steps keep their keys when they move:
    nobody gets one twice. ``position`` is the number of the last one, for when it is there no more.
    """
    last = next((step["step_number"] for step in steps if done and step["step_key"] == done[-1]), position)
    return next(
        (step for step in steps if step["is_active"] and step["step_number"] > last and step["step_key"] not in done),
        None,
    )


def may_enter(settings: Mapping[str, Any], last_left: datetime | None, now: datetime) -> bool:
    """Whether somebody who was in a sequence before, and left it at ``last_left``, may enter again."""
    rule = (settings or {}).get("reentry", NEVER)
    if last_left is None or rule == ALWAYS:
        return True
    return bool(rule == AFTER and last_left + timedelta(days=settings.get("reentry_days") or 30) <= now)


def matches(conditions: Mapping[str, Any] | None, details: Mapping[str, Any], contact: Mapping[str, Any]) -> bool:
    """Whether what happened (``details``) with a contact is what the conditions of a trigger ask for."""
    wanted = conditions or {}
    if (contact["total_transactions"] or 0) < (wanted.get("min_purchases") or 0):
        return False
    if wanted.get("in_segment") and wanted["in_segment"] not in (contact["segments"] or ()):
        return False
    own = ("form_id", "tag", "segment_id", "name")
    return all(wanted[name] == details.get(name) for name in own if wanted.get(name))


def offset_days(conditions: Mapping[str, Any]) -> int:
    """How many days after the day in question it starts; before it is negative."""
    days = int(conditions.get("days") or 0)
    return days if conditions.get("when") == "after" else -days


def falls_on(born: date, day: date) -> bool:
    """Whether a birthday is kept on ``day``: that of a leap day on the last of February in other years."""
    if (born.month, born.day) == (2, 29) and not isleap(day.year):
        return (day.month, day.day) == (2, 28)
    return (born.month, born.day) == (day.month, day.day)


def _name(value: Any) -> str:
    name = clean_text(value, "campaign_name", MAX_NAME)
    if not name:
        raise Invalid(fields={"campaign_name": "Please give the sequence a name."})
    return name


def _skip_rules(value: Any) -> dict[str, bool]:
    given = value if isinstance(value, Mapping) else {}
    return {name: True for name in SKIP_RULES if given.get(name) is True}


def _short(name: str) -> Callable[[Any], str]:
    return lambda value: clean_text(value, name, 60)


def _up_to(name: str, most: int) -> Callable[[Any], int]:
    return lambda value: validate_whole(value or 0, name, 0, most)


_CONDITIONS: Mapping[str, Callable[[Any], Any]] = {
    **{name: _short(name) for name in ("form_id", "tag", "segment_id", "field", "in_segment")},
    "name": lambda value: clean_event_name(value, "name") if value else "",
    "days": _up_to("days", 365),
    "days_inactive": _up_to("days_inactive", 3650),
    "min_purchases": _up_to("min_purchases", 1000),
    "when": lambda value: validate_choice(value or "before", ("before", "after"), "when"),
}

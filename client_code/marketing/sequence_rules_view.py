"""The rules of a sequence as its editor holds them: one flat dict, a component for each name. Pure."""

from . import sequence_texts as texts

FRESH = {
    "campaign_name": "",
    "purpose": "marketing",
    "trigger_type": "manual",
    "trigger_conditions": {},
    "settings": {},
}
# Trigger → the conditions of its own that are asked for.
ASKED = {
    "form": ("form_id",),
    "appointment": ("days", "when"),
    "inactivity": ("days_inactive",),
    "birthday": ("field", "days", "when"),
    "vaccination_due": ("field", "days", "when"),
    "tag_added": ("tag",),
    "segment_entered": ("segment_id",),
    "custom": ("name",),
}
# Triggers that come again for the same person.
AGAIN = ("appointment", "birthday", "vaccination_due", "abandoned_cart")
COMPONENTS = {
    "campaign_name": "txt_name",
    "purpose": "dd_purpose",
    "trigger_type": "dd_trigger",
    "field": "dd_field",
    "days": "txt_days",
    "when": "dd_when",
    "days_inactive": "txt_days_inactive",
    "tag": "dd_tag",
    "segment_id": "dd_segment",
    "form_id": "dd_form",
    "name": "txt_event",
    "min_purchases": "txt_min_purchases",
    "in_segment": "dd_in_segment",
    "reentry": "dd_reentry",
    "reentry_days": "txt_reentry_days",
    "goal": "dd_goal",
    "goal_tag": "dd_goal_tag",
    "goal_segment": "dd_goal_segment",
    "status_change": "chk_status",
    "leaves_segment": "dd_leaves_segment",
}
CONDITIONS = ("field", "days", "when", "days_inactive", "tag", "segment_id", "form_id", "name")
FOR_ALL = ("min_purchases", "in_segment")


def triggers(feature, chosen):
    """What a sequence can begin with: what the business's features allow, and what is chosen already."""
    return [
        (text, value)
        for text, value in texts.TRIGGERS
        if value == chosen or value not in texts.TRIGGER_FEATURES or feature(texts.TRIGGER_FEATURES[value])
    ]


def hint(trigger, event_names):
    """What is to be known of a trigger; of one that a program tells, the names that were told so far."""
    words = texts.TRIGGER_HINTS.get(trigger, "")
    return texts.TOLD_SO_FAR.format(words, ", ".join(event_names)) if trigger == "custom" and event_names else words


def flat(sequence):
    """What the components show of a sequence."""
    conditions, settings = sequence["trigger_conditions"], sequence["settings"]
    goal, exits = settings.get("goal") or {}, settings.get("exits") or {}
    kind = goal.get("kind") or ""
    shown = {name: conditions.get(name) or "" for name in CONDITIONS + FOR_ALL}
    shown.update((name, sequence[name]) for name in ("campaign_name", "purpose", "trigger_type"))
    shown.update(
        when=conditions.get("when") or "before",
        days=conditions.get("days") or 0,
        reentry=settings.get("reentry") or "never",
        reentry_days=settings.get("reentry_days") or 30,
        goal=kind,
        goal_tag=goal.get("value") if kind == "tag" else None,
        goal_segment=goal.get("value") if kind == "segment" else None,
        status_change=bool(exits.get("status_change")),
        leaves_segment=exits.get("leaves_segment") or "",
    )
    return shown


def nested(typed):
    """What the server takes, of what the components hold."""
    kind = typed["goal"] or ""
    asked = ASKED.get(typed["trigger_type"], ()) + FOR_ALL
    return {
        "campaign_name": typed["campaign_name"],
        "purpose": typed["purpose"],
        "trigger_type": typed["trigger_type"],
        "trigger_conditions": {name: typed[name] for name in asked},
        "settings": {
            "reentry": typed["reentry"],
            "reentry_days": typed["reentry_days"],
            "goal": {"kind": kind, "value": typed.get("goal_" + kind) or ""},
            "exits": {"status_change": typed["status_change"], "leaves_segment": typed["leaves_segment"] or ""},
        },
    }


def put(component, value):
    """Let a component hold a value."""
    if hasattr(component, "selected_value"):
        component.selected_value = value
    elif hasattr(component, "checked"):
        component.checked = value
    else:
        component.text = value


def value_of(component):
    """What a component holds; an empty box or menu is ''."""
    if hasattr(component, "selected_value"):
        return component.selected_value or ""
    if hasattr(component, "checked"):
        return bool(component.checked)
    return "" if component.text is None else component.text

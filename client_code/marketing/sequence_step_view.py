"""A step as its editor holds it, and as the server takes it. Pure."""

import copy

FRESH = {
    "channel": "email",
    "delay_days": 1,
    "delay_hours": 0,
    "send_time": None,
    "skip_if": {},
    "subject": "",
    "preview_text": "",
    "blocks": [{"kind": "heading", "text": ""}, {"kind": "text", "text": "Hello {{first_name|there}},\n\n"}],
    "text": "",
    "settings": {},
}
TIMES = ("channel", "delay_days", "delay_hours")
WORDS = ("subject", "preview_text", "blocks")
SKIPS = ("already_purchased", "has_appointment")
CHATS = ("whatsapp", "sms")


def edited(step, others):
    """The item of the step's editor; a new first step comes at once."""
    item = {name: copy.deepcopy(step[name]) for name in TIMES + WORDS}
    if step is FRESH and not others:
        item["delay_days"] = 0
    item["send_time"] = step["send_time"] or ""
    item.update((name, bool(step["skip_if"].get(name))) for name in SKIPS)
    settings = step["settings"] or {}
    message = {
        "text": step["text"] or "",
        "template_id": settings.get("template_id") or "",
        "variables": dict(settings.get("variables") or {}),
    }
    item["messages"] = {channel: copy.deepcopy(message) for channel in CHATS}
    return item


def given(item):
    """What the server takes of an editor's item."""
    step = {name: item[name] for name in TIMES}
    step["delay_days"], step["delay_hours"] = item["delay_days"] or 0, item["delay_hours"] or 0
    step["send_time"] = item["send_time"] or None
    step["skip_if"] = {name: True for name in SKIPS if item[name]}
    if item["channel"] == "email":
        step.update((name, item[name]) for name in WORDS)
        return step
    message = item["messages"][item["channel"]]
    is_template = item["channel"] == "whatsapp" and message["template_id"]
    step["text"] = "" if is_template else message["text"]
    step["settings"] = {name: message[name] for name in ("template_id", "variables")} if is_template else {}
    return step

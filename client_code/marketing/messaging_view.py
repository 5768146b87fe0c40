"""The wizard of messages: what a fresh campaign is, choosing customers by steps, and which step is done. Pure."""

import copy

from ..shared import formats
from . import messaging_texts as texts

EVERYBODY = {"select": True, "who": "all", "search": "", "ids": []}
FRESH = {
    "campaign_name": "",
    "campaign_type": "messaging",
    "purpose": "marketing",
    "offer_id": None,
    "budget": {"amount": None, "at_limit": "warn"},
    "audience": {"everywhere": False, "places": [], "selection": []},
    "channels": [],
    "subject": "",
    "preview_text": "",
    "blocks": [{"kind": "text", "text": ""}],
    "messages": {},
}
# There are no words on a channel yet; which, the server says in full.
WANTING = "wanting"
STEP_NAMES = [name for name, _ in texts.STEPS]


def of_campaign(campaign):
    """What the wizard edits of a campaign as the server tells it."""
    item = {name: copy.deepcopy(campaign.get(name, value)) for name, value in FRESH.items()}
    audience = item["audience"] or {}
    item["audience"] = {name: audience.get(name) or value for name, value in copy.deepcopy(FRESH["audience"]).items()}
    budget = item["budget"] or {}
    item["budget"] = {"amount": budget.get("amount"), "at_limit": budget.get("at_limit") or "warn"}
    item["channels"] = item["channels"] or []
    return item


def place_ids(audience):
    """The places a campaign is for, as the server is asked about them: None for everywhere."""
    return None if audience["everywhere"] else audience["places"]


def wanted(item):
    """What the customers of a campaign must have agreed to, and who of them is chosen."""
    return {
        "channels": item["channels"],
        "purpose": item["purpose"],
        "selection": item["audience"]["selection"],
    }


def toggled(steps, contact_id, selected):
    """The steps of a choice with one more tick; an earlier tick of the same person is forgotten."""
    kept = [dict(step, ids=[each for each in step["ids"] if each != contact_id]) for step in steps]
    kept = [new for new, old in zip(kept, steps) if new["ids"] or not old["ids"]]
    if kept and kept[-1]["ids"] and kept[-1]["select"] == selected:
        return kept[:-1] + [dict(kept[-1], ids=kept[-1]["ids"] + [contact_id])]
    return kept + [dict(EVERYBODY, select=selected, ids=[contact_id])]


def swept(steps, selected, who="all", search=""):
    """The steps after everybody that is shown was selected or not; of everybody there is, nothing before counts."""
    if who == "all" and not search:
        return [dict(EVERYBODY)] if selected else []
    return steps + [dict(EVERYBODY, select=selected, who=who, search=search)]


def only(who):
    """The steps that select all of one kind, and nobody else."""
    return [dict(EVERYBODY, who=who)]


def missing(item):
    """What is missing from each step: `{step: words}`, for the steps where something is."""
    audience = item["audience"]
    words = {
        "basics": _basics(item),
        "places": "" if audience["everywhere"] or audience["places"] else texts.NEEDS_PLACE,
        "channels": "" if item["channels"] else texts.NEEDS_CHANNEL,
        "customers": "" if audience["selection"] else texts.NEEDS_CUSTOMER,
        "content": "" if item["channels"] and not _unwritten(item) else WANTING,
    }
    return {step: text for step, text in words.items() if text}


def _basics(item):
    if not (item["campaign_name"] or "").strip():
        return texts.NEEDS_NAME
    return texts.NEEDS_OFFER if item["campaign_type"] != texts.PLAIN and not item["offer_id"] else ""


def _unwritten(item):
    """The channels that have no words yet."""
    return [channel for channel in item["channels"] if not is_written(item, channel)]


def is_written(item, channel):
    """Whether there is something to send on a channel."""
    if channel == "email":
        return bool(item["subject"] and mail_text(item))
    message = item["messages"].get(channel) or {}
    return bool(message.get("template_id") or (message.get("text") or "").strip())


def mail_text(item):
    """The text of a mail that is written as one."""
    return "\n\n".join(block.get("text") or "" for block in item["blocks"]).strip()


def step_states(item, now, seen):
    """`[{name, text, state}]` for the list of steps; `seen` are the steps that were open before."""
    lacking = missing(item)

    def state(name):
        if name == now:
            return "now"
        if name in lacking:
            return "wrong" if name in seen else "todo"
        return "done" if name in seen or name != "schedule" else "todo"

    return [{"name": name, "text": text, "state": state(name)} for name, text in texts.STEPS]


def as_customer(customer, clock, locale):
    """The item of a `CustomerRow`."""
    agreed = [texts.CHANNEL_NAMES[channel] for channel in customer["agreed"]]
    return dict(
        customer,
        select_text=texts.SELECT.format(customer["name"]),
        agreed_text=", ".join(agreed),
        last_text=clock.day(customer["last_booking"]) or texts.NEVER_BOOKED,
    )


def parts_text(segments, locale):
    """How long an SMS is: `1 part · 23 letters left in the last one`, and what makes it longer; nothing of none."""
    count = segments["segments"]
    if not count:
        return ""
    parts = texts.PART if count == 1 else texts.SOME_PARTS.format(formats.number(count, locale))
    lines = [texts.PARTS.format(parts, formats.plural(segments["left"], *texts.LETTERS))]
    if segments["unusual"]:
        lines.append(texts.UNUSUAL.format("“{}”".format(segments["unusual"][:10])))
    return " ".join(lines)


def total_cost(found):
    """What all channels cost together, None where nothing of it is known."""
    costs = [told["cost"] for told in found["channels"].values() if told.get("cost") is not None]
    return sum(costs) if costs else None


def cost_text(found, budget, locale):
    """The cost of all channels, beside the budget where there is one; empty where nothing is known."""
    total = total_cost(found)
    if not total:
        return ""
    cost = formats.money(total, found["currency"], locale)
    if not budget:
        return texts.TOTAL_COST.format(cost)
    limit = formats.money(float(budget), found["currency"], locale)
    return (texts.OVER_BUDGET if total > float(budget) else texts.BUDGET).format(cost, limit)


def facts(item, offers, places, chosen, locale):
    """The summary before sending: `[{name, text}]`."""
    offer = next((offer["name"] for offer in offers if offer["offer_id"] == item["offer_id"]), "")
    about = texts.TYPE_NAMES.get(item["campaign_type"], "")
    at = [place["name"] for place in places if place["location_id"] in item["audience"]["places"]]
    words = {
        "campaign_type": ": ".join(part for part in (about, offer) if part),
        "places": texts.ALL_PLACES if item["audience"]["everywhere"] else ", ".join(at),
        "channels": ", ".join(texts.CHANNEL_NAMES[channel] for channel in item["channels"]),
        "customers": formats.number(chosen, locale),
    }
    return [{"name": label, "text": words[name]} for name, label in texts.SUMMARY]


def channel_head(channel, told, currency, locale):
    """What heads the review of a channel: `name, icon, cost`."""
    cost = "" if channel == "email" else texts.NO_COST
    if not told["goes"] + told["waits"]:
        cost = ""
    elif told.get("cost") is not None:
        cost = texts.COST.format(formats.money(told["cost"], currency, locale))
    return {"name": texts.CHANNEL_NAMES[channel], "icon": texts.CHANNEL_ICONS[channel], "cost": cost}

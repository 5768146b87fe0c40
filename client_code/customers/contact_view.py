"""A contact of the server as its rows, cards and pages show it."""

from ..shared import app_context, clock, formats, texts
from . import texts as own_texts

TONES = {"lead": "neutral", "customer": "active", "inactive": "quiet", "at_risk": "warning", "lost": "error"}


def as_row(contact, selected=False):
    """The item of a `ContactRow` or `ContactCard`."""
    config = app_context.config()
    last = contact.get("last_contact_date")
    return {
        "contact_id": contact["contact_id"],
        "full_name": contact.get("full_name") or contact.get("email") or contact["contact_id"],
        "company": contact.get("company") or "",
        "email": contact.get("email") or "",
        "phone": contact.get("phone") or "",
        "contact": "\n".join(text for text in (contact.get("email"), contact.get("phone")) if text),
        "status": texts.label(contact.get("status")),
        "status_tone": "chip-" + tone(contact.get("status")),
        "stage": texts.label(contact.get("lifecycle_stage")),
        "stage_tone": "chip-" + tone(contact.get("lifecycle_stage")),
        "spent": formats.money(contact.get("total_spent"), config.get("system_currency"), config.get("locale")),
        "last": clock.ago(last) or own_texts.NEVER,
        "last_exact": clock.exact(last),
        "added": clock.ago(contact.get("customer_since")),
        "added_exact": clock.exact(contact.get("customer_since")),
        "archived": bool(contact.get("archived")),
        "selected": selected,
    }


def tone(state):
    """The fixed tone of a state's chip."""
    return TONES.get(str(state or "").lower().replace(" ", "_"), "neutral")


def next_step(contact):
    """The next sensible thing to do with this person, in one sentence."""
    for state in ("archived" if contact.get("archived") else "", contact.get("lifecycle_stage"), contact.get("status")):
        text = own_texts.NEXT_STEPS.get(str(state or "").lower().replace(" ", "_"))
        if text:
            return text
    return ""


def facts(contact):
    """What is known of a person, as items `label, text` of the facts card; empty ones left out."""
    values = (
        ("company", contact.get("company")),
        ("address", contact.get("address")),
        ("source", contact.get("source")),
        ("tags", ", ".join(contact.get("tags") or ())),
        ("internal_notes", contact.get("internal_notes")),
    )
    known = [{"label": own_texts.FIELD_LABELS[name], "text": value} for name, value in values if value]
    known.append({"label": "Customer since", "text": clock.day(contact.get("date_added"))})
    known.append({"label": "Number", "text": contact["contact_id"]})
    return known


def figures(contact):
    """Spent, transactions, average and last contact, as texts."""
    config = app_context.config()

    def money(name):
        return formats.money(contact.get(name), config.get("system_currency"), config.get("locale"))

    return {
        "spent": money("total_spent"),
        "transactions": formats.number(contact.get("total_transactions"), config.get("locale")),
        "average": money("average_order_value"),
        "last": clock.ago(contact.get("last_contact_date")) or own_texts.NEVER,
    }


def changed_fields(before, after):
    """The fields with a label that differ between two versions of a contact, as items `label, before, after`."""
    return [
        {"label": label, "before": as_text(before.get(name)), "after": as_text(after.get(name))}
        for name, label in own_texts.FIELD_LABELS.items()
        if as_text(before.get(name)) != as_text(after.get(name))
    ]


def as_text(value):
    """A value of a contact as one line of text."""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return str(value or "")

"""A contact of the server as its rows, cards and pages show it."""

from ..shared import app_context, clock, formats, texts
from . import booking_view, own_view, tag_view
from . import texts as own_texts

# What the server puts in the place of an erased name.
ERASED_NAME = "[DELETED]"
TONES = {"lead": "neutral", "customer": "active", "inactive": "quiet", "at_risk": "warning", "lost": "error"}


def as_row(contact, selected=False):
    """The item of a `ContactRow` or `ContactCard`."""
    config = app_context.config()
    last = contact.get("last_contact_date")
    return {
        "contact_id": contact["contact_id"],
        "full_name": contact.get("full_name") or contact.get("email") or contact["contact_id"],
        "face": face(contact),
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
        "source": contact.get("source") or "",
        "purchases": formats.number(contact.get("total_transactions"), config.get("locale")),
        "archived": bool(contact.get("archived")),
        "selected": selected,
    }


def as_list_row(contact, options, columns, is_selected):
    """The item of a `ContactRow`, by the list's `options` and names of `columns`; `is_selected` tells of an id."""
    row = as_row(contact, is_selected(contact["contact_id"]))
    row["tag_chips"] = tag_view.shown(contact.get("tags"), options["tag_colors"]) if "tags" in columns else []
    row.update(own_view.columns(options["fields"], contact.get("custom") or {}))
    return row


def face(contact):
    """The two words whose initials stand for a person; none for an erased one."""
    if contact.get("first_name") == ERASED_NAME:
        return ""
    words = (contact.get("full_name") or contact.get("email") or "").split()
    return " ".join(words[:1] + words[1:][-1:])


def tone(state):
    """The fixed tone of a state's chip."""
    return TONES.get(str(state or "").lower().replace(" ", "_"), "neutral")


def next_step(page, now):
    """The next sensible thing to do with this person: a sentence, what its button says, and the name of its action.

    `page` is what `get_contact_page` answered, `now` an aware datetime.
    """
    contact = page["contact"]
    tasks = page.get("tasks") or ()
    if not (page.get("erased") or contact.get("archived")):
        if tasks:
            words = own_texts.TASK_LATE if tasks[0]["overdue"] else own_texts.TASK_NEXT
            return words.format(tasks[0]["title"]), own_texts.DO_IT, "done"
        booking = booking_view.next_of((page.get("bookings") or {}).get("bookings") or (), now)
        if booking:
            row = booking_view.as_row(booking)
            return own_texts.COMING.format(row["when"], row["about"]), "", ""
    states = (
        "erased" if page.get("erased") else "",
        "archived" if contact.get("archived") else "",
        "nameless" if contact.get("needs_details") else "",
        contact.get("lifecycle_stage"),
        contact.get("status"),
    )
    steps = (own_texts.NEXT_STEPS.get(str(state or "").lower().replace(" ", "_")) for state in states)
    return next((step for step in steps if step), ("", "", ""))


def facts(contact):
    """What is known of a person, as items of the facts card: `label, text`, and `name` of what leads elsewhere."""
    values = (
        ("company", contact.get("company")),
        ("address", contact.get("address")),
        ("source", contact.get("source")),
        ("internal_notes", contact.get("internal_notes")),
    )
    known = [{"label": own_texts.FIELD_LABELS[name], "text": value, "name": name} for name, value in values if value]
    known += own_view.facts(contact.get("own_fields") or (), contact.get("custom") or {})
    known.append({"label": "Customer since", "text": clock.day(contact.get("date_added"))})
    known.append({"label": "Number", "text": contact["contact_id"]})
    return known


def figures(contact):
    """Spent, sales (bookings where the business takes them), average and last contact, as texts."""
    config = app_context.config()

    def money(name):
        return formats.money(contact.get(name), config.get("system_currency"), config.get("locale"))

    return {
        "spent": money("total_spent"),
        "sales_name": "Bookings" if app_context.feature("bookings_enabled") else "Sales",
        "sales": formats.number(
            contact.get("bookings_count" if app_context.feature("bookings_enabled") else "total_transactions"),
            config.get("locale"),
        ),
        "average": money("average_order_value"),
        "last": clock.ago(contact.get("last_contact_date")) or own_texts.NEVER,
    }


def changed_fields(before, after, own=()):
    """The fields with a label that differ between two versions of a contact, as items `label, before, after`.

    `own` are the business's own fields, as the server tells them.
    """
    labels = own_texts.FIELD_LABELS
    pairs = [(labels[name], as_text(before.get(name)), as_text(after.get(name))) for name in labels]
    for field in own:
        both = ((each.get("custom") or {}).get(field["key"]) for each in (before, after))
        pairs.append((field["label"],) + tuple(own_view.as_text(field, value) for value in both))
    return [{"label": label, "before": one, "after": other} for label, one, other in pairs if one != other]


def as_text(value):
    """A value of a contact as one line of text."""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return str(value or "")


def erased_words(erased):
    """When, by whom and why somebody was erased, and how far that is at Twilio, in words."""
    locale, outside = app_context.config().get("locale"), erased["outside"]
    words = {"when": clock.exact(erased["done_at"]), "who": erased["done_by"] or own_texts.SOMEBODY}
    said = [own_texts.ERASED_BY.format(reason=erased["reason"], **words).strip()]
    if outside["done"]:
        said.append(formats.counted(own_texts.ERASED_OUTSIDE, outside["done"], locale))
    if outside["waiting"]:
        said += [formats.counted(own_texts.WAITS_OUTSIDE, outside["waiting"], locale), outside["error"]]
    return " ".join(filter(None, said))

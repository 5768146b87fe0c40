"""The rows of the merge screen, and what follows once contacts are merged."""

import anvil

from ..shared import pages
from ..shared.server_calls import call
from . import tidying_texts, tidying_view

SURVIVOR = "survivor"


def survivor_row(people):
    """The item of the `MergeField` that asks whom to keep; the first of them is kept now."""
    options = [
        ("{}\n{}".format(contact["full_name"], tidying_view.survivor_words(contact)), contact["contact_id"])
        for contact in sorted(people, key=lambda contact: int(contact["contact_id"][2:]))
    ]
    return {"name": SURVIVOR, "label": tidying_texts.KEEP, "options": options, "chosen": people[0]["contact_id"]}


def field_rows(preview, choices):
    """The items of the fields that are not the same in all, in the server's order, as chosen now."""
    order = [contact["contact_id"] for contact in preview["people"]]
    rows = []
    for field in preview["fields"]:
        if not field["same"]:
            options = different_values(field, order)
            wanted = choices.get(field["name"]) or default_of(field, order)
            shown = tidying_view.merge_value(field, field["values"][wanted])
            chosen = next(each for text, each in options if text == shown)
            rows.append({"name": field["name"], "label": field["label"], "options": options, "chosen": chosen})
    return rows


def different_values(field, order):
    """Each value of a field once, as `(text, contact id)`; nothing comes last."""
    options = {}
    for each in order:
        options.setdefault(tidying_view.merge_value(field, field["values"][each]), each)
    return sorted(options.items(), key=lambda option: option[0] == tidying_texts.NOTHING)


def default_of(field, order):
    """Whose value is kept when nobody chooses: the first that has one; a customer stays one."""
    filled = [each for each in order if field["values"][each] not in (None, "", [])]
    customers = [each for each in filled if field["name"] == "status" and field["values"][each] == "customer"]
    return (customers or filled)[0]


def same_in_all(preview):
    """The labels of the fields that are the same in all contacts."""
    return [field["label"] for field in preview["fields"] if field["same"]]


def finish(preview, change_id):
    """Go to the contact that was kept, say what was done, and offer to take it back."""
    kept, others = preview["people"][0], preview["people"][1:]
    pages.open_page("contact", contact_id=kept["contact_id"])
    names = ", ".join(contact["full_name"] for contact in others)
    text = tidying_texts.MERGED.format(names, preview["contact"]["full_name"])
    anvil.get_open_form().layout.offer_undo(text, lambda: undo(change_id))


def undo(change_id):
    """Take a merge back, and show the contact as it is again."""
    call("undo_merge", change_id)
    anvil.Notification(tidying_texts.UNDONE, style="success").show()
    form = anvil.get_open_form()
    if hasattr(form, "load"):
        form.load()

"""What can be done with one contact from its page; forms that offer it have `contact`, `load()` and `layout`."""

import anvil
import anvil.media

from ..shared import app_context, pages
from ..shared.menus import menu_item
from ..shared.server_calls import call
from . import archiving, bulk_editing, texts, tidying_texts


def menu_items(form):
    """The entries of the page's menu that this person may choose, for the contact as it is."""
    contact = form.contact
    entries = [
        menu_item(texts.CONSENT, "mi:handshake", lambda **event: show_consent(form)),
        menu_item(tidying_texts.CHANGES, "mi:history", lambda **event: show_changes(form)),
    ]
    if app_context.may("customers.manage") and not form.page["erased"]:
        if contact["archived"]:
            entries.append(menu_item(texts.RESTORE, "mi:unarchive", lambda **event: restore(form)))
        else:
            entries.append(menu_item(tidying_texts.CHANGE, "mi:edit_note", lambda **event: change(form)))
            entries.append(menu_item(tidying_texts.MERGE_WITH, "mi:merge", lambda **event: merge(form)))
            if app_context.feature("marketing_enabled"):
                entries.append(menu_item(texts.REDEEM, "mi:redeem", lambda **event: redeem(form)))
            if contact["email"]:
                entries.append(menu_item(texts.INVITE, "mi:person_add", lambda **event: invite(form)))
            entries.append(menu_item(texts.ARCHIVE, "mi:archive", lambda **event: archive(form)))
    if not form.page["erased"]:
        if app_context.may("data.export"):
            entries.append(menu_item(texts.GIVE_OUT, "mi:download", lambda **event: give_out(form)))
        if app_context.may("data.erase"):
            entries.append(menu_item(texts.ERASE, "mi:delete_forever", lambda **event: erase(form)))
    return entries


def show_consent(form):
    """Go to what the person agreed to."""
    pages.open_page("contact-consent", contact_id=form.contact["contact_id"])


def give_out(form):
    """Download everything that is kept about the person."""
    anvil.media.download(call("export_customer_data", form.contact["contact_id"])["file"])


def erase(form):
    """Go to where a person is erased, which asks first."""
    pages.open_page("contact-erase", contact_id=form.contact["contact_id"])


def invite(form):
    """Mail the person a link to the customers' own pages."""
    email = call("invite_customer", form.contact["contact_id"])["email"]
    anvil.Notification(texts.INVITED.format(email), style="success").show()


def archive(form):
    """Archive at once and offer to undo."""
    archiving.archive(form, [form.contact["contact_id"]])


def restore(form):
    """Bring the contact back."""
    archiving.restore(form, [form.contact["contact_id"]])


def change(form):
    """Set one field, add a tag or put the contact into a segment, with undo."""
    from .BulkEditor import BulkEditor

    done = BulkEditor.edit(bulk_editing.Selection([form.contact["contact_id"]]))
    if done:
        bulk_editing.follow(form, done)


def redeem(form):
    """Redeem a code that the person shows."""
    from ..marketing.RedeemDialog import RedeemDialog

    RedeemDialog.redeem(form, form.contact["contact_id"], form.item["full_name"])


def merge(form):
    """Choose another contact to merge this one with."""
    pages.open_page("merge", contact_ids=form.contact["contact_id"])


def show_changes(form):
    """Show the merges and the changes to many that the contact was part of."""
    pages.open_page("changes", contact_id=form.contact["contact_id"])


def edit(form):
    """Go to the editor."""
    pages.open_page("contact-edit", contact_id=form.contact["contact_id"])


def plan_call(form):
    """Add a task to ring the person."""
    form.tasks.add(title=texts.CALL_TITLE.format(form.item["full_name"]))


def do_task(form):
    """Mark the task that is due next as done."""
    form.tasks.done(form.page["tasks"][0])


def begin_note(form):
    """Go to where a note is written."""
    form.history.begin_note()


# What the button of the next step does, by the names of `texts.NEXT_STEPS`, with the permission it asks for.
NEXT = {
    "restore": (restore, "customers.manage"),
    "edit": (edit, "customers.manage"),
    "task": (plan_call, "tasks.manage"),
    "done": (do_task, "tasks.manage"),
    "note": (begin_note, "customers.manage"),
}

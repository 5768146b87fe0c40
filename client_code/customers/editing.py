"""A contact on its way through the editor: the item it edits, saving it, and settling what somebody else saved."""

import anvil

from ..shared.server_calls import CallFailed, call
from . import texts
from .contact_view import as_text, changed_fields

FIELDS = ("first_name", "last_name", "email", "phone", "company", "address", "status", "source", "internal_notes")
NEW_STATUS = "lead"


def item_of(contact=None):
    """The editor's item of a contact of the server, or of a new one."""
    contact = contact or {"status": NEW_STATUS}
    item = {name: contact.get(name) or "" for name in FIELDS}
    item["tags"] = list(contact.get("tags") or ())
    item["custom"] = dict(contact.get("custom") or {})
    item["contact_id"] = contact.get("contact_id")
    item["version"] = contact.get("version")
    return item


def differ(one, other):
    """True when two items differ in a field a person can edit."""
    if any(as_text(one.get(name)) != as_text(other.get(name)) for name in FIELDS + ("tags",)):
        return True
    keys = set(one["custom"]) | set(other["custom"])
    return any(as_text(one["custom"].get(key)) != as_text(other["custom"].get(key)) for key in keys)


def save(item, own=()):
    """Save an item; its contact id, or None when the person first wants to look at what somebody else saved.

    `own` are the business's own fields, as the server tells them.
    """
    while True:
        try:
            given = {name: value for name, value in item.items() if value is not None}
            return call("save_contact", given)["contact_id"]
        except CallFailed as problem:
            if problem.code != "conflict":
                raise
            if not settle(item, item_of(problem.answer["current"]), own):
                return None


def settle(item, theirs, own=()):
    """Ask what to do about their version; True to save ours over it. Choosing theirs puts it into `item`."""
    from .ConflictPanel import ConflictPanel

    buttons = [(texts.BACK, None), (texts.TAKE_THEIRS, "theirs"), (texts.KEEP_MINE, "mine")]
    panel = ConflictPanel(item={"changes": changed_fields(item, theirs, own)})
    choice = anvil.alert(panel, title=texts.CONFLICT_TITLE, buttons=buttons, large=True)
    if choice == "theirs":
        item.update(theirs)
    if choice == "mine":
        item["version"] = theirs["version"]
    return choice == "mine"

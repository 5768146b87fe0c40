"""What happened with one contact, narrowed to a kind, and where notes are written and mended.

Raises `x-noted` after a new note, `x-kind` with `kind` when another is chosen, `x-undoable` with `text` and `undo`.
"""

from anvil import handle

from ...shared.server_calls import call
from .. import texts
from ..NoteEditor import NoteEditor
from ._anvil_designer import ContactHistoryTemplate


class ContactHistory(ContactHistoryTemplate):
    def __init__(self, **properties):
        self.contact_id = ""
        super().__init__(**properties)

    @property
    def may_write(self):
        """Whether notes can be written here."""
        return self.note_box.visible

    @may_write.setter
    def may_write(self, value):
        self.note_box.visible = value

    def begin(self, contact_id, kind):
        """Set whose history it is, and which kind is chosen, empty for all; the kind that is then."""
        self.contact_id = contact_id
        self.bar_kinds.offer(texts.TIMELINE_NAME, texts.TIMELINE_KINDS, kind)
        return self.bar_kinds.chosen

    def show(self, contact):
        """Show the newest of what the contact's page got; another kind is fetched."""
        if self.bar_kinds.chosen:
            self.load()
        else:
            self.timeline.show(contact["timeline"], contact["timeline_more"], texts.NO_TIMELINE)

    def load(self):
        """Fetch the newest of the chosen kind."""
        kind = self.bar_kinds.chosen
        answer = call("get_contact_timeline", self.contact_id, kind=kind or None)
        self.timeline.show(answer["timeline"], answer["more"], texts.NOTHING_OF_KIND if kind else texts.NO_TIMELINE)

    @handle("bar_kinds", "x-choose")
    def choose_kind(self, choice, **event_args):
        self.raise_event("x-kind", kind=choice)
        self.load()

    @handle("timeline", "x-more")
    def timeline_more(self, **event_args):
        before = self.timeline.oldest["event_date"]
        answer = call("get_contact_timeline", self.contact_id, before=before, kind=self.bar_kinds.chosen or None)
        self.timeline.add_older(answer["timeline"], answer["more"])

    @handle("timeline", "x-edit-note")
    def edit_note(self, note, **event_args):
        if NoteEditor.edit(self.contact_id, note):
            self.load()

    @handle("timeline", "x-remove-note")
    def remove_note(self, note, **event_args):
        call("remove_note", self.contact_id, note["event_id"])
        self.load()
        self.raise_event("x-undoable", text=texts.NOTE_DELETED, undo=lambda: self.restore_note(note))

    def restore_note(self, note):
        call("restore_note", self.contact_id, note["event_id"])
        self.load()

    def has_changes(self):
        """True while a note is written that is not saved."""
        return bool((self.txt_note.text or "").strip())

    def begin_note(self):
        """Put the cursor where a note is written."""
        self.txt_note.focus()

    @handle("btn_note", "click")
    def btn_note_click(self, **event_args):
        note = (self.txt_note.text or "").strip()
        self.txt_note.error, self.txt_note.supporting_text = not note, "" if note else texts.NOTE_EMPTY
        if note:
            call("add_note_to_contact", self.contact_id, note)
            self.txt_note.text = ""
            self.raise_event("x-noted")

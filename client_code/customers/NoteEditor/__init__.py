"""A dialog to write a note anew."""

from anvil import handle

from ...shared import dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import NoteEditorTemplate


class NoteEditor(NoteEditorTemplate):
    def __init__(self, contact_id, note, **properties):
        self.contact_id, self.note = contact_id, note
        super().__init__(**properties)
        self.txt_note.text = note["event_data"]["note"]

    @classmethod
    def edit(cls, contact_id, note):
        """True once the person saved; `note` is the event of the server."""
        editor = cls(contact_id, note)
        return bool(dialogs.edit(editor, texts.EDIT_NOTE, large=True))

    @handle("", "show")
    def form_show(self, **event_args):
        self.txt_note.focus()

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        try:
            call("edit_note", self.contact_id, self.note["event_id"], self.txt_note.text or "")
        except CallFailed as problem:
            return fields.show_errors({"note_text": self.txt_note}, problem.fields or {"note_text": problem.text})
        self.raise_event("x-close-alert", value=True)

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

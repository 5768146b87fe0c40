"""A dialog to note what a person said about being written to; nothing in it is chosen beforehand."""

from anvil import handle

from ...shared import dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import texts
from ..consent_view import newest_words
from ._anvil_designer import ConsentEditorTemplate


class ConsentEditor(ConsentEditorTemplate):
    def __init__(self, contact_id, **properties):
        self.contact_id = contact_id
        self.wordings = call("list_consent_wordings")["wordings"]
        super().__init__(**properties)
        self.dd_state.items = [(text, name) for name, text in texts.STATES.items()]
        self.dd_channel.items = [(text, name) for name, text in texts.CHANNELS]
        self.dd_purpose.items = [(text, name) for name, text in texts.PURPOSES]
        self.dd_source.items = texts.TOLD_BY
        self.dd_source.selected_value = "person"
        self.words_box.visible = False
        self.show_problem({})

    @classmethod
    def record(cls, contact_id, name):
        """True once something was noted."""
        editor = cls(contact_id)
        title = texts.RECORD_TITLE.format(name)
        return bool(dialogs.edit(editor, title, large=True))

    @handle("dd_state", "change")
    @handle("dd_purpose", "change")
    def choice_change(self, **event_args):
        """Ask for the words where they matter, beginning with those the business uses now."""
        self.words_box.visible = self.dd_state.selected_value == "granted"
        if self.words_box.visible and self.dd_purpose.selected_value and not self.txt_words.text:
            self.txt_words.text = newest_words(self.wordings, self.dd_purpose.selected_value)

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        consent = {
            "state": self.dd_state.selected_value,
            "channel": self.dd_channel.selected_value,
            "purpose": self.dd_purpose.selected_value,
            "source": self.dd_source.selected_value,
            "note": self.txt_note.text or "",
            "words": self.txt_words.text if self.words_box.visible else None,
        }
        missing = {"state": texts.NEEDS_STATE, "channel": texts.NEEDS_CHANNEL, "purpose": texts.NEEDS_PURPOSE}
        wrong = {name: text for name, text in missing.items() if not consent[name]}
        if wrong:
            return self.show_problem(wrong)
        try:
            call("set_consent", self.contact_id, consent)
        except CallFailed as problem:
            return self.show_problem(problem.fields, problem.text)
        self.raise_event("x-close-alert", value=True)

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        boxes = {
            "state": self.dd_state,
            "channel": self.dd_channel,
            "purpose": self.dd_purpose,
            "wording": self.txt_words,
            "note": self.txt_note,
        }
        elsewhere = fields.show_errors(boxes, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)

"""A dialog that sets one field of many contacts, saying before how many it would change; closes with the change."""

from anvil import handle

from ...shared import choices, dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import company_typing, own_inputs, tidying_texts, tidying_view
from ._anvil_designer import BulkEditorTemplate

PAUSE_SECONDS = 0.4
ACTIONS = (
    ("add_tag", tidying_texts.ADD_TAG),
    ("remove_tag", tidying_texts.REMOVE_TAG),
    ("add_to_segment", tidying_texts.ADD_SEGMENT),
    ("remove_from_segment", tidying_texts.REMOVE_SEGMENT),
)


class BulkEditor(BulkEditorTemplate):
    def __init__(self, selection, **properties):
        self.selection = selection
        self.fields = {field["name"]: field for field in call("list_edit_fields")["fields"]}
        self.tags = call("get_contact_filter_options")["tags"]
        segments = call("list_segments")["segments"]
        self.segments = [(each["name"], each["segment_id"]) for each in segments if not each["is_dynamic"]]
        self.input = None
        self._asked = 0
        super().__init__(**properties)
        labels = [(field["label"], name) for name, field in self.fields.items()]
        self.dd_field.items = [(text, name) for name, text in ACTIONS] + labels
        self.dd_field.selected_value = "add_tag"
        self.show_input()

    @classmethod
    def edit(cls, selection):
        """The change that was begun, None when the person thought better of it."""
        title = tidying_texts.CHANGE_TITLE.format(tidying_view.people(selection.count))
        return dialogs.edit(cls(selection), title) or None

    @handle("dd_field", "change")
    def show_input(self, **event_args):
        """Show what asks for the value of the chosen field."""
        self.lp_value.clear()
        self.input = self.make_input(self.dd_field.selected_value)
        self.input.box.add_event_handler("change", self.value_change)
        self.lp_value.add_component(self.input.box)
        self.value_change()

    def make_input(self, name):
        about = {"name": name, "kind": "text", "required": False, "help_text": "", "options": []}
        if name in self.fields:
            made = own_inputs.make(self.fields[name])
            if name == "company":
                company_typing.offer(made.box)
            return made
        if "segment" in name:
            about["help_text"] = "" if self.segments else tidying_texts.NO_SEGMENTS
            made = own_inputs.make(dict(about, label=tidying_texts.SEGMENT, kind="choice"))
            made.box.items = self.segments
            return made
        if name == "remove_tag":
            return own_inputs.make(dict(about, label=tidying_texts.TAG, kind="choice", options=self.tags))
        made = own_inputs.make(dict(about, label=tidying_texts.TAG))
        made.box.add_event_handler("show", lambda **event: choices.suggest(made.box, [(tag, tag) for tag in self.tags]))
        return made

    def value_change(self, **event_args):
        self.btn_save.enabled = False
        self.timer_count.interval = 0
        self.timer_count.interval = PAUSE_SECONDS

    @handle("timer_count", "tick")
    def count(self, **event_args):
        """Ask how many would change; an answer that a later question has overtaken is dropped."""
        self.timer_count.interval = 0
        self._asked += 1
        asked, value = self._asked, self.input.value()
        if value is None and self.must_have_value():
            return self.show_words(tidying_texts.CHOOSE)
        try:
            preview = self.selection.ask("preview_edit", self.dd_field.selected_value, value)
        except CallFailed as problem:
            return self.show_words("", problem.text)
        if asked == self._asked:
            self.show_preview(preview, value is None)

    def must_have_value(self):
        field = self.fields.get(self.dd_field.selected_value)
        return field is None or field["required"]

    def show_preview(self, preview, empties):
        """Say what would change, and let the person do it where anything would."""
        self.show_words(tidying_view.preview_words(preview, empties))
        action = tidying_texts.EMPTY_ACTION if empties else tidying_texts.CHANGE_ACTION
        self.btn_save.text = action.format(tidying_view.people(preview["count"]))
        self.btn_save.enabled = bool(preview["count"])

    def show_words(self, text, problem=""):
        self.lbl_preview.text = text
        fields.tell(self.lbl_problem, problem)

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        self.btn_save.enabled = False
        try:
            answer = self.selection.ask("edit_contacts", self.dd_field.selected_value, self.input.value())
        except CallFailed as problem:
            self.btn_save.enabled = True
            return self.show_words("", problem.text)
        self.raise_event("x-close-alert", value=answer["change"])

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

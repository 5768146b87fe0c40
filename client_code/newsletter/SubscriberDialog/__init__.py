"""A dialog to put somebody on a newsletter: by asking them, or because they agreed; closes with what to say of it."""

from anvil import handle

from ...shared import dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import SubscriberDialogTemplate


class SubscriberDialog(SubscriberDialogTemplate):
    def __init__(self, mailing_list, **properties):
        self.mailing_list, self.contact_id, self.name = mailing_list, "", ""
        super().__init__(**properties)
        self.search.label, self.search.action = "Contact", texts.CHOOSE
        self.dd_how.items, self.dd_how.selected_value = texts.HOW, "ask"
        self.dd_how_change()
        self.show_problem({})

    @classmethod
    def add_to(cls, mailing_list):
        """Add somebody; what came of it in words, empty when the person gave up."""
        title = texts.ADD_TITLE.format(mailing_list["name"])
        return dialogs.edit(cls(mailing_list), title, large=True) or ""

    def has_changes(self):
        """True once somebody is chosen, or something is written."""
        return bool(self.contact_id or self.txt_note.text)

    @handle("", "show")
    def form_show(self, **event_args):
        self.search.focus()

    @handle("search", "x-choose")
    def choose(self, contact_id, full_name, **event_args):
        self.contact_id, self.name = contact_id, full_name
        self.search.clear()
        self.lbl_person.text, self.lbl_person.visible = full_name, True
        self.show_problem({})

    @handle("dd_how", "change")
    def dd_how_change(self, **event_args):
        how = self.dd_how.selected_value
        self.lbl_hint.text = texts.HOW_HINTS[how].format(self.mailing_list["consent_text"])
        self.txt_note.visible = how == "agreed"

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        if not self.contact_id:
            return self.show_problem({}, texts.NEEDS_PERSON)
        how = {"agreed": self.dd_how.selected_value == "agreed", "note": self.txt_note.text}
        try:
            status = call("add_subscriber", self.mailing_list["list_id"], self.contact_id, how)["status"]
        except CallFailed as problem:
            return self.show_problem(problem.fields, problem.text)
        words = texts.ON_NOW if status == "active" else texts.ASKED_NOW
        self.raise_event("x-close-alert", value=words.format(self.name))

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value="")

    def show_problem(self, errors, text=""):
        """Say beside the note what is wrong with it, and below what concerns no single field."""
        elsewhere = fields.show_errors({"note": self.txt_note}, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)

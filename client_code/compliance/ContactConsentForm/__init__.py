"""What one person agreed to: now or on any day, the words of it, and everything that was ever noted."""

import anvil
from anvil import handle
from m3.components import TextArea

from ...shared import app_context, dialogs, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import consent_view, texts
from ..ConsentEditor import ConsentEditor
from ._anvil_designer import ContactConsentFormTemplate


class ContactConsentForm(ContactConsentFormTemplate):
    def __init__(self, contact_id="", **properties):
        self.contact_id = contact_id
        self.name = ""
        super().__init__(**properties)
        self.state.stand_for(self.content)
        self.shortcuts = {"n": self.btn_record_click}
        self.btn_record.visible = app_context.may("customers.manage")
        self.lnk_words.visible = pages.can_open("settings-wordings")

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("contact-consent", contact_id=self.contact_id)
        navigation_helpers.highlight_active_nav(self, "contacts")
        self.load()

    @handle("dp_day", "change")
    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch what stands, or stood at the end of the chosen day, and all that was noted."""
        try:
            self.show(call("get_consents", self.contact_id, self.dp_day.date))
        except CallFailed as problem:
            if problem.code == "not_found":
                return self.state.show_empty(*texts.NOBODY)
            self.state.show_problem(problem.text)

    def show(self, answer):
        """Show the server's answer."""
        self.name = answer["contact_name"]
        self.lbl_context.text = self.name
        self.lbl_stands.text = texts.AS_OF if self.dp_day.date else texts.NOW
        self.rp_suppressions.items = [consent_view.suppression_row(each) for each in answer["suppressions"]]
        self.rp_consents.items = [consent_view.as_row(each) for each in answer["consents"]]
        self.lbl_none.visible = not answer["consents"]
        self.rp_history.items = [consent_view.as_row(each) for each in answer["history"]]
        self.lbl_no_history.visible = not answer["history"]
        self.state.show_content()

    @handle("btn_record", "click")
    def btn_record_click(self, **event_args):
        if ConsentEditor.record(self.contact_id, self.name):
            self.dp_day.date = None
            self.load()

    @handle("rp_suppressions", "x-lift")
    def lift(self, channel, **event_args):
        """Ask for the reason, and allow the address again."""
        reason = TextArea(label=texts.LIFT_LABEL, appearance="outlined")
        buttons = [(texts.CANCEL, False), (texts.LIFT, True)]
        while dialogs.edit(reason, texts.LIFT_TITLE, buttons=buttons):
            try:
                call("allow_again", self.contact_id, channel, reason.text or "")
            except CallFailed as problem:
                reason.error, reason.supporting_text = True, problem.text
                continue
            anvil.Notification(texts.LIFTED, style="success").show()
            return self.load()

    @handle("lnk_words", "click")
    def lnk_words_click(self, **event_args):
        pages.open_page("settings-wordings")

    @handle("state", "x-start")
    def state_start(self, **event_args):
        pages.open_page("contacts")

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("contact", contact_id=self.contact_id)

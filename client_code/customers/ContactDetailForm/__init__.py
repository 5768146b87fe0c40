"""One person: who they are, what to do next, the figures, and everything that happened."""

from anvil import handle

from ...shared import app_context, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import archiving, texts
from ..contact_view import as_row, facts, figures, next_step
from ._anvil_designer import ContactDetailFormTemplate


class ContactDetailForm(ContactDetailFormTemplate):
    def __init__(self, contact_id="", **properties):
        self.contact_id = contact_id
        self.contact = {}
        self.item = {"email": "", "phone": "", "facts": []}
        super().__init__(**properties)
        self.state.stand_for(self.detail)
        self.shortcuts = {"e": self.btn_edit_click}
        may_change = app_context.may("customers.manage")
        self.btn_edit.visible = self.btn_archive.visible = self.note_box.visible = may_change

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("contact", contact_id=self.contact_id)
        navigation_helpers.highlight_active_nav(self, "contacts")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the person and the newest of the timeline."""
        try:
            self.show(call("get_contact_by_id", self.contact_id)["contact"])
        except CallFailed as problem:
            if problem.code == "not_found":
                self.state.show_empty(*texts.NO_SUCH_CONTACT)
            else:
                self.state.show_problem(problem.text)

    @handle("state", "x-start")
    def state_start(self, **event_args):
        pages.open_page("contacts")

    def show(self, contact):
        """Show a contact of the server."""
        self.contact = contact
        self.item = dict(as_row(contact), next_step=next_step(contact), facts=facts(contact), **figures(contact))
        self.btn_archive.text = "Restore" if contact["archived"] else "Archive"
        self.btn_archive.icon = "mi:unarchive" if contact["archived"] else "mi:archive"
        self.timeline.show(contact["timeline"], contact["timeline_more"], texts.NO_TIMELINE)
        self.state.show_content()

    @handle("timeline", "x-more")
    def timeline_more(self, **event_args):
        answer = call("get_contact_timeline", self.contact_id, before=self.timeline.oldest["event_date"])
        self.timeline.add_older(answer["timeline"], answer["more"])

    @handle("btn_note", "click")
    def btn_note_click(self, **event_args):
        note = (self.txt_note.text or "").strip()
        self.txt_note.error, self.txt_note.supporting_text = not note, "" if note else texts.NOTE_EMPTY
        if note:
            call("add_note_to_contact", self.contact_id, note)
            self.txt_note.text = ""
            self.load()

    @handle("btn_edit", "click")
    def btn_edit_click(self, **event_args):
        pages.open_page("contact-edit", contact_id=self.contact_id)

    @handle("btn_archive", "click")
    def btn_archive_click(self, **event_args):
        change = archiving.restore if self.contact["archived"] else archiving.archive
        change(self, [self.contact_id])

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("contacts")

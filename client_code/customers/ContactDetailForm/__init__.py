"""One person: who they are, what to do next, the figures, and everything that happened."""

from datetime import datetime, timezone

from anvil import handle

from ...shared import app_context, leaving, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import contact_actions, tag_colors, tag_view, texts
from ..contact_view import as_row, erased_words, facts, figures, next_step
from ._anvil_designer import ContactDetailFormTemplate


class ContactDetailForm(ContactDetailFormTemplate):
    def __init__(self, contact_id="", kind="", **properties):
        self.contact_id = contact_id
        self.contact, self.page, self.next_action = {}, {}, ""
        self.item = {"email": "", "phone": "", "facts": [], "tag_chips": []}
        super().__init__(**properties)
        leaving.guard(self)
        self.state.stand_for(self.detail)
        self.shortcuts = {"e": self.btn_edit_click}
        self.btn_edit.visible = False
        self.kind = self.history.begin(contact_id, kind)

    @handle("", "show")
    def form_show(self, **event_args):
        self.announce()
        navigation_helpers.highlight_active_nav(self, "contacts")
        self.load()

    def has_changes(self):
        """True while a note is written that is not saved."""
        return self.history.has_changes()

    def announce(self):
        pages.announce("contact", contact_id=self.contact_id, kind=self.kind)

    @handle("history", "x-noted")
    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the person, the newest of the timeline, and what is due."""
        try:
            self.show(call("get_contact_page", self.contact_id))
        except CallFailed as problem:
            self.show_problem(problem)

    def show_problem(self, problem):
        """Say why there is nothing to show; of an erased person, when and by whom."""
        erased = problem.answer.get("erased")
        if erased:
            self.state.show_empty(texts.ERASED, erased_words(erased), texts.SHOW_ALL)
        elif problem.code == "not_found":
            self.state.show_empty(*texts.NO_SUCH_CONTACT)
        else:
            self.state.show_problem(problem.text)

    @handle("state", "x-start")
    def state_start(self, **event_args):
        pages.open_page("contacts")

    def show(self, page):
        """Show what the server answered of a contact."""
        self.page, self.contact = page, page["contact"]
        self.show_next_step()
        is_open = not page["erased"] and app_context.may("customers.manage")
        self.btn_edit.visible = self.history.may_write = is_open
        self.menu_contact.menu_items = contact_actions.menu_items(self)
        self.menu_contact.visible = bool(self.menu_contact.menu_items)
        self.tasks.show(self.contact_id, None if page["erased"] else page["tasks"])
        self.bookings.show(self.contact_id, page["bookings"])
        self.history.show(self.contact)
        self.state.show_content()
        self.segments.show(self.contact)
        self.sequences.show(self.contact, is_open)
        self.consents.show(self.contact_id)

    def show_next_step(self):
        """Fill the head of the page: names, states, figures, and what to do next."""
        contact = self.contact
        text, label, self.next_action = next_step(self.page, datetime.now(timezone.utc))
        nameless = {}
        if self.page["erased"]:
            text = erased_words(self.page["erased"])
            nameless = {"full_name": texts.ERASED_PERSON, "email": ""}
        may = self.next_action and app_context.may(contact_actions.NEXT[self.next_action][1])
        words = {"next_text": text, "next_label": label if may else "", "facts": facts(contact)}
        words["tag_chips"] = tag_view.shown(contact["tags"], tag_colors.known() if contact["tags"] else {})
        self.item = dict(as_row(contact), **words, **figures(contact), **nameless)
        self.next_box.visible = bool(text)

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        contact_actions.NEXT[self.next_action][0](self)

    @handle("history", "x-kind")
    def history_kind(self, kind, **event_args):
        self.kind = kind
        self.announce()

    @handle("history", "x-undoable")
    def offer_undo(self, text, undo, **event_args):
        self.layout.offer_undo(text, undo)

    @handle("sequences", "x-changed")
    @handle("tasks", "x-changed")
    def tasks_changed(self, text, undo, **event_args):
        self.load()
        if undo:
            self.layout.offer_undo(text, lambda: (undo(), self.load()))

    @handle("btn_edit", "click")
    def btn_edit_click(self, **event_args):
        contact_actions.edit(self)

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("contacts")

"""All sign-up forms, or all newsletters: those in use, or the archived ones."""

import anvil
from anvil import handle

from ...shared import app_context, pages
from ...shared.server_calls import CallFailed, call
from .. import kinds, texts
from ._anvil_designer import EntryListTemplate


class EntryList(EntryListTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.state.stand_for(self.list)

    def offer(self, kind, archived):
        """Be the list of a kind, one of `kinds`; `load` fills it."""
        self.kind, self.archived = kind, archived
        self.sections.offer(texts.SECTIONS_NAME, texts.SECTIONS, kind.section)

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch those in use, or the archived ones."""
        pages.announce(self.kind.page, archived="yes" if self.archived else "")
        self.lnk_archived.text = self.kind.in_use if self.archived else self.kind.archived
        try:
            entries = call(self.kind.fetch, self.archived)[self.kind.section]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        locale = app_context.config().get("locale")
        self.rp_entries.items = [dict(self.kind.as_row(each, locale), kind=self.kind) for each in entries]
        if entries:
            return self.state.show_content()
        title, text, action = texts.NO_ARCHIVED + ("",) if self.archived else self.kind.empty
        self.state.show_empty(title, text, action if app_context.may("campaigns.manage") else "")

    @handle("state", "x-start")
    def add(self, **event_args):
        """Begin a new one."""
        pages.open_page(self.kind.editor)

    @handle("lnk_archived", "click")
    def lnk_archived_click(self, **event_args):
        self.archived = not self.archived
        self.load()

    @handle("rp_entries", "x-archive")
    def archive(self, entry, **event_args):
        call(self.kind.archive, entry[self.kind.key])
        self.load()
        undo = anvil.get_open_form().layout.offer_undo
        undo(texts.ARCHIVED.format(entry["name"]), lambda: self.restore(entry))

    @handle("rp_entries", "x-restore")
    def restore(self, entry, **event_args):
        call(self.kind.restore, entry[self.kind.key])
        self.load()

    @handle("sections", "x-choose")
    def sections_choose(self, choice, **event_args):
        pages.open_page(kinds.PAGES[choice])

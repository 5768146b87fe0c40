"""All newsletters, with how many are on each."""

from anvil import handle

from ...shared import app_context, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import list_view, texts
from ._anvil_designer import MailingListsFormTemplate


class MailingListsForm(MailingListsFormTemplate):
    def __init__(self, archived="", **properties):
        self.archived = bool(archived)
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.may_write = app_context.may("campaigns.manage")
        self.btn_new.visible = self.may_write
        self.shortcuts = {"n": self.btn_new_click} if self.may_write else {}
        self.sections.offer(texts.SECTIONS_NAME, texts.SECTIONS, "lists")

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "lead_forms")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the newsletters in use, or the archived ones."""
        pages.announce("lists", archived="yes" if self.archived else "")
        self.lnk_archived.text = texts.IN_USE_LISTS if self.archived else texts.ARCHIVED_LISTS
        try:
            lists = call("list_mailing_lists", self.archived)["lists"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        locale = app_context.config().get("locale")
        self.rp_lists.items = [list_view.as_row(each, locale) for each in lists]
        if lists:
            return self.state.show_content()
        title, text, action = texts.NO_ARCHIVED + ("",) if self.archived else texts.EMPTY_LISTS
        self.state.show_empty(title, text, action if self.may_write else "")

    @handle("lnk_archived", "click")
    def lnk_archived_click(self, **event_args):
        self.archived = not self.archived
        self.load()

    @handle("rp_lists", "x-archive")
    def archive(self, mailing_list, **event_args):
        call("archive_mailing_list", mailing_list["list_id"])
        self.load()
        self.layout.offer_undo(texts.ARCHIVED.format(mailing_list["name"]), lambda: self.restore(mailing_list))

    @handle("rp_lists", "x-restore")
    def restore(self, mailing_list, **event_args):
        call("restore_mailing_list", mailing_list["list_id"])
        self.load()

    @handle("sections", "x-choose")
    def sections_choose(self, **event_args):
        pages.open_page("lead-forms")

    @handle("state", "x-start")
    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        pages.open_page("list-edit")

"""Contacts that may be one person, the surest first: merge them, or say that they are different people."""

from anvil import handle

from ...shared import navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import tidying_texts, tidying_view
from ._anvil_designer import DuplicateFinderFormTemplate

SHOWN_AT_ONCE = 20


class DuplicateFinderForm(DuplicateFinderFormTemplate):
    def __init__(self, **address):
        self.groups, self.shown, self.compared, self.total = [], SHOWN_AT_ONCE, 0, 0
        super().__init__()
        self.state.stand_for(self.list)

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "contacts")
        pages.announce("duplicates")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Let the server compare all contacts."""
        self.lbl_context.text = tidying_texts.COMPARING
        self.progress.visible = True
        try:
            answer = call("find_duplicates")
        except CallFailed as problem:
            self.lbl_context.text = ""
            return self.state.show_problem(problem.text)
        finally:
            self.progress.visible = False
        self.groups, self.compared, self.total = answer["groups"], answer["compared"], answer["total"]
        self.show()

    def show(self):
        """Show the groups that are left."""
        self.rp_groups.items = [tidying_view.group_row(group) for group in self.groups[: self.shown]]
        self.btn_more.visible = len(self.groups) > self.shown
        words = tidying_texts.GROUPS_FOUND[self.total != 1].format(tidying_view.number(self.total))
        if self.total > len(self.groups):
            words += " " + tidying_texts.ONLY_FIRST.format(tidying_view.number(len(self.groups)))
        compared = tidying_texts.COMPARED.format(tidying_view.people(self.compared))
        self.lbl_context.text = "{} · {}".format(words, compared) if self.groups else compared
        if self.groups:
            return self.state.show_content()
        self.state.show_empty(*tidying_texts.DUPLICATES_NONE)

    @handle("btn_more", "click")
    def btn_more_click(self, **event_args):
        self.shown += SHOWN_AT_ONCE
        self.show()

    @handle("rp_groups", "x-differ")
    def differ(self, contact_ids, names, **event_args):
        """Remember that they are different people, and offer to take it back."""
        call("say_they_differ", contact_ids)
        before, total = self.groups, self.total
        self.groups = [group for group in before if group_ids(group) != contact_ids]
        self.total = total - 1
        self.show()
        first, *others = names
        text = tidying_texts.DIFFER if len(others) == 1 else tidying_texts.DIFFER_MANY
        other = others[0] if len(others) == 1 else tidying_view.number(len(others))
        self.layout.offer_undo(text.format(first, other), lambda: self.take_back(contact_ids, before, total))

    def take_back(self, contact_ids, groups, total):
        call("say_they_may_be_one", contact_ids)
        self.groups, self.total = groups, total
        self.show()

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("contacts")


def group_ids(group):
    """The ids of the contacts of a group of the server."""
    return [contact["contact_id"] for contact in group["contacts"]]

"""Who is selected in a list of contacts and what can be done with them. Raises `x-change` when others are selected.

The list tells with `offer` what it shows, and has `load()` and `layout`.
"""

import anvil
from anvil import handle

from ...shared import app_context, pages
from .. import bulk_editing, tidying_texts
from ..BulkEditor import BulkEditor
from ..tidying_view import number
from ._anvil_designer import SelectionBarTemplate

MOST_MERGED = 10


class SelectionBar(SelectionBarTemplate):
    def __init__(self, **properties):
        self.contact_ids = []
        self.on_page, self.total, self.filters = [], 0, {}
        self.has_all = False
        super().__init__(**properties)
        self.show([])

    def offer(self, on_page, total, filters):
        """Tell what can be selected: the ids of the page, and all `total` contacts that match `filters`."""
        if self.has_all and filters != self.filters:
            self.contact_ids, self.has_all = [], False
        self.on_page, self.total, self.filters = list(on_page), total, dict(filters)
        self.show(self.contact_ids, self.has_all)

    def holds(self, contact_id):
        """Whether a contact is selected."""
        return self.has_all or contact_id in self.contact_ids

    def show(self, contact_ids, has_all=False):
        """Stand for these contacts, or for all that match; the bar is there only while there are some."""
        self.contact_ids, self.has_all = list(contact_ids), has_all
        count = self.total if has_all else len(self.contact_ids)
        text = tidying_texts.ALL_SELECTED if has_all else tidying_texts.PEOPLE_SELECTED
        self.lbl_selected.text = text.format(number(count))
        whole_page = has_all or set(self.on_page) <= set(self.contact_ids)
        self.btn_page.visible = not whole_page
        self.btn_all.visible = whole_page and not has_all and self.total > len(self.contact_ids)
        self.btn_all.text = tidying_texts.SELECT_ALL.format(number(self.total))
        may = app_context.may("customers.manage")
        self.btn_change.visible = may
        self.btn_archive.visible = may and not self.filters.get("archived")
        self.btn_merge.visible = may and not has_all and 2 <= count <= MOST_MERGED
        self.visible = bool(count)

    def select(self, contact_id, selected):
        """Take one contact in or out; of all that match, one taken out leaves the rest of the page."""
        chosen = self.on_page if self.has_all else self.contact_ids
        others = [each for each in chosen if each != contact_id]
        self.show(others + [contact_id] if selected else others)

    def selection(self):
        """The selected contacts as `bulk_editing` takes them."""
        if self.has_all:
            return bulk_editing.Selection(filters=self.filters, count=self.total)
        return bulk_editing.Selection(self.contact_ids)

    @handle("btn_page", "click")
    def btn_page_click(self, **event_args):
        self.show(self.contact_ids + [each for each in self.on_page if each not in self.contact_ids])
        self.raise_event("x-change")

    @handle("btn_all", "click")
    def btn_all_click(self, **event_args):
        self.show(self.on_page, has_all=True)
        self.raise_event("x-change")

    @handle("btn_clear", "click")
    def btn_clear_click(self, **event_args):
        self.show([])
        self.raise_event("x-change")

    @handle("btn_change", "click")
    def btn_change_click(self, **event_args):
        change = BulkEditor.edit(self.selection())
        if change:
            self.finish(lambda form: bulk_editing.follow(form, change))

    @handle("btn_archive", "click")
    def btn_archive_click(self, **event_args):
        selection = self.selection()
        self.finish(lambda form: bulk_editing.archive(form, selection))

    def finish(self, do_it):
        """Let go of the selection once `do_it`, which gets the list, has done something: False says it has not."""
        if do_it(anvil.get_open_form()) is not False:
            self.show([])
            self.raise_event("x-change")

    @handle("btn_merge", "click")
    def btn_merge_click(self, **event_args):
        pages.open_page("merge", contact_ids=",".join(self.contact_ids))

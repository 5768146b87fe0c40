"""Merging contacts that are one person: whom to keep, whose value of each field, and what moves."""

from anvil import handle

from ...shared import fields, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import merging, tidying_texts, tidying_view
from ..contact_view import as_row
from ._anvil_designer import MergeFormTemplate


class MergeForm(MergeFormTemplate):
    def __init__(self, contact_ids="", **address):
        self.contact_ids = [each for each in contact_ids.split(",") if each]
        self.choices, self.preview = {}, {}
        super().__init__()
        self.state.stand_for(self.parts)
        self.show_problem("")

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "contacts")
        self.lbl_title.scroll_into_view()
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Ask what merging them would make; the first of the ids is the contact that is kept."""
        pages.announce("merge", contact_ids=",".join(self.contact_ids))
        self.search.left_out = self.contact_ids
        kept, others = self.contact_ids[:1], self.contact_ids[1:]
        if not others:
            self.state.show_empty(*tidying_texts.NEEDS_TWO)
            return self.search.focus()
        try:
            self.preview = call("preview_merge", kept[0], others, self.choices)
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.show()

    def show(self):
        """Show the fields to choose, those that differ first, and what follows."""
        people = self.preview["people"]
        self.rp_fields.items = [merging.survivor_row(people)] + merging.field_rows(self.preview, self.choices)
        same = merging.same_in_all(self.preview)
        self.lbl_same.text = tidying_texts.SAME.format(", ".join(same))
        self.lbl_same.visible = bool(same)
        self.show_result()
        self.btn_merge.text = tidying_texts.MERGE_ACTION.format(tidying_view.number(len(people)))
        self.state.show_content()

    def show_result(self):
        """Show the contact as it will be, and what moves to it."""
        row = as_row(self.preview["contact"])
        self.lbl_name.text, self.lbl_contact.text = row["full_name"], row["contact"]
        self.lbl_contact.visible = bool(row["contact"])
        self.rp_moves.items = [{"text": text} for text in tidying_view.moves_words(self.preview["moves"])]
        consents = tidying_view.consent_words(self.preview["consents"])
        self.rp_consents.items = [{"text": text} for text in consents]
        self.consents.visible = bool(consents)

    @handle("rp_fields", "x-choose")
    def choose(self, name, contact_id, **event_args):
        """Take another contact's value of a field; another contact to keep begins anew."""
        self.show_problem("")
        if name == merging.SURVIVOR:
            self.contact_ids = [contact_id] + [each for each in self.contact_ids if each != contact_id]
            self.choices = {}
            return self.load()
        self.choices[name] = contact_id
        self.preview = call("preview_merge", self.contact_ids[0], self.contact_ids[1:], self.choices)
        self.show_result()

    @handle("btn_merge", "click")
    def btn_merge_click(self, **event_args):
        self.btn_merge.enabled = False
        kept, others = self.contact_ids[0], self.contact_ids[1:]
        try:
            answer = call("merge_contacts", kept, others, self.choices, self.preview["versions"])
        except CallFailed as problem:
            if problem.code == "conflict" and problem.answer["current"].get("versions"):
                self.load()
                return self.show_problem(tidying_texts.CONFLICT)
            return self.show_problem(problem.text)
        finally:
            self.btn_merge.enabled = True
        merging.finish(self.preview, answer["change_id"])

    def show_problem(self, text):
        fields.tell(self.lbl_problem, text)

    @handle("search", "x-choose")
    def add(self, contact_id, **event_args):
        self.contact_ids.append(contact_id)
        self.search.clear()
        self.load()

    @handle("btn_cancel", "click")
    @handle("lnk_back", "click")
    def btn_cancel_click(self, **event_args):
        pages.open_page("contacts")

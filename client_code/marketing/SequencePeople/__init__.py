"""Who is in a sequence, and letting people in and out. Raises `x-view`, and `x-undoable` with `text` and `undo`."""

import anvil
from anvil import handle

from ...shared import app_context, clock, fields, formats
from ...shared.server_calls import CallFailed, call
from .. import sequence_texts as texts
from .. import sequence_view
from ._anvil_designer import SequencePeopleTemplate


class SequencePeople(SequencePeopleTemplate):
    def __init__(self, **properties):
        self.sequence, self.page, self.segments = None, 0, []
        super().__init__(**properties)
        self.state.stand_for(self.list)

    def show(self, sequence, view):
        """Show the people of a sequence who are `inside` it, `completed` it or `left`."""
        is_same = self.sequence is not None
        self.sequence = sequence
        if not is_same:
            self.bar.offer(texts.PEOPLE_VIEWS_NAME, texts.PEOPLE_VIEWS, view)
        self.letting_in.visible = app_context.may("campaigns.send") and sequence["status"] != "archived"
        runs = sequence["status"] in ("active", "paused")
        self.lbl_not_running.visible = not runs
        self.search.visible = self.dd_segment.visible = runs
        self.show_problem("")
        if runs and not self.segments:
            self.segments = call("list_segments")["segments"]
            self.dd_segment.items = [(each["name"], each["segment_id"]) for each in self.segments]
        self.load()

    def chosen(self):
        """The view that is chosen."""
        return self.bar.chosen if self.bar.chosen != "inside" else ""

    @handle("bar", "x-choose")
    def bar_choose(self, **event_args):
        self.page = 0
        self.load()
        self.raise_event("x-view")

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch a page of people."""
        view = self.bar.chosen
        try:
            found = call("list_enrolments", self.sequence["campaign_id"], view, self.page)
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        may_send = app_context.may("campaigns.send")
        self.rp_people.items = [sequence_view.person_item(each, clock, may_send) for each in found["people"]]
        first, locale = self.page * found["page_size"], app_context.config().get("locale")
        self.lbl_range.text = formats.page_range(first, len(found["people"]), found["total"], locale)
        self.btn_previous.visible, self.btn_next.visible = first > 0, first + len(found["people"]) < found["total"]
        if found["people"]:
            return self.state.show_content()
        self.state.show_empty(*texts.NO_PEOPLE[view])

    @handle("btn_previous", "click")
    def btn_previous_click(self, **event_args):
        self.page -= 1
        self.load()

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        self.page += 1
        self.load()

    def do(self, name, person, text, back, *args):
        """Ask for a deed with one person, and offer to take it back by the call `back`."""
        campaign_id, contact_id = self.sequence["campaign_id"], person["contact_id"]
        try:
            call(name, contact_id, campaign_id, *args)
        except CallFailed as problem:
            return self.show_problem(problem.text)
        undo_args = [not arg for arg in args]
        self.tell(text.format(person["contact_name"]), lambda: call(back, contact_id, campaign_id, *undo_args))

    def tell(self, text, undo):
        self.raise_event("x-undoable", text=text, undo=undo)

    @handle("rp_people", "x-remove")
    def remove(self, person, **event_args):
        self.do("unenroll_contact", person, texts.TAKEN_OUT, "put_back_into_sequence")

    @handle("rp_people", "x-hold")
    def hold(self, person, held, **event_args):
        self.do("hold_in_sequence", person, texts.WAS_HELD if held else texts.WAS_LET_GO, "hold_in_sequence", held)

    @handle("search", "x-choose")
    def let_in(self, contact_id, full_name, **event_args):
        self.search.clear()
        person = {"contact_id": contact_id, "contact_name": full_name}
        self.do("enroll_contact_in_campaign", person, texts.LET_IN, "unenroll_contact")

    @handle("dd_segment", "change")
    def dd_segment_change(self, **event_args):
        """Say how many of a segment would come in, and ask."""
        segment_id, campaign_id = self.dd_segment.selected_value, self.sequence["campaign_id"]
        if not segment_id:
            return
        self.dd_segment.selected_value = None
        self.show_problem("")
        name = next(each["name"] for each in self.segments if each["segment_id"] == segment_id)
        try:
            found = call("preview_segment_enrolment", campaign_id, segment_id)
            if not found["count"]:
                return self.show_problem(texts.NOBODY_NEW.format(name))
            if self.is_sure(found, name):
                self.let_segment_in(campaign_id, segment_id)
        except CallFailed as problem:
            self.show_problem(problem.text)

    def is_sure(self, found, name):
        locale = app_context.config().get("locale")
        count, total = (formats.plural(found[part], "person", "people", locale) for part in ("count", "total"))
        title = texts.LET_IN_TITLE.format(count)
        buttons = [(texts.KEEP, False), (texts.LET_IN_BUTTON, True)]
        return anvil.confirm(texts.LET_IN_TEXT.format(name, total), title=title, buttons=buttons, dismissible=True)

    def let_segment_in(self, campaign_id, segment_id):
        done = call("enroll_segment", campaign_id, segment_id)
        people = formats.plural(done["count"], "person", "people", app_context.config().get("locale"))
        undo = lambda: call("undo_segment_enrolment", campaign_id, done["cause"])  # noqa: E731
        self.tell(texts.ENTERED.format(people), undo)

    def show_problem(self, text):
        fields.tell(self.lbl_problem, text)

"""Which customers of the chosen places get a campaign, of those who agreed to be written to. Raises `x-change`.

The choice is kept as the steps that made it, so that ten thousand people can be chosen as easily as two.
"""

from anvil import handle

from ...shared import app_context, clock, formats
from ...shared.server_calls import CallFailed, call
from .. import messaging_texts as texts
from .. import messaging_view as view
from ._anvil_designer import CustomerSelectorTemplate

PAUSE_SECONDS = 0.3


class CustomerSelector(CustomerSelectorTemplate):
    def __init__(self, **properties):
        self._asked, self.first, self.answer, self.counts = 0, 0, {}, {}
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.bar.offer(texts.SHOW_NAME, texts.SHOWN, "all")

    def show(self, form):
        """Edit the choice of the wizard's campaign, in place."""
        self.item, self.audience = form.item, form.item["audience"]
        self.load()

    @handle("bar", "x-choose")
    @handle("state", "x-retry")
    def load(self, cursor=None, first=0, **event_args):
        """Fetch a page; an answer that a later one has overtaken is dropped."""
        self.timer_typing.interval = 0
        self._asked += 1
        asked = self._asked
        about = dict(view.wanted(self.item), filter_by=self.bar.chosen, search=self.search)
        try:
            answer = call("get_eligible_customers", view.place_ids(self.audience), about, cursor)
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        if asked == self._asked:
            self.first, self.answer = first, answer
            self.show_page()

    @property
    def search(self):
        return (self.txt_search.text or "").strip()

    def show_page(self):
        answer, locale = self.answer, app_context.config().get("locale")
        customers = answer["customers"]
        self.rp_customers.items = [view.as_customer(each, clock, locale) for each in customers]
        self.lbl_range.text = formats.page_range(self.first, len(customers), answer["total"], locale)
        self.btn_previous.enabled = bool(answer["previous_cursor"])
        self.btn_next.enabled = bool(answer["next_cursor"])
        if "counts" in answer:
            self.counts = answer["counts"]
        self.show_counts()
        if customers:
            self.state.show_content()
        else:
            self.state.show_empty(*(texts.NOT_FOUND if self.counts["eligible"] else texts.NOBODY))

    def show_counts(self):
        """Say how many are selected, and name the buttons after what they do now."""
        locale = app_context.config().get("locale")

        def number(count):
            return formats.number(count, locale)

        counts, is_narrowed = self.counts, bool(self.search or self.bar.chosen != "all")
        self.lbl_selected.text = texts.SELECTED.format(number(counts["selected"]), number(counts["eligible"]))
        total = number(self.answer["total"])
        self.btn_all.text = texts.SELECT_THESE.format(total) if is_narrowed else texts.SELECT_ALL
        self.btn_none.text = texts.DESELECT_THESE.format(total) if is_narrowed else texts.DESELECT_ALL
        others = counts["booked"] - counts["eligible"]
        self.lbl_left_out.text = formats.counted(texts.LEFT_OUT, others, locale)
        self.lbl_left_out.visible = others > 0

    def choose(self, steps):
        """Take over another choice and show it."""
        self.audience["selection"] = steps
        self.load()
        self.raise_event("x-change")

    @handle("rp_customers", "x-select")
    def row_select(self, contact_id, selected, **event_args):
        self.audience["selection"] = view.toggled(self.audience["selection"], contact_id, selected)
        self.counts["selected"] += 1 if selected else -1
        self.show_counts()
        self.raise_event("x-change")

    @handle("btn_all", "click")
    def btn_all_click(self, **event_args):
        self.choose(view.swept(self.audience["selection"], True, self.bar.chosen, self.search))

    @handle("btn_none", "click")
    def btn_none_click(self, **event_args):
        self.choose(view.swept(self.audience["selection"], False, self.bar.chosen, self.search))

    @handle("btn_email", "click")
    def btn_email_click(self, **event_args):
        self.choose(view.only("has_email"))

    @handle("btn_phone", "click")
    def btn_phone_click(self, **event_args):
        self.choose(view.only("has_phone"))

    @handle("txt_search", "change")
    def txt_search_change(self, **event_args):
        self.timer_typing.interval = 0
        self.timer_typing.interval = PAUSE_SECONDS

    @handle("timer_typing", "tick")
    @handle("txt_search", "pressed_enter")
    def search_now(self, **event_args):
        self.load()

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        self.load(self.answer["next_cursor"], self.first + len(self.answer["customers"]))

    @handle("btn_previous", "click")
    def btn_previous_click(self, **event_args):
        self.load(self.answer["previous_cursor"], max(0, self.first - 50))

"""New contacts, bookings and stages of life as charts, for a period of the person's choice."""

from anvil import handle

from ...shared import app_context, clock, fields, formats, pages
from ...shared.server_calls import CallFailed, call
from .. import chart_view, texts
from ._anvil_designer import ChartsPanelTemplate


class ChartsPanel(ChartsPanelTemplate):
    def __init__(self, **properties):
        self._spans = {}
        super().__init__(**properties)
        self.bar_period.offer(texts.PERIOD, texts.PERIODS, "weeks")
        for chart in (self.chart_contacts, self.chart_bookings, self.chart_stages):
            chart.visible = False

    @handle("bar_period", "x-choose")
    def load(self, **event_args):
        """Fetch the figures of the period; charts that are shown stay until then."""
        try:
            self.show(call("get_dashboard_charts", self.bar_period.chosen)["charts"])
        except CallFailed as problem:
            fields.tell(self.lbl_problem, problem.text)

    def show(self, charts):
        """Show the server's charts."""
        self.lbl_problem.visible = False
        label = clock.short_day if self.bar_period.chosen == "weeks" else clock.month
        self._spans = {label(each["start"]): (each["start"], each["end"]) for each in charts["new_contacts"]}
        self._show_over_time(self.chart_contacts, texts.NEW_CONTACTS, texts.NEW, charts["new_contacts"], label)
        self._show_over_time(self.chart_bookings, texts.BOOKINGS, texts.BOOKED, charts["bookings"], label)
        stages = [(texts.STAGES[each["stage"]], each["count"]) for each in charts["stages"]]
        self._show(self.chart_stages, texts.LIFECYCLE, texts.NOW, stages)

    def _show_over_time(self, chart, title, words, points, label):
        if points is None:
            chart.visible = False
            return
        period = dict(texts.PERIODS)[self.bar_period.chosen].lower()
        self._show(chart, title, words, chart_view.bars(points, label), period)

    def _show(self, chart, title, words, bars, period=""):
        one, many, none = words
        total = sum(count for _, count in bars)
        text = formats.plural(total, one, many, app_context.config().get("locale")) if total else none
        chart.visible = True
        chart.show(title, "{}, {}".format(text, period) if period else text, bars)

    @handle("chart_contacts", "x-bar")
    def open_added(self, label, **event_args):
        pages.open_page("contacts", **chart_view.added_between(*map(clock.local, self._spans[label])))

    @handle("chart_stages", "x-bar")
    def open_stage(self, label, **event_args):
        stage = next(name for name, text in texts.STAGES.items() if text == label)
        pages.open_page("contacts", lifecycle_stage=stage)

"""How marketing does: what would help, the figures of a period beside the one before, channels, campaigns, the list."""

import anvil.media
from anvil import handle

from ...shared import app_context, clock, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import performance_texts as texts
from .. import performance_view, results_texts
from ._anvil_designer import MarketingDashboardFormTemplate


class MarketingDashboardForm(MarketingDashboardFormTemplate):
    def __init__(self, period="month", **properties):
        self.answer = None
        super().__init__(**properties)
        self.state.stand_for(self.content)
        self.bar_period.offer(texts.PERIOD, texts.PERIODS, period)
        self.bar_series.offer(results_texts.SERIES_NAME, results_texts.SERIES, "opened")
        may_write = app_context.may("campaigns.manage")
        self.btn_new.visible, self.btn_report.visible = may_write, False
        self.shortcuts = {"n": self.btn_new_click} if may_write else {}

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "marketing")
        self.load()

    @handle("bar_period", "x-choose")
    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the figures of the period; what is shown stays until then."""
        pages.announce("marketing", period=self.bar_period.chosen)
        try:
            self.answer = call("get_marketing_dashboard", self.bar_period.chosen)
            advice = call("list_recommendations")["recommendations"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.show(self.answer)
        may_act = app_context.may("campaigns.manage")
        self.rp_advice.items = [each for each in advice if may_act and pages.can_open(each["page"])]
        self.advice.visible = bool(self.rp_advice.items)
        has_figures = bool(self.answer["has_campaigns"] or self.answer["coming"])
        self.btn_report.visible = has_figures and app_context.may("data.export")
        if has_figures:
            return self.state.show_content()
        title, text, action = texts.EMPTY
        self.state.show_empty(title, text, action if self.btn_new.visible else "")

    def show(self, answer):
        """Show the server's figures."""
        locale = app_context.config().get("locale")
        days = (answer["last"] - answer["first"]).days + 1
        first, last = clock.calendar_day(answer["first"]), clock.calendar_day(answer["last"])
        self.lbl_context.text = texts.CONTEXT.format(first, last, formats.number(days, locale))
        self.rp_cards.items = performance_view.cards(answer["key"], answer["currency"], locale)
        self.rp_channels.items = performance_view.channel_rows(answer["channels"], locale)
        self.rp_best.items = performance_view.best_rows(answer["best"], locale)
        self.rp_health.items = performance_view.health_lines(answer["health"], locale)
        self.rp_coming.items = performance_view.coming_lines(answer["coming"], clock)
        self.lbl_no_channel.visible, self.channel_head.visible = not answer["channels"], bool(answer["channels"])
        self.lbl_no_best.visible, self.best_head.visible = not answer["best"], bool(answer["best"])
        self.lbl_nothing_comes.visible = not answer["coming"]
        self.lbl_honest.text = performance_view.honesty(answer["attribution_days"], locale)
        self.show_chart()

    @handle("bar_series", "x-choose")
    def show_chart(self, **event_args):
        """Draw the chosen figure over time."""
        series, times = self.bar_series.chosen, self.answer["times"]
        bars = performance_view.bars(times, series, clock)
        total = sum(count for _, count in bars)
        one, many, none = results_texts.SERIES_WORDS[series]
        words = formats.plural(total, one, many, app_context.config().get("locale")) if total else none
        when = texts.PER_DAY if self.bar_period.chosen in ("week", "month") else texts.PER_WEEK
        self.chart.show(dict(results_texts.SERIES)[series], when.format(words) if total else words, bars)

    @handle("btn_report", "click")
    def btn_report_click(self, **event_args):
        anvil.media.download(call("export_marketing_report", self.bar_period.chosen)["file"])

    @handle("state", "x-start")
    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        pages.open_page("campaign-edit")

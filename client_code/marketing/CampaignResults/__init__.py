"""What came of a campaign: over time, in money, by link on the mail itself, by version, channel and segment."""

from anvil import handle
from anvil.js import get_dom_node

from ...shared import app_context, clock, formats
from .. import results_texts as texts
from .. import results_view
from ._anvil_designer import CampaignResultsTemplate


class CampaignResults(CampaignResultsTemplate):
    def __init__(self, **properties):
        self._results = None
        super().__init__(**properties)
        self.bar_series.offer(texts.SERIES_NAME, texts.SERIES, "opened")

    def show(self, results):
        """Show what `get_campaign_figures` answered, unless it is shown already."""
        if self._results is not None and results["counted_at"] == self._results["counted_at"]:
            return
        self._results = results
        locale = app_context.config().get("locale")
        self.rp_brought.items = results_view.brought(results, locale)
        self.lbl_honest.text = results_view.honesty(results, locale)
        self.lbl_counted.text = texts.COUNTED.format(clock.ago(results["counted_at"]))
        self.rp_links.items = results_view.link_rows(results["links"], locale)
        self.lbl_no_links.visible = not results["links"]
        self.show_chart()
        self.show_mails(results["mails"])
        for kind, panel, rows in (
            ("variants", self.variants, self.rp_variants),
            ("channels", self.channels, self.rp_channels),
            ("segments", self.segments, self.rp_segments),
        ):
            rows.items = results_view.groups(kind, results[kind], locale)
            panel.visible = len(results[kind]) > (0 if kind == "segments" else 1)

    @handle("bar_series", "x-choose")
    def show_chart(self, **event_args):
        """Draw the chosen figure over time."""
        series, times = self.bar_series.chosen, self._results["times"]
        bars = results_view.bars(times, series, clock)
        total = sum(count for _, count in bars)
        one, many, none = texts.SERIES_WORDS[series]
        words = formats.plural(total, one, many, app_context.config().get("locale")) if total else none
        when = texts.BY_HOUR if times["unit"] == "hour" else texts.BY_DAY
        self.chart.show(dict(texts.SERIES)[series], when.format(words) if total else words, bars)

    def show_mails(self, mails):
        """The mail with its clicks; a bar to choose the version where there are two."""
        self.mail_part.visible = bool(mails)
        if not mails:
            return
        versions = [(mail["variant"], texts.VERSION.format(texts.VARIANTS[mail["variant"]])) for mail in mails]
        self.bar_versions.visible = len(mails) > 1
        self.bar_versions.offer(texts.VERSIONS_NAME, versions, self.bar_versions.chosen)
        self.show_mail()

    @handle("bar_versions", "x-choose")
    def show_mail(self, **event_args):
        chosen = self.bar_versions.chosen
        mail = next(mail for mail in self._results["mails"] if mail["variant"] == chosen)
        get_dom_node(self.frame).srcdoc = mail["html"]

"""A report that could not be read; raises `x-replay` on its panel. Item: of `mail_view.report_row`."""

from anvil import handle

from ._anvil_designer import ProviderReportRowTemplate


class ProviderReportRow(ProviderReportRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.dom_nodes["body"].textContent = self.item["body"]
        self.dom_nodes["body"].hidden = True

    @handle("btn_show", "click")
    def btn_show_click(self, **event_args):
        self.dom_nodes["body"].hidden = not self.dom_nodes["body"].hidden

    @handle("btn_replay", "click")
    def btn_replay_click(self, **event_args):
        self.parent.raise_event("x-replay", provider=self.item["provider"], event_key=self.item["event_key"])

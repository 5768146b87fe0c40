"""A field of a sign-up form. Raises `x-change`, `x-move` and `x-remove` on its panel."""

from anvil import handle

from ._anvil_designer import LeadFieldRowTemplate


class LeadFieldRow(LeadFieldRowTemplate):
    @handle("cb_required", "change")
    def cb_required_change(self, **event_args):
        self.parent.raise_event("x-change")

    @handle("txt_label", "change")
    def txt_label_change(self, **event_args):
        self.item["field"]["label"] = self.txt_label.text
        self.parent.raise_event("x-change")

    @handle("btn_up", "click")
    def btn_up_click(self, **event_args):
        self.parent.raise_event("x-move", field=self.item["field"], step=-1)

    @handle("btn_down", "click")
    def btn_down_click(self, **event_args):
        self.parent.raise_event("x-move", field=self.item["field"], step=1)

    @handle("btn_remove", "click")
    def btn_remove_click(self, **event_args):
        self.parent.raise_event("x-remove", field=self.item["field"])

"""Who gets a campaign: everybody or segments, less others; beside it who does not, and why."""

from anvil import handle

from m3.components import Checkbox

from ...shared.server_calls import call
from .. import campaign_texts as texts
from ._anvil_designer import CampaignTargetingTemplate


class CampaignTargeting(CampaignTargetingTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.dd_who.items = texts.AUDIENCES

    def show(self, campaign):
        """Edit the `audience` of a campaign, in place."""
        self.item = campaign
        audience = campaign["audience"]
        segments = call("list_segments")["segments"]
        self.lbl_none.visible, self.left_out.visible = not segments, bool(segments)
        lists = call("list_mailing_lists")["lists"]
        self.dd_list.items = [(each["name"], each["list_id"]) for each in lists]
        self.dd_list.selected_value = audience.get("list") or None
        self.dd_list.placeholder = "" if lists else texts.NO_LISTS
        self.cb_important.checked = bool(audience.get("important"))
        chosen = "list" if audience.get("list") else "segments" if audience["segments"] else None
        self.dd_who.selected_value = "everyone" if audience["everyone"] else chosen
        self.fill(self.col_segments, segments, "segments")
        self.fill(self.col_without, segments, "without")
        self.show_choice()

    def fill(self, column, segments, name):
        column.clear()
        for segment in segments:
            box = Checkbox(text=segment["name"], checked=segment["segment_id"] in self.item["audience"][name])
            box.add_event_handler("change", self.ticker(segment["segment_id"], name))
            column.add_component(box)

    def ticker(self, segment_id, name):
        def tick(sender, **event_args):
            rest = [each for each in self.item["audience"][name] if each != segment_id]
            self.item["audience"][name] = rest + [segment_id] if sender.checked else rest
            self.review_later()

        return tick

    @handle("cb_important", "change")
    def cb_important_change(self, **event_args):
        self.item["audience"]["important"] = self.cb_important.checked
        self.review_later()

    @handle("dd_list", "change")
    @handle("dd_who", "change")
    def dd_who_change(self, **event_args):
        audience = self.item["audience"]
        audience["everyone"] = self.dd_who.selected_value == "everyone"
        if self.dd_who.selected_value != "segments":
            audience["segments"] = []
        audience["list"] = (self.dd_list.selected_value or "") if self.dd_who.selected_value == "list" else ""
        self.show_choice()
        self.review_later()

    def show_choice(self):
        self.chosen.visible = self.dd_who.selected_value == "segments"
        self.dd_list.visible = self.dd_who.selected_value == "list"

    def review_later(self, **event_args):
        self.review_part.show(self.item["audience"], self.item["purpose"])

    review = review_later

"""On which channels a campaign goes, with how many each of them reaches. Raises `x-change`."""

from m3.components import Checkbox, Text

from ...shared import app_context, formats
from ...shared.server_calls import CallFailed, call
from .. import messaging_texts as texts
from ._anvil_designer import MessagingChannelsTemplate


class MessagingChannels(MessagingChannelsTemplate):
    def __init__(self, **properties):
        self.item = {}
        super().__init__(**properties)

    def show(self, form):
        """Edit the channels of the wizard's campaign, in place."""
        self.item = form.item
        self.col_channels.clear()
        locale = app_context.config().get("locale")
        for name, label, icon, words in texts.CHANNELS:
            box = Checkbox(text=label, checked=name in self.item["channels"])
            box.add_event_handler("change", self.ticker(name))
            self.col_channels.add_component(box)
            reached = texts.CHANNEL_COUNT.format(formats.number(self.reach(form, name), locale))
            self.col_channels.add_component(Text(text="{} {}.".format(words, reached), icon=icon, role="channel-words"))

    def reach(self, form, channel):
        """How many customers of the chosen places agreed to a channel."""
        try:
            answer = call("count_campaign_customers", self.item["audience"], [channel], self.item["purpose"])
            return answer["counts"]["eligible"]
        except CallFailed as problem:
            form.show_problem(problem.text)
            return 0

    def ticker(self, name):
        def tick(sender, **event_args):
            chosen = set(self.item["channels"]) - {name} | ({name} if sender.checked else set())
            self.item["channels"] = [each for each, _, _, _ in texts.CHANNELS if each in chosen]
            self.raise_event("x-change")

        return tick

"""The last step: what goes to whom on which channel, who is left out and why, what it costs, and when it goes."""

from anvil import handle

from ...shared import app_context, clock
from ...shared.server_calls import CallFailed, call
from .. import campaign_view
from .. import messaging_texts as texts
from .. import messaging_view as view
from ._anvil_designer import MessagingReviewTemplate


class MessagingReview(MessagingReviewTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.lbl_hours.text = texts.HOURS

    def show(self, form):
        """Ask what would happen if the saved campaign of the wizard went now, and show it."""
        self.form, item = form, form.item
        self.state.stand_for(self.content)  # thousands of people take seconds, and nothing can be sent unseen
        try:
            found = call("review_messages", item["audience"], item["channels"], item["messages"], item["purpose"])
            places = call("list_campaign_places", item["channels"], item["purpose"])["places"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        locale = app_context.config().get("locale")
        self.rp_facts.items = view.facts(item, form.choices["offers"], places, found["total"], locale)
        self.rp_channels.items = [
            dict(
                campaign_view.audience_lines(found["channels"][channel], clock, locale),
                **view.channel_head(channel, found["channels"][channel], found["currency"], locale),
            )
            for channel in item["channels"]
        ]
        self.lbl_cost.text = view.cost_text(found, item["budget"]["amount"], locale)
        self.lbl_cost.visible = bool(self.lbl_cost.text)
        wrong = list(view.missing(item).values()) if not form.wrong else []
        wrong = [words for words in wrong if words != view.WANTING] + form.wrong
        self.send.show(form.campaign_id, item, form.version, wrong, found["people"])
        self.state.show_content()

    @handle("state", "x-retry")
    def retry(self, **event_args):
        self.show(self.form)

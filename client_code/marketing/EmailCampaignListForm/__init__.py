"""All campaigns, by state."""

from anvil import handle

from ...shared import app_context, clock, navigation_helpers, pages
from ...shared.menus import menu_item
from ...shared.server_calls import CallFailed, call
from .. import campaign_texts as texts
from .. import campaign_view
from ._anvil_designer import EmailCampaignListFormTemplate


class EmailCampaignListForm(EmailCampaignListFormTemplate):
    def __init__(self, status="", **properties):
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.may_write = app_context.may("campaigns.manage")
        self.menu_new.visible = self.may_write
        self.menu_new.menu_items = [
            menu_item(texts.NEW_MAIL, "mi:mail", self.write_mail),
            menu_item(texts.NEW_MESSAGES, "mi:forum", self.write_messages),
        ]
        self.shortcuts = {"n": self.write_mail} if self.may_write else {}
        self.bar.offer(texts.VIEWS_NAME, texts.VIEWS, status)

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "campaigns")
        self.load()

    @handle("bar", "x-choose")
    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the campaigns of the chosen state."""
        status = self.bar.chosen
        pages.announce("campaigns", status=status)
        try:
            campaigns = call("list_campaigns", status or None)["campaigns"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        locale = app_context.config().get("locale")
        self.rp_campaigns.items = [campaign_view.as_row(each, clock, locale) for each in campaigns]
        if campaigns:
            return self.state.show_content()
        title, text, action = (texts.EMPTY_VIEW + ("",)) if status else texts.EMPTY
        self.state.show_empty(title, text, action if self.may_write else "")

    @handle("rp_campaigns", "x-duplicate")
    def duplicate(self, campaign, **event_args):
        made = call("duplicate_campaign", campaign["campaign_id"])["campaign_id"]
        pages.open_page(campaign_view.editor_of(campaign), campaign_id=made)

    @handle("rp_campaigns", "x-archive")
    def archive(self, campaign, **event_args):
        call("archive_campaign", campaign["campaign_id"])
        self.load()
        text = texts.ARCHIVED.format(campaign["campaign_name"])
        self.layout.offer_undo(text, lambda: self.restore(campaign["campaign_id"]))

    def restore(self, campaign_id):
        call("restore_campaign", campaign_id)
        self.load()

    @handle("state", "x-start")
    def write_mail(self, **event_args):
        pages.open_page("campaign-edit")

    def write_messages(self, **event_args):
        pages.open_page("messaging-edit")

    @handle("lnk_offers", "click")
    def lnk_offers_click(self, **event_args):
        pages.open_page("offers")

    @handle("lnk_templates", "click")
    def lnk_templates_click(self, **event_args):
        pages.open_page("templates")

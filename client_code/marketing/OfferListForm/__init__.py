"""All offers, with how many codes were given and redeemed, and what they brought."""

from anvil import handle

from ...shared import app_context, clock, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import offer_texts as texts
from .. import offer_view
from ..OfferEditor import OfferEditor
from ..RedeemDialog import RedeemDialog
from ._anvil_designer import OfferListFormTemplate


class OfferListForm(OfferListFormTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.may_write = app_context.may("campaigns.manage")
        self.btn_new.visible = self.may_write
        self.btn_redeem.visible = app_context.may("customers.manage")
        self.shortcuts = {"n": self.btn_new_click} if self.may_write else {}

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("offers")
        navigation_helpers.highlight_active_nav(self, "campaigns")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the offers with their figures."""
        try:
            offers = call("list_offers")["offers"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        locale = app_context.config().get("locale")
        self.rp_offers.items = [offer_view.as_row(offer, clock, locale) for offer in offers]
        if offers:
            return self.state.show_content()
        title, text, action = texts.EMPTY
        self.state.show_empty(title, text, action if self.may_write else "")

    @handle("state", "x-start")
    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        if OfferEditor.edit():
            self.load()

    @handle("rp_offers", "x-edit")
    def edit(self, offer, **event_args):
        if OfferEditor.edit(offer):
            self.load()

    @handle("rp_offers", "x-archive")
    def archive(self, offer, **event_args):
        call("archive_offer", offer["offer_id"])
        self.load()
        self.layout.offer_undo(texts.WITHDRAWN.format(offer["name"]), lambda: self.restore(offer))

    def restore(self, offer):
        call("restore_offer", offer["offer_id"])
        self.load()

    @handle("btn_redeem", "click")
    def btn_redeem_click(self, **event_args):
        RedeemDialog.redeem(self)

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("campaigns")

"""Where a customer starts: what is coming up, and the way to everything else of theirs."""

from anvil import handle

from ...shared import app_context, clock, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import booking_view, texts
from ._anvil_designer import CustomerDashboardFormTemplate


class CustomerDashboardForm(CustomerDashboardFormTemplate):
    def __init__(self, **address):
        super().__init__()
        self.state.stand_for(self.content)
        self.lbl_context.text = texts.AT.format(app_context.config().get("business_name"))
        self.bookings.visible = self.card_bookings.visible = app_context.feature("bookings_enabled")

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("my-dashboard")
        navigation_helpers.highlight_active_nav(self, "my_dashboard")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch who this is and what is coming up."""
        try:
            answer = call("get_my_dashboard")
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        name = answer["profile"]["first_name"]
        locale = app_context.config().get("locale")
        self.lbl_title.text = texts.HELLO.format(name) if name else texts.HELLO_NAMELESS
        self.rp_bookings.items = [
            booking_view.row(booking, clock.day, clock.exact, locale) for booking in answer["bookings"]
        ]
        business = app_context.config().get("business_name")
        nothing = texts.NO_BOOKING[1].format(business)
        self.lbl_bookings.text = texts.bookings(answer["count"], locale) if answer["count"] else nothing
        self.state.show_content()

    @handle("card_bookings", "click")
    def card_bookings_click(self, **event_args):
        pages.open_page("my-bookings")

    @handle("card_account", "click")
    def card_account_click(self, **event_args):
        pages.open_page("my-account")

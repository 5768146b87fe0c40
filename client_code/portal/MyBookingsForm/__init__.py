"""The customer's own bookings: what is coming up, and what has been."""

from anvil import handle
from m3.components import Button

from ...shared import app_context, clock, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import booking_view, texts
from ._anvil_designer import MyBookingsFormTemplate


class MyBookingsForm(MyBookingsFormTemplate):
    def __init__(self, past="", page_number=0, **address):
        self.upcoming = not past
        self.page_number = int(page_number) if str(page_number).isdigit() else 0
        super().__init__()
        self.state.stand_for(self.list)
        self.buttons = {upcoming: self.view_button(upcoming, text) for upcoming, text in texts.VIEWS}

    def view_button(self, upcoming, text):
        button = Button(text=text, appearance="text", role="view")
        button.add_event_handler("click", lambda **event: self.choose(upcoming))
        self.flow_views.add_component(button)
        return button

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "my_bookings")
        self.load()

    def choose(self, upcoming, page_number=0):
        """Show the other bookings, or another page of them."""
        self.upcoming, self.page_number = upcoming, page_number
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch a page of bookings."""
        pages.announce("my-bookings", past="" if self.upcoming else "1", page_number=self.page_number)
        for upcoming, button in self.buttons.items():
            button.appearance = "tonal" if upcoming == self.upcoming else "text"
        try:
            answer = call("list_my_bookings", self.upcoming, self.page_number)
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        config = app_context.config()
        self.rp_bookings.items = [
            booking_view.row(booking, clock.day, clock.exact, config.get("locale")) for booking in answer["bookings"]
        ]
        self.pager.visible = self.page_number > 0 or answer["more"]
        self.btn_previous.enabled, self.btn_next.enabled = self.page_number > 0, answer["more"]
        if answer["bookings"]:
            return self.state.show_content()
        title, text, action = texts.NO_BOOKING if self.upcoming else texts.NO_PAST
        self.state.show_empty(title, text.format(config.get("business_name")), action)

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        self.choose(self.upcoming, self.page_number + 1)

    @handle("btn_previous", "click")
    def btn_previous_click(self, **event_args):
        self.choose(self.upcoming, self.page_number - 1)

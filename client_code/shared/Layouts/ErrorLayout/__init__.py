"""A page that says what went wrong, with a way back."""

from anvil import handle

from ... import access, pages
from ._anvil_designer import ErrorLayoutTemplate


class ErrorLayout(ErrorLayoutTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("btn_home", "click")
    def btn_home_click(self, **event_args):
        pages.open_page(access.home())

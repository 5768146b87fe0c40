"""The sign-in page; in a demo business it offers the demo people."""

from anvil import handle
from m3.components import Button

from ...shared import app_context, pages
from .. import texts
from ._anvil_designer import LoginFormTemplate


class LoginForm(LoginFormTemplate):
    def __init__(self, message="", **properties):
        super().__init__(**properties)
        if message:
            self.panel_sign_in.show_message(message)
        self.demo.visible = bool(app_context.config().get("is_demo"))
        if self.demo.visible:
            self.show_demo_people()

    def show_demo_people(self):
        """One button for each demo person."""
        for role, email in texts.DEMO_PEOPLE:
            button = Button(text=role, appearance="outlined", tooltip=email)
            button.tag.email = email
            button.add_event_handler("click", self.btn_demo_click)
            self.flow_demo.add_component(button)

    def btn_demo_click(self, sender, **event_args):
        self.panel_sign_in.sign_in(sender.tag.email, texts.DEMO_PASSWORD)

    @handle("panel_sign_in", "x-signed-in")
    def panel_sign_in_signed_in(self, **event_args):
        pages.open_address()

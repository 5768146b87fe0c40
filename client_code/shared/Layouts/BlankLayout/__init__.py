"""A page without navigation, for signing in and resetting a password."""

from ... import app_context
from ..navigation import LOGO
from ._anvil_designer import BlankLayoutTemplate


class BlankLayout(BlankLayoutTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.img_logo.source = app_context.config().get("logo") or LOGO
        self.lbl_business.text = app_context.config().get("business_name") or "Mybizz"

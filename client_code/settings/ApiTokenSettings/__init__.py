"""The tokens of the business's own programs: made, shown once, revoked."""

from anvil import handle

from ...shared import navigation_helpers, pages
from ...shared.components.ConfirmationDialog import ConfirmationDialog
from ...shared.server_calls import CallFailed, call
from .. import texts, token_view
from ..ApiTokenEditor import ApiTokenEditor
from ..NewTokenPanel import NewTokenPanel
from ._anvil_designer import ApiTokenSettingsTemplate


class ApiTokenSettings(ApiTokenSettingsTemplate):
    def __init__(self, **properties):
        self.scopes = []
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.shortcuts = {"n": self.btn_new_click}
        self.btn_new.visible = False

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("settings-tokens")
        navigation_helpers.highlight_active_nav(self, "settings")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the tokens that hold or have run out."""
        try:
            answer = call("list_api_tokens")
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.scopes = answer["scopes"]
        self.btn_new.visible = bool(self.scopes)
        self.rp_tokens.items = [token_view.as_row(token) for token in answer["tokens"]]
        if answer["tokens"]:
            return self.state.show_content()
        title, text = texts.NO_TOKENS
        self.state.show_empty(title, text, texts.NEW_TOKEN if self.scopes else "")

    @handle("state", "x-start")
    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        token = ApiTokenEditor.make(self.scopes)
        if token:
            self.load()
            NewTokenPanel.show_once(token)

    @handle("rp_tokens", "x-revoke")
    def revoke(self, token, **event_args):
        title = texts.REVOKE_TITLE.format(token["name"])
        if ConfirmationDialog.ask(title, texts.REVOKE_QUESTION, texts.REVOKE, texts.REVOKE_CONSEQUENCE):
            call("revoke_api_token", token["token_id"])
            self.load()

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("settings")

"""A dialog to make a token; closes with the token."""

from anvil import handle
from m3.components import Checkbox

from ...shared import dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import ApiTokenEditorTemplate

USUAL_DAYS = 365
# A new token reads; whoever wants more of it says so.
READING = ".view"


class ApiTokenEditor(ApiTokenEditorTemplate):
    def __init__(self, scopes, **properties):
        super().__init__(**properties)
        self.dd_days.items = list(texts.TOKEN_DAYS)
        self.dd_days.selected_value = USUAL_DAYS
        self.boxes = {
            scope: Checkbox(text=texts.SCOPES.get(scope, scope), checked=scope.endswith(READING)) for scope in scopes
        }
        for box in self.boxes.values():
            self.lp_scopes.add_component(box)
        self.show_problem({})

    @classmethod
    def make(cls, scopes):
        """The token that was made, or None; `scopes` are those it can be allowed."""
        return dialogs.edit(cls(scopes), texts.NEW_TOKEN)

    @handle("", "show")
    def form_show(self, **event_args):
        self.txt_name.focus()

    @handle("btn_make", "click")
    @handle("txt_name", "pressed_enter")
    def btn_make_click(self, **event_args):
        scopes = [scope for scope, box in self.boxes.items() if box.checked]
        try:
            token = call("create_api_token", self.txt_name.text or "", scopes, self.dd_days.selected_value)["token"]
        except CallFailed as problem:
            return self.show_problem(problem.fields, problem.text)
        self.raise_event("x-close-alert", value=token)

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

    def show_problem(self, errors, text=""):
        """Say beside the field what is wrong with it, and below what does not concern it."""
        elsewhere = fields.show_errors({"name": self.txt_name}, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)

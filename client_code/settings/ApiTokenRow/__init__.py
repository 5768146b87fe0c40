"""A token in the list; raises `x-revoke` on its panel. Item: of `token_view.as_row`."""

from anvil import handle

from ._anvil_designer import ApiTokenRowTemplate


class ApiTokenRow(ApiTokenRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("btn_revoke", "click")
    def btn_revoke_click(self, **event_args):
        self.parent.raise_event("x-revoke", token=self.item)

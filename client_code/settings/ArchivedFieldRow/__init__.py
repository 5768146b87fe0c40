"""A field that is out of use. Raises `x-restore`, `x-purge` on its panel."""

from anvil import handle

from ._anvil_designer import ArchivedFieldRowTemplate


class ArchivedFieldRow(ArchivedFieldRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("btn_restore", "click")
    def btn_restore_click(self, **event_args):
        self.parent.raise_event("x-restore", field=self.item)

    @handle("btn_purge", "click")
    def btn_purge_click(self, **event_args):
        self.parent.raise_event("x-purge", field=self.item)

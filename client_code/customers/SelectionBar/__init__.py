"""How many contacts are selected and what can be done with them; raises `x-archive` with their ids, `x-clear`."""

from anvil import handle

from ...shared import app_context
from ._anvil_designer import SelectionBarTemplate


class SelectionBar(SelectionBarTemplate):
    def __init__(self, **properties):
        self.contact_ids = []
        super().__init__(**properties)
        self.btn_archive.visible = app_context.may("customers.manage")
        self.show([])

    def show(self, contact_ids):
        """Stand for these contacts; the bar is there only while there are some."""
        self.contact_ids = contact_ids
        self.lbl_selected.text = "{} selected".format(len(contact_ids))
        self.visible = bool(contact_ids)

    def select(self, contact_id, selected):
        """Take one contact in or out."""
        others = [each for each in self.contact_ids if each != contact_id]
        self.show(others + [contact_id] if selected else others)

    @handle("btn_archive", "click")
    def btn_archive_click(self, **event_args):
        self.raise_event("x-archive", contact_ids=self.contact_ids)

    @handle("btn_clear", "click")
    def btn_clear_click(self, **event_args):
        self.show([])
        self.raise_event("x-clear")

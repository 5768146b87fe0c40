"""A record that a domain should have. Item: of `mail_view.record_row`."""

from anvil import handle

from ...shared import clipboard
from ...shared import texts as shared_texts
from ._anvil_designer import DomainRecordRowTemplate


class DomainRecordRow(DomainRecordRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.dom_nodes["name"].textContent = self.item["name"]
        self.dom_nodes["value"].textContent = self.item["value"]

    @handle("btn_copy_name", "click")
    def btn_copy_name_click(self, **event_args):
        self.copy(self.item["name"])

    @handle("btn_copy_value", "click")
    def btn_copy_value_click(self, **event_args):
        self.copy(self.item["value"])

    def copy(self, text):
        """Copy a part of the record, and say so."""
        self.lbl_copied.text = shared_texts.COPIED if clipboard.copy(text) else shared_texts.COPY_BY_HAND

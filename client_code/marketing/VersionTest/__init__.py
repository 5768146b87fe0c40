"""Whether two versions of a mail are tried, in what they differ, and how the better one is found. Raises `x-change`."""

from anvil import handle

from .. import mail_texts as texts
from ._anvil_designer import VersionTestTemplate


class VersionTest(VersionTestTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.dd_what.items, self.dd_by.items = texts.TEST_WHAT, texts.TEST_BY

    def show(self, test):
        """Edit `is_on, what, percent, wait_hours, by` of a test, in place."""
        self.test = test
        self.sw_on.selected = test["is_on"]
        self.dd_what.selected_value, self.dd_by.selected_value = test["what"], test["by"]
        self.txt_percent.text, self.txt_wait.text = test["percent"], test["wait_hours"]
        self.details.visible = test["is_on"]

    @handle("sw_on", "change")
    @handle("dd_what", "change")
    @handle("dd_by", "change")
    @handle("txt_percent", "change")
    @handle("txt_wait", "change")
    def changed(self, **event_args):
        """Keep what was chosen; the server judges the numbers."""
        self.test["is_on"] = bool(self.sw_on.selected)
        self.test["what"], self.test["by"] = self.dd_what.selected_value, self.dd_by.selected_value
        self.test["percent"], self.test["wait_hours"] = self.txt_percent.text or 0, self.txt_wait.text or 0
        self.details.visible = self.test["is_on"]
        self.raise_event("x-change")

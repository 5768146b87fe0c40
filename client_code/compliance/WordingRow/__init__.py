"""The words for one purpose; item: `purpose, title, versions` with the newest first, `may`.

Raises `x-saved` on its panel.
"""

import anvil
from anvil import handle

from ...shared import clock, fields
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import WordingRowTemplate


class WordingRow(WordingRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        newest, *earlier = self.item["versions"] or [None]
        self.saved = newest["text"] if newest else ""
        self.txt_words.text = self.saved
        self.lbl_version.text = dated(newest) if newest else texts.NO_WORDS
        self.lbl_earlier.text = "\n".join("{}: “{}”".format(dated(each), each["text"]) for each in earlier)
        self.earlier.visible = bool(earlier)
        self.txt_words.enabled = self.btn_save.visible = self.item["may"]

    def has_changes(self):
        """True while the words differ from the newest version."""
        return (self.txt_words.text or "") != self.saved

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        language = self.item["versions"][0]["language"] if self.item["versions"] else "en"
        try:
            version = call("save_consent_wording", self.item["purpose"], language, self.txt_words.text or "")["version"]
        except CallFailed as problem:
            return fields.show_errors({"text": self.txt_words}, problem.fields or {"text": problem.text})
        anvil.Notification(texts.WORDS_SAVED.format(version), style="success").show()
        self.parent.raise_event("x-saved")


def dated(wording):
    """`Version 2, since 3 May 2026`."""
    return texts.VERSION_SINCE.format(wording["version"], clock.day(wording["created_at"]))

"""The mail of a campaign of messages: subject, first line and one text. Raises `x-change`."""

from anvil import handle

from .. import messaging_texts as texts
from .. import messaging_view
from ._anvil_designer import MailWordsTemplate


class MailWords(MailWordsTemplate):
    def __init__(self, **properties):
        self.item = {}
        super().__init__(**properties)
        self.lbl_hint.text = texts.MAIL_HINT

    def show(self, item):
        """Edit the mail of a campaign, in place."""
        self.item = item
        self.txt_subject.text, self.txt_preview.text = item["subject"], item["preview_text"]
        self.txt_text.text = messaging_view.mail_text(item)

    @handle("txt_subject", "change")
    @handle("txt_preview", "change")
    @handle("txt_text", "change")
    def text_change(self, **event_args):
        self.item["subject"], self.item["preview_text"] = self.txt_subject.text or "", self.txt_preview.text or ""
        self.item["blocks"] = [{"kind": "text", "text": self.txt_text.text or ""}]
        self.raise_event("x-change")

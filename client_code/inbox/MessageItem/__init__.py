"""A message of a thread, or a short line for what was no answer. Raises `x-retry` and `x-decide` on its panel."""

from anvil import handle

from ...shared import app_context
from ...shared.sent_files import show_files
from .. import texts
from ._anvil_designer import MessageItemTemplate


class MessageItem(MessageItemTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        failed = " is-failed" if self.item["is_failed"] else ""
        self.bubble.classes = "message message-{}{}".format(self.item["kind"], failed)
        self.btn_retry.text, self.btn_quoted.text = texts.RETRY, texts.SHOW_QUOTED
        self.btn_unsubscribe.text, self.btn_leave.text = texts.UNSUBSCRIBE, texts.LEAVE
        show_files(self.col_files, self.item["files"], app_context.may("customers.manage"))

    @handle("btn_quoted", "click")
    def btn_quoted_click(self, **event_args):
        self.lbl_quoted.visible = not self.lbl_quoted.visible
        self.btn_quoted.text = texts.HIDE_QUOTED if self.lbl_quoted.visible else texts.SHOW_QUOTED

    @handle("btn_unsubscribe", "click")
    def btn_unsubscribe_click(self, **event_args):
        self.parent.raise_event("x-decide", key=self.item["key"], decision="obeyed")

    @handle("btn_leave", "click")
    def btn_leave_click(self, **event_args):
        self.parent.raise_event("x-decide", key=self.item["key"], decision="left")

    @handle("btn_retry", "click")
    def btn_retry_click(self, **event_args):
        self.parent.raise_event("x-retry", send_key=self.item["key"])

"""A dialog to add, change and remove quick replies."""

from anvil import handle

from ...shared import dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import QuickReplyDialogTemplate


class QuickReplyDialog(QuickReplyDialogTemplate):
    def __init__(self, **properties):
        self.reply, self.removed = {}, None
        super().__init__(**properties)
        self.load()
        self.begin({})

    @classmethod
    def manage(cls):
        """Show the dialog until the person is done."""
        dialogs.edit(cls(), texts.QUICK, large=True)

    def has_changes(self):
        """True while the quick reply that is written differs from the one that was begun with."""
        written = (self.txt_title.text or "", self.txt_text.text or "")
        return written != (self.reply.get("title", ""), self.reply.get("text", ""))

    def load(self):
        replies = call("list_quick_replies")["replies"]
        self.rp_replies.items = replies
        self.lbl_empty.text, self.lbl_empty.visible = texts.NO_QUICK, not replies

    def begin(self, reply):
        """Edit a quick reply, or a new one."""
        self.reply = reply
        self.lbl_editor.text = texts.EDIT if reply else texts.NEW_QUICK
        self.txt_title.text, self.txt_text.text = reply.get("title", ""), reply.get("text", "")
        self.show_problem({})

    def show_problem(self, errors, text=""):
        elsewhere = fields.show_errors({"title": self.txt_title, "text": self.txt_text}, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)

    @handle("rp_replies", "x-edit")
    def edit(self, reply, **event_args):
        self.begin(reply)
        self.txt_title.focus()

    @handle("rp_replies", "x-remove")
    def remove(self, reply, **event_args):
        self.removed = call("remove_quick_reply", reply["reply_id"])["reply"]
        fields.tell(self.lbl_problem, texts.QUICK_REMOVED.format(reply["title"]))
        self.btn_undo.visible = True
        self.load()

    @handle("btn_undo", "click")
    def btn_undo_click(self, **event_args):
        call("save_quick_reply", self.removed["title"], self.removed["text"])
        self.btn_undo.visible = False
        self.show_problem({})
        self.load()

    @handle("btn_save", "click")
    @handle("txt_title", "pressed_enter")
    def btn_save_click(self, **event_args):
        words = (self.txt_title.text or "", self.txt_text.text or "")
        try:
            call("save_quick_reply", *words, self.reply.get("reply_id", ""), self.reply.get("version"))
        except CallFailed as problem:
            version, text = problem.when_overtaken(self.reply.get("version"))
            self.reply = dict(self.reply, version=version)
            return self.show_problem(problem.fields, text)
        self.begin({})
        self.load()

    @handle("btn_done", "click")
    def btn_done_click(self, **event_args):
        self.raise_event("x-close-alert", value=None)

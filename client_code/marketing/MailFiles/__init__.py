"""The files that go with a mail: added, listed, taken away."""

from anvil import handle

from ...shared import app_context, fields
from ...shared.server_calls import CallFailed, call
from .. import mail_texts as texts
from .. import mail_view
from ._anvil_designer import MailFilesTemplate


class MailFiles(MailFilesTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    def show(self, mail):
        """Edit the `attachments` of a mail, in place."""
        self.mail = mail
        self.draw()

    def draw(self):
        self.rp_files.items = mail_view.file_rows(self.mail["attachments"], app_context.config().get("locale"))

    def say(self, text):
        fields.tell(self.lbl_problem, text)

    @handle("fu_file", "change")
    def fu_file_change(self, file, **event_args):
        if file is None:
            return
        # Another version of the mail may be shown by the time the file is there.
        mail, locale = self.mail, app_context.config().get("locale")
        problem = mail_view.file_problem(file.name, file.length, mail["attachments"], locale)
        self.say(problem or texts.UPLOADING)
        try:
            if not problem:
                self.fu_file.enabled = False
                kept = call("add_mail_attachment", file)["attachment"]
                mail["attachments"] = mail_view.with_file(mail["attachments"], kept)
                self.say("")
        except CallFailed as failure:
            self.say(failure.fields.get("file") or failure.text)
        finally:
            self.fu_file.enabled = True
            self.fu_file.clear()
        self.draw()

    @handle("rp_files", "x-remove")
    def remove(self, item, **event_args):
        self.mail["attachments"] = [each for each in self.mail["attachments"] if each["key"] != item["key"]]
        self.draw()

"""A picture of a mail: uploaded, or at an address on the web. `url` and, once uploaded, `width`. Raises `change`."""

from anvil import handle
from anvil.js import get_dom_node

from ...shared import app_context, fields
from ...shared.server_calls import CallFailed, call
from .. import mail_texts as texts
from .. import mail_view
from ._anvil_designer import PictureInputTemplate


class PictureInput(PictureInputTemplate):
    def __init__(self, **properties):
        self.width = None
        super().__init__(**properties)

    @property
    def url(self):
        """Where the picture is: below the app's own address, or on the web."""
        return (self.txt_url.text or "").strip()

    @url.setter
    def url(self, url):
        self.txt_url.text = url
        self.show_picture()

    def focus(self):
        """Put the cursor to where a picture is chosen."""
        self.fu_picture.focus()

    def show_picture(self):
        picture = get_dom_node(self.picture)
        picture.hidden = not self.url
        if self.url:
            picture.src = self.url

    def say(self, text):
        fields.tell(self.lbl_problem, text)

    @handle("fu_picture", "change")
    def fu_picture_change(self, file, **event_args):
        if file is None:
            return
        problem = mail_view.picture_problem(file.length, app_context.config().get("locale"))
        if problem:
            self.fu_picture.clear()
            return self.say(problem)
        self.say(texts.UPLOADING)
        try:
            kept = call("add_mail_picture", file)["picture"]
        except CallFailed as problem:
            return self.say(problem.fields.get("file") or problem.text)
        finally:
            self.fu_picture.clear()
        self.say("")
        self.width, self.url = kept["width"], kept["url"]
        self.raise_event("change")

    @handle("txt_url", "change")
    def txt_url_change(self, **event_args):
        self.width = None
        self.show_picture()
        self.raise_event("change")

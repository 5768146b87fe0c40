"""A mail as somebody would read it: whom, on what, in light or dark."""

from anvil import handle
from anvil.js import get_dom_node

from ...shared.server_calls import CallFailed, call
from .. import mail_texts as texts
from ._anvil_designer import MailPreviewTemplate

PAUSE_SECONDS = 0.6
AT_ONCE = 0.02
# What a mail asks of the device, the frame answers: it is narrower than a computer's window, and as light as one likes.
ASKS_FOR_DARK, ASKS_FOR_PHONE = "(prefers-color-scheme: dark)", "(max-width: 480px)"
ANSWERS = {True: "all", False: "not all"}


class MailPreview(MailPreviewTemplate):
    def __init__(self, **properties):
        self._asked, self._words, self._contact, self._html = 0, None, "", ""
        super().__init__(**properties)
        self.search.visible = False
        self.is_dark = self.is_phone = False
        self.show_reader("")

    def show(self, words, purpose):
        """Show these words, and again whenever `follow` is called."""
        self._words, self._purpose = words, purpose
        self.timer.interval = 0
        self.timer.interval = AT_ONCE

    def follow(self):
        """The words were changed: look again once the person pauses."""
        self.timer.interval = 0
        self.timer.interval = PAUSE_SECONDS

    @handle("timer", "tick")
    def refresh(self, **event_args):
        """Ask how it looks; an answer that a later one has overtaken is dropped."""
        self.timer.interval = 0
        self._asked += 1
        asked = self._asked
        words = {name: self._words[name] for name in ("subject", "preview_text", "blocks")}
        try:
            seen = call("preview_campaign", words, self._purpose, self._contact)
        except CallFailed as problem:
            self.lbl_subject.text = problem.text
            return
        if asked == self._asked:
            self.lbl_subject.text, self._html = seen["subject"], seen["html"]
            self.lbl_size.text = texts.SIZE.format(-(-seen["size"] // 1024))
            self.draw()

    def draw(self):
        html = self._html.replace(ASKS_FOR_DARK, ANSWERS[self.is_dark])
        get_dom_node(self.frame).srcdoc = html.replace(ASKS_FOR_PHONE, ANSWERS[self.is_phone])

    @handle("btn_phone", "click")
    def btn_phone_click(self, **event_args):
        self.show_width(True)

    @handle("btn_desktop", "click")
    def btn_desktop_click(self, **event_args):
        self.show_width(False)

    def show_width(self, is_phone):
        """Show the mail as wide as a phone, or as there is room."""
        self.is_phone = is_phone
        get_dom_node(self.frame).classList.toggle("phone", is_phone)
        self.btn_phone.appearance = "filled" if is_phone else "standard"
        self.btn_desktop.appearance = "standard" if is_phone else "filled"
        self.draw()

    @handle("btn_dark", "click")
    def btn_dark_click(self, **event_args):
        self.is_dark = not self.is_dark
        self.btn_dark.appearance = "filled" if self.is_dark else "standard"
        self.draw()

    @handle("btn_reader", "click")
    def btn_reader_click(self, **event_args):
        self.search.visible = not self.search.visible
        if self.search.visible:
            self.search.focus()

    @handle("search", "x-choose")
    def choose_reader(self, contact_id, full_name, **event_args):
        self._contact = contact_id
        self.search.clear()
        self.search.visible = False
        self.show_reader(full_name)
        self.refresh()

    def show_reader(self, name):
        self.btn_reader.text = texts.AS_READ_BY.format(name or texts.EXAMPLE)

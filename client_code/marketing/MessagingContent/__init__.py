"""What a campaign says on each of its channels, and how one person will read it. Raises `x-change`."""

import anvil
from anvil import handle
from anvil.js import get_dom_node

from ...shared.server_calls import CallFailed, call
from .. import messaging_texts as texts
from ._anvil_designer import MessagingContentTemplate

PAUSE_SECONDS = 0.5
EMAIL = "email"


class MessagingContent(MessagingContentTemplate):
    def __init__(self, **properties):
        self._asked, self.channel = 0, ""
        self.contact_id, self.contact_name = "", ""
        super().__init__(**properties)
        self.person.label, self.btn_example.text = texts.AS_SOMEBODY, texts.AS_EXAMPLE

    def show(self, form):
        """Edit the words of the wizard's campaign, in place."""
        self.form, self.item = form, form.item
        channels = self.item["channels"] or [EMAIL]
        self.bar.offer(texts.CHANNELS_NAME, [(each, texts.CHANNEL_NAMES[each]) for each in channels], self.channel)
        self.show_channel()

    @handle("bar", "x-choose")
    def show_channel(self, **event_args):
        self.channel = self.bar.chosen
        is_mail = self.channel == EMAIL
        self.mail.visible = self.frame.visible = self.lbl_subject.visible = is_mail
        self.chat.visible = self.bubble.visible = self.btn_test.visible = not is_mail
        if is_mail:
            self.mail.show(self.item)
        else:
            self.chat.show(self.item, self.channel, self.form.choices["templates"])
        self.preview()

    @handle("mail", "x-change")
    @handle("chat", "x-change")
    def words_change(self, **event_args):
        self.raise_event("x-change")
        self.timer_preview.interval = 0
        self.timer_preview.interval = PAUSE_SECONDS

    @handle("timer_preview", "tick")
    def preview(self, **event_args):
        """Show the message as somebody would read it; an answer that a later one has overtaken is dropped."""
        self.timer_preview.interval = 0
        self._asked += 1
        asked = self._asked
        self.lbl_as.text = texts.PREVIEW_AS.format(self.contact_name or texts.SAMPLE_PERSON)
        self.btn_example.visible = bool(self.contact_id)
        try:
            seen = self.ask()
        except CallFailed as problem:
            self.lbl_problem.text = problem.text
            return
        if asked != self._asked:
            return
        self.lbl_problem.text = ""
        if self.channel == EMAIL:
            self.lbl_subject.text = seen["subject"]
            get_dom_node(self.frame).srcdoc = seen["html"]
        else:
            self.lbl_chat.text = seen["text"]
            self.bubble.visible = bool(seen["text"])
            self.chat.show_parts(seen["segments"])

    def ask(self):
        """The server's answer for the words as they are typed."""
        if self.channel == EMAIL:
            words = {name: self.item[name] for name in ("subject", "preview_text", "blocks")}
            return call("preview_campaign", words, self.item["purpose"], self.contact_id)
        return call("preview_message", self.channel, self.item["messages"].get(self.channel) or {}, self.contact_id)

    @handle("person", "x-choose")
    def person_choose(self, contact_id, full_name, **event_args):
        self.person.clear()
        self.contact_id, self.contact_name = contact_id, full_name
        self.preview()

    @handle("btn_example", "click")
    def btn_example_click(self, **event_args):
        self.contact_id, self.contact_name = "", ""
        self.preview()

    @handle("btn_test", "click")
    def btn_test_click(self, **event_args):
        if not self.form.save():
            return
        try:
            address = call("send_test_message", self.form.campaign_id, self.channel)["address"]
        except CallFailed as problem:
            self.lbl_problem.text = problem.text
            return
        anvil.Notification(texts.TEST_SENT.format(address), timeout=4).show()

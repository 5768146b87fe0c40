"""The box to answer somebody: on which channel, how long, in which words WhatsApp allows now. Raises `x-sent`.

What is typed stays with its conversation and channel until it is sent, wherever the person goes in between.
"""

from anvil import handle
from anvil.js import get_dom_node, report_exceptions, window

from ...marketing.messaging_view import parts_text
from ...shared import app_context, formats
from ...shared.server_calls import CallFailed, call
from .. import inbox_view, texts
from ._anvil_designer import ReplyComposerTemplate

PAUSE_SECONDS = 0.4
MOST_LETTERS = 1600
drafts = {}


class ReplyComposer(ReplyComposerTemplate):
    def __init__(self, **properties):
        self.conversation, self.channels, self.reply_key = None, {}, ""
        super().__init__(**properties)
        self.btn_send.text = texts.SEND

    @handle("", "show")
    def form_show(self, **event_args):
        area = get_dom_node(self.txt_text).querySelector("textarea")
        area.addEventListener("keydown", report_exceptions(self.key_pressed))

    def show(self, conversation, channels, last):
        """Answer `conversation`; `channels` as the server tells them, `last` is the one they wrote on."""
        is_new = self.conversation is None or self.conversation["contact_id"] != conversation["contact_id"]
        self.conversation = conversation
        self.channels = {each["channel"]: each for each in channels}
        self.box.visible = app_context.may("customers.manage")
        self.dd_channel.items = [
            (texts.ANSWER_BY.format(texts.CHANNELS[name], each["address"]), name)
            for name, each in self.channels.items()
        ]
        if is_new or self.dd_channel.selected_value not in self.channels:
            self.dd_channel.selected_value = last if last in self.channels else next(iter(self.channels), None)
            self.quick.show(conversation["contact_id"])
            self.begin()
        self.show_channel()

    @property
    def channel(self):
        """The channel that is chosen."""
        return self.dd_channel.selected_value or ""

    @property
    def draft(self):
        """Where what is typed is kept."""
        return (self.conversation["contact_id"], self.channel)

    def begin(self):
        """Show what was typed for this person and channel before."""
        self.txt_text.text = drafts.get(self.draft, "")
        self.lbl_problem.text = ""
        self.reply_key = window.crypto.randomUUID()
        self.quick.suggest("")
        self.count()

    @handle("dd_channel", "change")
    def dd_channel_change(self, **event_args):
        drafts.setdefault(self.draft, self.txt_text.text or "")
        self.begin()
        self.show_channel()

    @handle("timer_window", "tick")
    def show_channel(self, **event_args):
        """Show what is possible on the channel at this moment."""
        if self.conversation is None:
            return
        chosen = self.channels.get(self.channel)
        refusal = chosen["refusal"] if chosen else texts.NO_CHANNEL
        left = inbox_view.time_left(chosen["window_until"], inbox_view.utc_now()) if chosen else ""
        is_over = self.channel == "whatsapp" and not left and not refusal
        self.dd_channel.visible = bool(self.channels)
        self.lbl_window.text, self.lbl_window.visible = texts.WINDOW.format(left), bool(left) and not refusal
        self.lbl_refusal.text = texts.WINDOW_OVER if is_over else texts.REFUSED.format(refusal) if chosen else refusal
        self.lbl_refusal.visible = is_over or bool(refusal)
        self.txt_text.visible = self.lbl_count.visible = self.quick.visible = not (is_over or refusal)
        self.btn_send.visible = not refusal
        self.picker.offer(self.conversation if is_over else None)

    @handle("quick", "x-insert")
    def insert(self, text, **event_args):
        """Put a quick reply where the person types, in place of what follows a `/`."""
        typed = self.txt_text.text or ""
        self.txt_text.text = text if typed.startswith("/") or not typed else "{}\n{}".format(typed, text)
        self.txt_text_change()
        self.txt_text.focus()

    @handle("txt_text", "change")
    def txt_text_change(self, **event_args):
        drafts[self.draft] = self.txt_text.text or ""
        self.lbl_problem.text = ""
        self.quick.suggest(drafts[self.draft])
        self.timer_count.interval = 0
        self.timer_count.interval = PAUSE_SECONDS

    @handle("timer_count", "tick")
    def count(self, **event_args):
        """Say how long it is, in the measure of the channel."""
        self.timer_count.interval = 0
        text, locale = self.txt_text.text or "", app_context.config().get("locale")
        if not text:
            self.lbl_count.text = texts.QUICK_HINT if self.quick.replies else ""
        elif self.channel == "sms":
            self.lbl_count.text = parts_text(call("get_sms_parts", text), locale)
        else:
            counted = (formats.number(len(text), locale), formats.number(MOST_LETTERS, locale))
            self.lbl_count.text = texts.COUNTED.format(*counted) if self.channel == "whatsapp" else ""

    def key_pressed(self, event):
        """Ctrl+Enter sends; Enter takes the first quick reply that is offered."""
        if event.key != "Enter":
            return
        if event.ctrlKey or event.metaKey:
            event.preventDefault()
            self.send()
        elif inbox_view.suggested(self.quick.replies, event.target.value or ""):
            event.preventDefault()
            self.quick.take_first(event.target.value)

    @handle("btn_send", "click")
    def send(self, **event_args):
        """Send what is written, once however often it is asked for."""
        words = self.picker.words if self.picker.visible else {"text": self.txt_text.text or ""}
        if words is None or not words.get("text", "template").strip():
            self.lbl_problem.text = texts.CHOOSE_TEMPLATE if words is None else texts.WRITE
            return
        draft, version = self.draft, self.conversation["version"]
        self.btn_send.enabled = False
        try:
            call("reply_to_contact", draft[0], draft[1], words, self.reply_key, version)
            drafts.pop(draft, None)
            self.begin()
        except CallFailed as problem:
            self.lbl_problem.text = " ".join(problem.fields.values()) or problem.text
        finally:
            self.btn_send.enabled = True
        self.raise_event("x-sent")

    def focus(self):
        """Put the cursor where one writes."""
        if self.txt_text.visible:
            self.txt_text.focus()

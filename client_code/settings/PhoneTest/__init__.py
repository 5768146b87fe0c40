"""A message to one's own telephone, to see that WhatsApp or SMS works."""

from anvil import handle

from ...shared import app_context, fields
from ...shared.server_calls import CallFailed, call
from .. import phone_texts as texts
from .. import phone_view
from ._anvil_designer import PhoneTestTemplate


class PhoneTest(PhoneTestTemplate):
    def __init__(self, **properties):
        self.templates = []
        super().__init__(**properties)
        self.boxes = {"phone": self.txt_phone, "text": self.txt_words}

    def show(self, templates):
        """Offer SMS, WhatsApp, and each of these templates."""
        self.templates = templates
        named = [(texts.TEMPLATE.format(**each), each["template_id"]) for each in templates]
        self.dd_what.items = [texts.SMS, texts.OWN_WORDS] + named
        self.dd_what.selected_value = texts.SMS[1]
        self.txt_words.text = texts.TEST_WORDS.format(app_context.config().get("business_name") or "")
        self.show_kind()

    @handle("dd_what", "change")
    def show_kind(self, **event_args):
        """Ask for words where they are one's own, and say what comes with them."""
        hints = {texts.SMS[1]: texts.SMS_HINT, texts.OWN_WORDS[1]: texts.OWN_WORDS_HINT}
        what = self.dd_what.selected_value
        self.txt_words.visible = what in hints
        self.lbl_hint.text = hints.get(what, texts.TEMPLATE_HINT)
        self.lbl_result.visible = False

    @handle("btn_test", "click")
    @handle("txt_phone", "pressed_enter")
    def btn_test_click(self, **event_args):
        channel, content = phone_view.content_of(self.dd_what.selected_value, self.templates, self.txt_words.text)
        missing = {} if (self.txt_phone.text or "").strip() else {"phone": texts.NEEDS_PHONE}
        if "text" in content and not (content["text"] or "").strip():
            missing["text"] = texts.NEEDS_WORDS
        if fields.show_errors(self.boxes, missing) or missing:
            return
        self.btn_test.enabled = False
        self.tell(texts.SENDING)
        try:
            sent_to = call("send_test_text", channel, self.txt_phone.text, content)["sent_to"]
        except CallFailed as problem:
            return self.tell(fields.show_errors(self.boxes, problem.fields) if problem.fields else problem.text)
        finally:
            self.btn_test.enabled = True
        self.tell(texts.SENT.format(sent_to))

    def tell(self, text):
        """Say what became of it."""
        self.lbl_result.text, self.lbl_result.visible = text, bool(text)

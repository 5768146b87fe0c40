"""The mail of a step: subject, first line and its parts, and beside them how it looks."""

import anvil
from anvil import handle

from ...shared.server_calls import call
from .. import mail_texts
from ..TemplatePicker import TemplatePicker
from ._anvil_designer import StepMailTemplate

WORDS = ("subject", "preview_text", "blocks")


class StepMail(StepMailTemplate):
    def __init__(self, **properties):
        self.item = {}
        super().__init__(**properties)
        self.btn_template.text = mail_texts.CHOOSE_TEMPLATE

    def show(self, item, purpose):
        """Edit `subject`, `preview_text` and `blocks` of a step, in place."""
        self.item, self.purpose = item, purpose
        self.txt_subject.text, self.txt_preview.text = item["subject"], item["preview_text"]
        self.blocks.show(item["blocks"])
        self.picture.show(item, purpose)

    @handle("txt_subject", "change")
    @handle("txt_preview", "change")
    @handle("blocks", "x-change")
    def typed(self, **event_args):
        """Keep what is typed at once: the preview follows it."""
        self.item["subject"], self.item["preview_text"] = self.txt_subject.text, self.txt_preview.text
        self.picture.follow()

    @handle("btn_template", "click")
    def btn_template_click(self, **event_args):
        """Begin with a template's words; what stood there can be brought back."""
        chosen = anvil.alert(TemplatePicker(), title=mail_texts.CHOOSE_TEMPLATE, large=True, buttons=[])
        if not chosen:
            return
        template = call("get_template", chosen)["template"]
        before = {name: self.item[name] for name in WORDS}
        self.put({name: template[name] for name in WORDS})
        text = mail_texts.TEMPLATE_TAKEN.format(template["name"])
        anvil.get_open_form().layout.offer_undo(text, lambda: self.put(before))

    def put(self, words):
        self.item.update(words)
        self.show(self.item, self.purpose)

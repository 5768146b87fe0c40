"""Keep the words of a mail as a template, in a dialog: closes it with the name it got."""

from anvil import handle

from ...shared import fields
from ...shared.server_calls import CallFailed, call
from .. import template_texts as texts
from ._anvil_designer import TemplateSaverTemplate


class TemplateSaver(TemplateSaverTemplate):
    def __init__(self, words, **properties):
        self.words = words
        super().__init__(**properties)
        self.dd_category.items = [(text, name) for name, text in texts.CATEGORIES]
        self.dd_category.selected_value = texts.CATEGORIES[0][0]

    @handle("", "show")
    def form_show(self, **event_args):
        self.txt_name.focus()

    @handle("txt_name", "pressed_enter")
    @handle("btn_save", "click")
    def save(self, **event_args):
        words = {name: self.words[name] for name in ("subject", "preview_text", "blocks")}
        data = dict(words, name=self.txt_name.text, category=self.dd_category.selected_value)
        try:
            call("create_template", data)
        except CallFailed as problem:
            elsewhere = fields.show_errors({"name": self.txt_name}, problem.fields)
            message = elsewhere if problem.fields else problem.text
            fields.tell(self.lbl_problem, message)
            return
        self.raise_event("x-close-alert", value=self.txt_name.text)

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

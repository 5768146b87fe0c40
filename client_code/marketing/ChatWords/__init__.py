"""The words of a WhatsApp message or an SMS, with how long they are. Raises `x-change`."""

from anvil import handle

from m3.components import TextBox

from ...shared import app_context, formats
from .. import messaging_texts as texts
from .. import messaging_view
from ._anvil_designer import ChatWordsTemplate

WHATSAPP = "whatsapp"


class ChatWords(ChatWordsTemplate):
    def __init__(self, **properties):
        self.message, self.templates = {}, {}
        super().__init__(**properties)

    def show(self, item, channel, templates):
        """Edit the message of a campaign on a channel, in place; `templates` are those that WhatsApp approved."""
        self.channel = channel
        self.message = item["messages"].setdefault(channel, {"text": "", "template_id": "", "variables": {}})
        self.templates = {each["template_id"]: each for each in templates}
        self.dd_template.items = [(texts.OWN_WORDS, "")] + [
            ("{name} ({language})".format(**each), each["template_id"]) for each in templates
        ]
        self.dd_template.selected_value = self.message["template_id"]
        self.txt_text.text = self.message["text"]
        self.show_kind()

    def show_kind(self):
        """Show what the chosen template asks for, or the box for words of one's own."""
        template = self.templates.get(self.message["template_id"])
        self.dd_template.visible = self.channel == WHATSAPP
        self.txt_text.visible = self.lbl_count.visible = template is None
        self.col_variables.clear()
        self.col_variables.visible = template is not None
        for variable in template["variables"] if template else ():
            self.add_variable(variable)
        own = texts.OWN_WORDS_HINT if self.templates else texts.NO_TEMPLATES
        is_own = self.channel == WHATSAPP and template is None
        self.lbl_hint.text = " ".join(([own] if is_own else []) + [texts.CHAT_HINT])
        self.show_count()

    def add_variable(self, variable):
        number = variable["number"]
        label = texts.VARIABLE.format("{{" + number + "}}", variable["sample"])
        box = TextBox(label=label, appearance="outlined", text=self.message["variables"].get(number, ""))

        def change(**event_args):
            self.message["variables"][number] = box.text or ""
            self.raise_event("x-change")

        box.add_event_handler("change", change)
        self.col_variables.add_component(box)

    @handle("dd_template", "change")
    def dd_template_change(self, **event_args):
        self.message["template_id"] = self.dd_template.selected_value or ""
        template = self.templates.get(self.message["template_id"])
        numbers = [variable["number"] for variable in template["variables"]] if template else []
        self.message["variables"] = {number: self.message["variables"].get(number, "") for number in numbers}
        self.show_kind()
        self.raise_event("x-change")

    @handle("txt_text", "change")
    def txt_text_change(self, **event_args):
        self.message["text"] = self.txt_text.text or ""
        self.show_count()
        self.raise_event("x-change")

    def show_count(self):
        """Count the letters of a WhatsApp message; those of an SMS are counted by the server, with its parts."""
        if self.channel == WHATSAPP:
            count = formats.number(len(self.message["text"]), app_context.config().get("locale"))
            self.lbl_count.text = texts.COUNTED.format(count)

    def show_parts(self, segments):
        """Say how many parts an SMS has, as the server counted them."""
        if segments:
            self.lbl_count.text = messaging_view.parts_text(segments, app_context.config().get("locale"))

"""A template that WhatsApp approved, with what fills its gaps, for when nothing else may be sent."""

from anvil import handle
from m3.components import TextBox

from ...shared.server_calls import call
from .. import texts
from ._anvil_designer import TemplatePickerTemplate

FIRST = "1"


class TemplatePicker(TemplatePickerTemplate):
    def __init__(self, **properties):
        self.templates, self.variables, self.conversation = {}, {}, None
        super().__init__(**properties)
        self.visible = False

    def offer(self, conversation):
        """Offer the templates for answering `conversation`, once; be away for None."""
        is_shown = self.visible and conversation is not None
        is_same = is_shown and self.conversation["contact_id"] == conversation["contact_id"]
        self.visible = conversation is not None
        if self.visible and not is_same:
            self.conversation = conversation
            self.load()

    def load(self):
        self.templates = {each["template_id"]: each for each in call("list_reply_templates")["templates"]}
        self.dd_template.items = [texts.NO_TEMPLATE] + [
            ("{name} ({language})".format(**each), template_id) for template_id, each in self.templates.items()
        ]
        self.dd_template.selected_value = ""
        self.dd_template_change()

    @handle("dd_template", "change")
    def dd_template_change(self, **event_args):
        """Ask for what the chosen template needs; most begin with the person's name."""
        template = self.templates.get(self.dd_template.selected_value)
        numbers = [each["number"] for each in template["variables"]] if template else []
        self.variables = {number: self.conversation["first_name"] if number == FIRST else "" for number in numbers}
        self.col_variables.clear()
        for variable in template["variables"] if template else ():
            self.add_variable(variable)
        self.show_preview()

    def add_variable(self, variable):
        number = variable["number"]
        label = texts.VARIABLE.format("{{" + number + "}}", variable["sample"])
        box = TextBox(label=label, appearance="outlined", text=self.variables[number])

        def change(**event_args):
            self.variables[number] = box.text or ""
            self.show_preview()

        box.add_event_handler("change", change)
        self.col_variables.add_component(box)

    def show_preview(self):
        template = self.templates.get(self.dd_template.selected_value)
        text = template["body"] if template else "" if self.templates else texts.NO_TEMPLATES
        for number, value in self.variables.items():
            text = text.replace("{{" + number + "}}", value or "…")
        self.lbl_preview.text, self.lbl_preview.visible = text, bool(text)

    @property
    def words(self):
        """What is to be sent, None while something is missing."""
        template_id = self.dd_template.selected_value
        if not template_id or not all(value.strip() for value in self.variables.values()):
            return None
        return {"template_id": template_id, "variables": dict(self.variables)}

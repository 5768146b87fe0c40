"""The library to choose from, in a dialog: closes it with the slug of the template that was chosen."""

from anvil import handle

from ...shared.server_calls import CallFailed, call
from .. import template_view
from ._anvil_designer import TemplatePickerTemplate


class TemplatePicker(TemplatePickerTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.state.stand_for(self.list)

    @handle("", "show")
    @handle("state", "x-retry")
    @handle("txt_search", "pressed_enter")
    @handle("txt_search", "lost_focus")
    def load(self, **event_args):
        """Fetch the templates that are looked for."""
        words = (self.txt_search.text or "").strip()
        try:
            found = call("list_templates", words)["templates"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.rp_templates.items = [template_view.as_card(each, ("use",)) for each in found]
        if found:
            return self.state.show_content()
        self.state.show_empty(*template_view.empty(words, False)[:2])

    @handle("rp_templates", "x-use")
    def use(self, template, **event_args):
        self.raise_event("x-close-alert", value=template["slug"])

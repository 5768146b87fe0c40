"""A dialog to note or change one WhatsApp template; closes with True once it is saved."""

from anvil import handle

from ...shared import app_context, dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import phone_texts as texts
from .. import phone_view
from ._anvil_designer import WhatsAppTemplateEditorTemplate

SAVED = ("template_id", "name", "language", "category", "status", "content_sid", "body")


class WhatsAppTemplateEditor(WhatsAppTemplateEditorTemplate):
    def __init__(self, template, **properties):
        self.item = dict(template, samples=phone_view.samples_text(template))
        super().__init__(**properties)
        self.boxes = {name: getattr(self, "txt_" + name) for name in texts.TEMPLATE_HINTS}
        self.dd_category.items = [(label, name) for name, label in texts.CATEGORIES.items()]
        self.dd_status.items = [(label, name) for name, label in texts.STATUSES.items()]
        self.dd_category.selected_value, self.dd_status.selected_value = template["category"], template["status"]
        self.btn_save.visible = app_context.may("settings.manage")
        self.show_problem({})

    @classmethod
    def edit(cls, template):
        """True when the person saved; a `template` without a `template_id` is a new one."""
        title = texts.EDIT_TEMPLATE if template.get("template_id") else texts.NEW_TEMPLATE
        return bool(dialogs.edit(cls(template), title, large=True))

    @handle("", "show")
    def form_show(self, **event_args):
        self.txt_name.focus()

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        data = {name: self.item[name] for name in SAVED if self.item.get(name) is not None}
        data["samples"] = phone_view.samples_of(self.item["samples"])
        self.btn_save.enabled = False
        try:
            call("save_whatsapp_template", data, self.item.get("version"))
        except CallFailed as problem:
            self.item["version"], text = problem.when_overtaken(self.item.get("version"))
            return self.show_problem(problem.fields, text)
        finally:
            self.btn_save.enabled = True
        self.raise_event("x-close-alert", value=True)

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors(self.boxes, errors, texts.TEMPLATE_HINTS)
        fields.tell(self.lbl_problem, elsewhere if errors else text)

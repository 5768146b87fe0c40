"""A dialog to add or change one field of contacts; closes with True once it is saved."""

from anvil import handle

from ...shared import dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import field_texts as texts
from .. import field_view
from ._anvil_designer import ContactFieldEditorTemplate

SAVED = ("label", "kind", "help_text", "required", "in_list")


class ContactFieldEditor(ContactFieldEditorTemplate):
    def __init__(self, field, kinds, **properties):
        self.kinds = {kind["value"]: kind for kind in kinds}
        self.item = dict(field, options="\n".join(field["options"]))
        super().__init__(**properties)
        self.boxes = {"label": self.txt_label, "options": self.txt_options, "help_text": self.txt_help_text}
        self.hints = {"options": texts.OPTIONS_HINT, "help_text": texts.HELP_HINT}
        self.dd_kind.items = [(kind["label"], kind["value"]) for kind in kinds]
        self.dd_kind.selected_value = field["kind"]
        self.dd_kind.enabled = not field.get("key")
        self.show_kind()
        self.show_problem({})

    @classmethod
    def edit(cls, field, kinds):
        """True when the person saved; a `field` without a `key` is a new one."""
        title = texts.EDIT if field.get("key") else texts.NEW
        return bool(dialogs.edit(cls(field, kinds), title, large=True))

    @handle("", "show")
    def form_show(self, **event_args):
        self.txt_label.focus()

    @handle("dd_kind", "change")
    def show_kind(self, **event_args):
        """Entries are asked for where there is a list to choose from."""
        self.txt_options.visible = self.kinds[self.dd_kind.selected_value]["has_options"]

    @handle("btn_save", "click")
    @handle("txt_label", "pressed_enter")
    def btn_save_click(self, **event_args):
        if not (self.item["label"] or "").strip():
            return self.show_problem({"label": texts.NEEDS_LABEL})
        data = {name: self.item.get(name) for name in SAVED}
        data["options"] = field_view.options_of(self.item["options"])
        self.btn_save.enabled = False
        try:
            self.save(data)
        except CallFailed as problem:
            self.item["version"], text = problem.when_overtaken(self.item.get("version"))
            return self.show_problem(problem.fields, text)
        finally:
            self.btn_save.enabled = True
        self.raise_event("x-close-alert", value=True)

    def save(self, data):
        """Send what was typed to the server."""
        if self.item.get("key"):
            call("update_custom_field", self.item["key"], data, self.item["version"])
        else:
            call("create_custom_field", data)

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors(self.boxes, errors, self.hints)
        fields.tell(self.lbl_problem, elsewhere if errors else text)

"""The fields of a sign-up form: in order, with what they are called, and those that can be added. Raises `x-change`."""

from anvil import handle

from ...shared.menus import menu_item
from .. import form_view, texts
from ._anvil_designer import LeadFieldsTemplate


class LeadFields(LeadFieldsTemplate):
    def show(self, form, own_labels):
        """Edit the `fields` of a form, in place; `own_labels` are those of the business's own fields, by key."""
        self.item = form
        self.known = dict(texts.FIELDS)
        self.known.update(own_labels)
        self.show_fields()

    def show_fields(self):
        chosen = self.item["fields"]
        self.rp_fields.items = [{"field": each, "name": self.known.get(each["key"], each["key"])} for each in chosen]
        used = [each["key"] for each in chosen]
        left = [(key, label) for key, label in self.known.items() if key not in used]
        self.menu_field.menu_items = [menu_item(label, "mi:add", self.adder(key)) for key, label in left]
        self.menu_field.visible = bool(left)

    def adder(self, key):
        def add(**event_args):
            self.change(self.item["fields"] + [{"key": key, "label": "", "required": False}])

        return add

    def change(self, chosen):
        """Let the form have these fields."""
        self.item["fields"] = chosen
        self.show_fields()
        self.raise_event("x-change")

    @handle("rp_fields", "x-move")
    def move(self, field, step, **event_args):
        self.change(form_view.moved(self.item["fields"], field, step))

    @handle("rp_fields", "x-remove")
    def remove(self, field, **event_args):
        self.change([each for each in self.item["fields"] if each is not field])

    @handle("rp_fields", "x-change")
    def field_change(self, **event_args):
        self.raise_event("x-change")

"""Add or change one contact; raises `x-close` with the page to go to."""

from anvil import handle

from ...shared import fields, leaving, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import company_typing, contact_rules, editing, texts
from ._anvil_designer import ContactEditorFormTemplate

TOLD_APART_BY = ("first_name", "last_name", "email", "phone")


class ContactEditorForm(ContactEditorFormTemplate):
    def __init__(self, contact_id="", item=None, **properties):
        self.item = item or editing.item_of(call("get_contact", contact_id)["contact"] if contact_id else None)
        options = call("get_contact_filter_options")
        self.own_fields = options["fields"]
        super().__init__(**properties)
        leaving.guard(self)
        self.dd_status.items = list(texts.STATUS_CHOICES)
        self.lbl_title.text = texts.EDIT_TITLE if self.item["contact_id"] else texts.NEW_TITLE
        self.txt_tags.offer(options["tags"], options["tag_colors"])
        self.own.show(self.own_fields, {})
        self.boxes = {name: getattr(self, "txt_" + name) for name in texts.FIELD_LABELS if hasattr(self, "txt_" + name)}
        fields.check_on_leaving(self.boxes, contact_rules.CHECKS, texts.FIELD_HINTS)
        self.boxes.update(self.own.boxes)
        self.hints = dict(self.own.hints, **texts.FIELD_HINTS)
        company_typing.offer(self.txt_company)
        if not self.item["contact_id"]:
            self.look_alikes.watch({name: self.boxes[name] for name in TOLD_APART_BY})
        self.show_item()
        self.saved = self.gathered()
        self.show_problem({})

    def show_item(self):
        """Show the item in the inputs that are not bound to it."""
        self.dd_status.selected_value = self.item["status"]
        self.txt_tags.tags = self.item["tags"]
        self.own.fill(self.item["custom"])

    def gathered(self):
        """The item as it stands in all inputs."""
        return dict(self.item, tags=self.txt_tags.tags, custom=self.own.values())

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("contact-edit", contact_id=self.item["contact_id"])
        navigation_helpers.highlight_active_nav(self, "contacts")
        self.txt_first_name.focus()

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        self.btn_save.enabled = False
        self.item.update(self.gathered())
        try:
            contact_id = editing.save(self.item, self.own_fields)
        except CallFailed as problem:
            return self.show_problem(problem.fields, problem.text)
        finally:
            self.btn_save.enabled = True
        self.refresh_data_bindings()
        self.show_item()
        if contact_id:
            self.item["contact_id"] = contact_id
            self.saved = self.gathered()
            self.close()

    def close(self, **event_args):
        """Go on to the contact; from a new one that is not saved, back to the list."""
        if self.item["contact_id"]:
            self.raise_event("x-close", page="contact", contact_id=self.item["contact_id"])
        else:
            self.raise_event("x-close", page="contacts")

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors(self.boxes, errors, self.hints)
        fields.tell(self.lbl_problem, elsewhere if errors else text)

    def has_changes(self):
        """True while something typed is not saved."""
        return editing.differ(self.gathered(), self.saved)

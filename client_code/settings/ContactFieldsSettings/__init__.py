"""The business's own fields of a contact: adding, changing, ordering, archiving them."""

import anvil
from anvil import handle

from ...shared import navigation_helpers, pages
from ...shared.components.ConfirmationDialog import ConfirmationDialog
from ...shared.server_calls import CallFailed, call
from .. import field_texts as texts
from .. import field_view
from ..ContactFieldEditor import ContactFieldEditor
from ._anvil_designer import ContactFieldsSettingsTemplate


class ContactFieldsSettings(ContactFieldsSettingsTemplate):
    def __init__(self, **properties):
        self.kinds = []
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.archived_part.visible = False
        self.shortcuts = {"n": self.btn_new_click}
        self.btn_new.enabled = False  # until the kinds of fields are known

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("settings-fields")
        navigation_helpers.highlight_active_nav(self, "settings")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the fields."""
        try:
            answer = call("list_custom_fields")
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.kinds = answer["kinds"]
        self.btn_new.enabled = True
        self.lbl_slots.text = field_view.slots(answer["slots"])
        last = len(answer["fields"]) - 1
        self.rp_fields.items = [
            dict(field_view.as_row(field, self.kinds), is_first=place == 0, is_last=place == last)
            for place, field in enumerate(answer["fields"])
        ]
        self.rp_archived.items = [field_view.as_row(field, self.kinds) for field in answer["archived"]]
        self.archived_part.visible = bool(answer["archived"])
        if answer["fields"]:
            return self.state.show_content()
        self.state.show_empty(*texts.EMPTY)

    @handle("state", "x-start")
    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        if not self.kinds:
            return
        self.edit(field={"label": "", "kind": "text", "options": [], "help_text": ""})

    @handle("rp_fields", "x-edit")
    def edit(self, field, **event_args):
        if ContactFieldEditor.edit(field, self.kinds):
            self.load()

    @handle("rp_fields", "x-move")
    def move(self, field, places, **event_args):
        keys = [item["key"] for item in self.rp_fields.items if item["key"] != field["key"]]
        place = next(n for n, item in enumerate(self.rp_fields.items) if item["key"] == field["key"])
        keys.insert(place + places, field["key"])
        call("order_custom_fields", keys)
        self.load()

    @handle("rp_fields", "x-archive")
    def archive(self, field, **event_args):
        call("archive_custom_field", field["key"])
        self.load()
        self.layout.offer_undo(texts.ARCHIVED.format(field["label"]), lambda: self.restore(field))

    @handle("rp_archived", "x-restore")
    def restore(self, field, **event_args):
        call("restore_custom_field", field["key"])
        self.load()

    @handle("rp_archived", "x-purge")
    def purge(self, field, **event_args):
        question = texts.PURGE_QUESTION.format(field["label"])
        if ConfirmationDialog.ask(texts.PURGE_TITLE, question, texts.PURGE, texts.PURGE_CONSEQUENCE):
            call("purge_custom_field", field["key"])
            self.rp_archived.items = [item for item in self.rp_archived.items if item["key"] != field["key"]]
            self.archived_part.visible = bool(self.rp_archived.items)
            anvil.Notification(texts.PURGED.format(field["label"]), timeout=6).show()

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("settings")

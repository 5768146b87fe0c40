"""Write a template: its name, what it is for, and its words."""

import copy

import anvil
from anvil import handle

from ...shared import fields, leaving, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import template_texts as texts
from ._anvil_designer import TemplateEditorFormTemplate

FRESH = {
    "name": "",
    "template_type": "campaign",
    "category": "newsletter",
    "subject": "",
    "preview_text": "",
    "blocks": [{"kind": "header", "url": "", "alt": ""}, {"kind": "heading", "text": ""}, {"kind": "text", "text": ""}],
}


class TemplateEditorForm(TemplateEditorFormTemplate):
    def __init__(self, slug="", **properties):
        self.slug, self.version = slug, None
        self.item = copy.deepcopy(FRESH)
        if slug:
            self.take(call("get_template", slug)["template"])
        super().__init__(**properties)
        leaving.guard(self)
        self.dd_type.items = texts.TYPES
        self.dd_category.items = [(text, name) for name, text in texts.CATEGORIES]
        self.blocks.show(self.item["blocks"])
        self.txt_subject.text, self.txt_preview.text = self.item["subject"], self.item["preview_text"]
        self.boxes = {"name": self.txt_name}
        self.saved = copy.deepcopy(self.item)
        self.show_problem({})

    def take(self, template):
        """Let the form hold what the server has."""
        self.version = template["version"]
        self.item = {name: copy.deepcopy(template[name]) for name in FRESH}

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("template-edit", slug=self.slug)
        navigation_helpers.highlight_active_nav(self, "campaigns")
        self.lbl_title.text = texts.EDIT_TITLE if self.slug else texts.NEW
        self.picture.show(self.item, "marketing")
        if not self.slug:
            self.txt_name.focus()

    def has_changes(self):
        """True while something is not saved."""
        return self.item != self.saved

    @handle("txt_subject", "change")
    @handle("txt_preview", "change")
    @handle("blocks", "x-change")
    def typed(self, **event_args):
        self.item["subject"], self.item["preview_text"] = self.txt_subject.text, self.txt_preview.text
        self.picture.follow()

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        if not (self.item["name"] or "").strip():
            return self.show_problem({"name": texts.NEEDS_NAME})
        given = copy.deepcopy(self.item)
        try:
            if self.slug:
                call("update_template", self.slug, given, self.version)
            else:
                call("create_template", given)
        except CallFailed as problem:
            self.version, text = problem.when_overtaken(self.version)
            return self.show_problem(problem.fields, text)
        self.saved = given
        anvil.Notification(texts.SAVED, timeout=2).show()
        self.close()

    @handle("btn_cancel", "click")
    def close(self, **event_args):
        self.raise_event("x-close", page="templates")

    def show_problem(self, errors, text=""):
        """Say beside the name what is wrong with it, and below what concerns no single field."""
        elsewhere = fields.show_errors(self.boxes, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)

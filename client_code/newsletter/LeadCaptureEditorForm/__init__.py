"""Write a sign-up form: its words, fields, boxes of consent, when it shows and what follows, with how it looks."""

import copy

from anvil import handle

from ...shared import fields, leaving, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import form_view, texts
from ._anvil_designer import LeadCaptureEditorFormTemplate

WORDS = ("title", "text", "button")


class LeadCaptureEditorForm(LeadCaptureEditorFormTemplate):
    def __init__(self, form_id="", tab="words", **properties):
        self.form_id, self.version, self.is_saved = form_id, None, False
        self.item = copy.deepcopy(form_view.FRESH)
        if form_id:
            self.take(call("get_lead_form", form_id)["form"])
        super().__init__(**properties)
        leaving.guard(self)
        self.tabs.offer(texts.PARTS_NAME, texts.PARTS, tab)
        parts = (self.words, self.fields_part, self.consents_part, self.showing, self.after)
        self.parts = dict(zip([name for name, _ in texts.PARTS], parts))
        self.boxes = {"name": self.txt_name, "after": self.txt_url}
        self.show_parts()
        self.saved = copy.deepcopy(self.item)

    def take(self, form):
        """Let the form hold what the server has."""
        self.version = form["version"]
        self.item = {name: copy.deepcopy(form[name]) for name in form_view.FRESH}

    def show_parts(self):
        """Fill every part with what the form has."""
        own = {"custom." + each["key"]: each["label"] for each in call("list_custom_fields")["fields"]}
        self.fields_part.show(self.item, own)
        self.consents_part.show(self.item, call("list_mailing_lists")["lists"])
        self.showing.show(self.item)
        self.dd_kind.items, self.dd_color.items, self.dd_after.items = texts.KINDS, texts.COLORS, texts.AFTER
        self.dd_kind.selected_value = self.item["kind"]
        self.dd_color.selected_value = self.item["look"]["color"]
        self.dd_after.selected_value = self.item["after"]["kind"]
        self.tags_tags.tags = self.item["tags"]
        self.show_after()

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "lead_forms")
        self.lbl_title.text = self.item["name"] or texts.NEW_FORM
        self.tabs_choose()
        self.preview.show(self.item)

    def has_changes(self):
        """True while something is not saved."""
        self.showing.take_typed()
        return not self.is_saved and self.item != self.saved

    @handle("tabs", "x-choose")
    def tabs_choose(self, **event_args):
        pages.announce("lead-form-edit", form_id=self.form_id, tab=self.tabs.chosen)
        for name, part in self.parts.items():
            part.visible = name == self.tabs.chosen

    @handle("txt_title", "change")
    @handle("txt_text", "change")
    @handle("txt_button", "change")
    def words_change(self, **event_args):
        """Take what is being typed before the box is left."""
        for name in WORDS:
            self.item["words"][name] = getattr(self, "txt_" + name).text
        self.preview_later()

    @handle("dd_kind", "change")
    @handle("dd_color", "change")
    def dd_kind_change(self, **event_args):
        self.showing.show_choices()
        self.preview_later()

    @handle("dd_after", "change")
    def show_after(self, **event_args):
        leads_on = self.item["after"]["kind"] == "redirect"
        self.txt_url.visible = leads_on
        self.txt_thanks_title.visible = self.txt_thanks_text.visible = not leads_on

    @handle("tags_tags", "change")
    def tags_tags_change(self, **event_args):
        self.item["tags"] = list(self.tags_tags.tags)

    @handle("fields_part", "x-change")
    @handle("consents_part", "x-change")
    @handle("showing", "x-change")
    def preview_later(self, **event_args):
        self.preview.ask_later()

    @handle("preview", "x-problem")
    def preview_problem(self, problem, **event_args):
        self.show_problem(problem.fields, problem.text, stay=True)

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        self.showing.take_typed()
        self.tags_tags_change()
        if not (self.item["name"] or "").strip():
            return self.show_problem({"name": texts.NEEDS_NAME})
        try:
            form = call("save_lead_form", self.item, self.form_id, self.version)["form"]
        except CallFailed as problem:
            self.version, text = problem.when_overtaken(self.version)
            return self.show_problem(problem.fields, text)
        self.is_saved = True
        pages.open_page("lead-form", form_id=form["form_id"])

    def show_problem(self, errors, text="", stay=False):
        """Say what is wrong, on the part of the form where it is mended."""
        place = next((texts.PLACES.get(name, "words") for name in errors), None)
        if place and place != self.tabs.chosen and not stay:
            self.tabs.choose(place)
            self.tabs_choose()
        elsewhere = fields.show_errors(self.boxes, self.showing.left_over(errors))
        fields.tell(self.lbl_problem, elsewhere if errors else text)

    @handle("lnk_back", "click")
    @handle("btn_cancel", "click")
    def close(self, **event_args):
        if self.form_id:
            return pages.open_page("lead-form", form_id=self.form_id)
        pages.open_page("lead-forms")

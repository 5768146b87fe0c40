"""The library of templates, by category, with a small picture of each."""

from anvil import handle

from ...shared import app_context, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import template_texts as texts
from .. import template_view
from ._anvil_designer import TemplateListFormTemplate

PAGE = 24
PAUSE_SECONDS = 0.3


class TemplateListForm(TemplateListFormTemplate):
    def __init__(self, category="", search="", page_number=0, **properties):
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.may_write = app_context.may("campaigns.manage")
        self.btn_new.visible = self.may_write
        self.shortcuts = {"/": self.txt_search.focus}
        if self.may_write:
            self.shortcuts["n"] = self.btn_new_click
        self.category, self.page_number = category, int(page_number)
        self.txt_search.text = search
        self.bar.offer(texts.VIEWS_NAME, (texts.ALL,), "")

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "campaigns")
        self.load()

    @handle("bar", "x-choose")
    def choose(self, choice, **event_args):
        self.category, self.page_number = choice, 0
        self.load()

    @handle("txt_search", "change")
    def txt_search_change(self, **event_args):
        self.timer_typing.interval = 0
        self.timer_typing.interval = PAUSE_SECONDS

    @handle("timer_typing", "tick")
    @handle("txt_search", "pressed_enter")
    def search(self, **event_args):
        self.timer_typing.interval = 0
        self.page_number = 0
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch a page of the templates that are looked for."""
        words, archived = (self.txt_search.text or "").strip(), self.category == "archived"
        pages.announce("templates", category=self.category, search=words, page_number=self.page_number)
        category = "" if archived else self.category
        try:
            found = call("list_templates", words, category, archived, self.page_number)
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.show(found, words, archived)

    def show(self, found, words, archived):
        actions = (("restore",) if archived else ("use", "manage")) if self.may_write else ()
        self.rp_templates.items = [template_view.as_card(each, actions) for each in found["templates"]]
        if not archived and not words:
            self.bar.offer(texts.VIEWS_NAME, template_view.views(found["counts"], self.may_write), self.category)
        total, first = found["total"], self.page_number * PAGE
        locale = app_context.config().get("locale")
        self.lbl_range.text = formats.page_range(first, len(found["templates"]), total, locale)
        self.btn_previous.enabled, self.btn_next.enabled = first > 0, first + PAGE < total
        self.pager.visible = total > PAGE
        if found["templates"]:
            return self.state.show_content()
        title, text, action = template_view.empty(words, archived)
        self.state.show_empty(title, text, action if self.may_write else "")

    @handle("btn_previous", "click")
    def btn_previous_click(self, **event_args):
        self.turn(-1)

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        self.turn(1)

    def turn(self, step):
        self.page_number += step
        self.load()

    @handle("rp_templates", "x-use")
    def use(self, template, **event_args):
        pages.open_page("campaign-edit", template=template["slug"], tab="content")

    @handle("rp_templates", "x-duplicate")
    def duplicate(self, template, **event_args):
        pages.open_page("template-edit", slug=call("duplicate_template", template["slug"])["slug"])

    @handle("rp_templates", "x-archive")
    def archive(self, template, **event_args):
        call("archive_template", template["slug"])
        self.load()
        self.layout.offer_undo(texts.ARCHIVED.format(template["name"]), lambda: self.restore(template))

    @handle("rp_templates", "x-restore")
    def restore(self, template, **event_args):
        call("restore_template", template["slug"])
        self.load()

    @handle("state", "x-start")
    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        pages.open_page("template-edit")

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("campaigns")

"""The templates that WhatsApp approves, or does not: those that Twilio has, and notes of others."""

import anvil
from anvil import handle

from ...shared import app_context, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import phone_texts as texts
from .. import phone_view
from ..WhatsAppTemplateEditor import WhatsAppTemplateEditor
from ._anvil_designer import WhatsAppTemplateSettingsTemplate

NEW = {"name": "", "language": "en", "category": "marketing", "status": "draft", "content_sid": "", "body": ""}


class WhatsAppTemplateSettings(WhatsAppTemplateSettingsTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.shortcuts = {"n": self.btn_new_click}
        self.btn_new.visible = self.btn_fetch.visible = app_context.may("settings.manage")

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("settings-templates")
        navigation_helpers.highlight_active_nav(self, "settings")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the templates."""
        try:
            templates = call("list_whatsapp_templates")["templates"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.rp_templates.items = [phone_view.template_row(template) for template in templates]
        if templates:
            return self.state.show_content()
        title, text, action = texts.TEMPLATES_EMPTY
        self.state.show_empty(title, text, action if app_context.may("settings.manage") else "")

    @handle("state", "x-start")
    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        if app_context.may("settings.manage"):
            self.edit(template=dict(NEW))

    @handle("rp_templates", "x-edit")
    def edit(self, template, **event_args):
        if WhatsAppTemplateEditor.edit(template):
            self.load()

    @handle("rp_templates", "x-archive")
    def archive(self, template, **event_args):
        call("archive_whatsapp_template", template["template_id"])
        self.load()
        self.layout.offer_undo(texts.ARCHIVED.format(template["name"]), lambda: self.restore(template))

    def restore(self, template):
        call("restore_whatsapp_template", template["template_id"])
        self.load()

    @handle("btn_fetch", "click")
    def btn_fetch_click(self, **event_args):
        self.btn_fetch.enabled, text = False, self.btn_fetch.text
        self.btn_fetch.text = texts.FETCHING
        try:
            counts = call("fetch_whatsapp_templates")["counts"]
        except CallFailed as problem:
            return anvil.Notification(problem.text, style="danger", timeout=8).show()
        finally:
            self.btn_fetch.enabled, self.btn_fetch.text = True, text
        anvil.Notification(phone_view.fetched(counts), timeout=6).show()
        self.load()

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("settings-phone")

"""Who did what, and when: filtered, page by page, as a file."""

import anvil.media
from anvil import handle

from ...shared import app_context, formats, navigation_helpers, pages
from ...shared import texts as shared_texts
from ...shared.server_calls import CallFailed, call
from .. import audit_view, texts
from ._anvil_designer import AuditLogFormTemplate

PAGE_SIZE = 100
MENUS = ("user", "action", "resource_type", "period")


class AuditLogForm(AuditLogFormTemplate):
    def __init__(self, cursor="", first=0, **address):
        self.filters = {name: address.get(name) or "" for name in audit_view.FILTERS + ("period",)}
        self.cursor, self.first = cursor, int(first or 0)
        self.answer = {}
        self.has_choices = False
        super().__init__()
        self.state.stand_for(self.list)
        self.menus = {name: getattr(self, "dd_" + name) for name in MENUS}
        self.dd_period.items = list(texts.PERIODS)
        for name, menu in self.menus.items():
            menu.add_event_handler(
                "change", lambda sender, name=name, **event: self.choose(name, sender.selected_value)
            )

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "settings")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the page of the log that the filters name."""
        pages.announce("settings-audit", cursor=self.cursor, first=self.first, **self.filters)
        try:
            self.load_choices()
            answer = call("list_audit_log", audit_view.for_server(self.filters), self.cursor or None)
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.show(answer)

    def load_choices(self):
        """Fill the menus, once, and set them to the filters."""
        if not self.has_choices:
            options = call("get_audit_filter_options")
            self.dd_user.items = [(each["label"], each["value"]) for each in options["users"]]
            self.dd_action.items = [(shared_texts.label(each), each) for each in options["actions"]]
            self.dd_resource_type.items = [(shared_texts.label(each), each) for each in options["resource_types"]]
            self.has_choices = True
        for name, menu in self.menus.items():
            menu.selected_value = self.filters[name] or None
        self.txt_resource_id.text = self.filters["resource_id"]
        self.lnk_clear.visible = any(self.filters.values())

    def show(self, answer):
        """Show the server's answer, or that nothing was found."""
        self.answer = answer
        locale = app_context.config().get("locale")
        total, shown = answer["total"], len(answer["lines"])
        self.lbl_context.text = formats.plural(total, "line", "lines", locale) + texts.AUDIT_CONTEXT
        self.rp_lines.items = [audit_view.as_row(line) for line in answer["lines"]]
        self.lbl_range.text = formats.page_range(self.first, shown, total, locale)
        self.btn_previous.enabled = bool(answer["previous_cursor"])
        self.btn_next.enabled = bool(answer["next_cursor"])
        self.btn_export.enabled = bool(total)
        if shown:
            return self.state.show_content()
        title, text = texts.NOTHING_LOGGED
        self.state.show_empty(title, text, texts.CLEAR_FILTERS if any(self.filters.values()) else "")

    def choose(self, name, value):
        """Filter by another value, from the first page."""
        self.filters[name] = value or ""
        self.turn("", -self.first)

    @handle("txt_resource_id", "pressed_enter")
    @handle("txt_resource_id", "lost_focus")
    def txt_resource_id_change(self, **event_args):
        typed = (self.txt_resource_id.text or "").strip()
        if typed != self.filters["resource_id"]:
            self.choose("resource_id", typed)

    @handle("state", "x-start")
    @handle("lnk_clear", "click")
    def clear(self, **event_args):
        self.filters = dict.fromkeys(self.filters, "")
        self.turn("", -self.first)

    @handle("btn_export", "click")
    def btn_export_click(self, **event_args):
        anvil.media.download(call("export_audit_log", audit_view.for_server(self.filters))["file"])

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        self.turn(self.answer["next_cursor"], PAGE_SIZE)

    @handle("btn_previous", "click")
    def btn_previous_click(self, **event_args):
        self.turn(self.answer["previous_cursor"], -PAGE_SIZE)

    def turn(self, cursor, rows):
        """Show another page, so many rows on."""
        self.cursor, self.first = cursor, max(0, self.first + rows)
        self.load()

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("settings")

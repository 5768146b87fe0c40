"""Search box, filters and their chips over a `ListQuery`; raises `x-change` when the list must be fetched again."""

from anvil import handle

from .. import filter_chips, list_query, own_view, texts
from ..ConditionDialog import ConditionDialog
from ..known_fields import KnownFields
from ._anvil_designer import ContactFiltersTemplate

TYPING_PAUSE_SECONDS = 0.05
CHOICES = ("status", "lifecycle_stage", "source")


class ContactFilters(ContactFiltersTemplate):
    def __init__(self, **properties):
        self.query = None
        self.names = {}
        self.known = None
        super().__init__(**properties)
        self.menus = {name: getattr(self, "dd_" + name) for name in CHOICES}
        for name, menu in self.menus.items():
            menu.tag.filter = name
            menu.add_event_handler("change", self.menu_change)

    def show(self, query):
        """Show what `query` filters by."""
        self.query = query
        self.txt_search.text = query.filters.get("search", "")
        self.show_choices()

    def show_options(self, options):
        """Fill the menus with the statuses, stages, tags and sources in use."""
        statuses = [(entry["label"], entry["value"]) for entry in options["statuses"]]
        self.dd_status.items = statuses + [(texts.ARCHIVED, list_query.ARCHIVED)]
        self.dd_lifecycle_stage.items = [(entry["label"], entry["value"]) for entry in options["lifecycle_stages"]]
        self.dd_tag.items = [(tag, tag) for tag in options["tags"]]
        self.dd_source.items = [(source, source) for source in options["sources"]]
        self.names.update((segment["value"], segment["label"]) for segment in options["segments"])
        self.dd_sort.items = list(texts.SORTS) + own_view.sorts(options["fields"])
        self.show_choices()

    def show_choices(self):
        """Set the menus and chips to the query's filters."""
        for name, menu in self.menus.items():
            menu.selected_value = self.query.choice(name)
        self.dd_sort.selected_value = self.query.sort
        self.dd_tag.selected_value = None
        if self.query.conditions and self.known is None:
            self.known = KnownFields.ask()
        fields, operators = (self.known.fields, self.known.operators) if self.known else ({}, {})
        self.rp_chips.items = filter_chips.of(self.query, self.names, fields, operators)
        self.chips.visible = bool(self.rp_chips.items)

    def show_name(self, value, name):
        """Call a value that filters, a company's id, by its name."""
        self.names[value] = name
        self.show_choices()

    def focus(self):
        """Put the cursor into the search box."""
        self.txt_search.focus()
        self.txt_search.select()

    @handle("txt_search", "change")
    def txt_search_change(self, **event_args):
        self.timer_typing.interval = 0
        self.timer_typing.interval = TYPING_PAUSE_SECONDS

    @handle("timer_typing", "tick")
    @handle("txt_search", "pressed_enter")
    def search(self, **event_args):
        self.timer_typing.interval = 0
        self.change("search", (self.txt_search.text or "").strip())

    def menu_change(self, sender, **event_args):
        self.change(sender.tag.filter, sender.selected_value)

    @handle("dd_sort", "change")
    def dd_sort_change(self, **event_args):
        self.query.sort_by(self.dd_sort.selected_value)
        self.raise_event("x-change")

    @handle("dd_tag", "change")
    def dd_tag_change(self, **event_args):
        if self.dd_tag.selected_value:
            self.query.toggle_tag(self.dd_tag.selected_value)
            self.changed()

    @handle("rp_chips", "x-clear")
    def chip_clear(self, name, **event_args):
        filter_chips.clear(self.query, name)
        self.changed()

    def ask_condition(self):
        """Let the person filter by any field."""
        self.known = self.known or KnownFields.ask()
        condition = ConditionDialog.ask(self.known)
        if condition:
            self.query.conditions.append(condition)
            self.query.to_first_page()
            self.changed()

    def changed(self):
        self.show_choices()
        self.raise_event("x-change")

    @handle("lnk_clear", "click")
    def lnk_clear_click(self, **event_args):
        self.query.clear_filters()
        self.show(self.query)
        self.raise_event("x-change")

    @handle("btn_filters", "click")
    def btn_filters_click(self, **event_args):
        self.panel.classes["filters-open"] = not self.panel.classes["filters-open"]

    def change(self, name, value):
        """Filter by another value; nothing happens when it is the same."""
        if self.query.set_filter(name, value):
            self.changed()

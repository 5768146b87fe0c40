"""Search box, filters and their chips over a `ListQuery`; raises `x-change` when the list must be fetched again."""

from anvil import handle

from ...shared import texts as shared_texts
from .. import list_query, texts
from ._anvil_designer import ContactFiltersTemplate

TYPING_PAUSE_SECONDS = 0.05
CHOICES = ("status", "lifecycle_stage", "tag", "source")


class ContactFilters(ContactFiltersTemplate):
    def __init__(self, **properties):
        self.query = None
        self.segments = {}
        super().__init__(**properties)
        self.menus = {name: getattr(self, "dd_" + name) for name in CHOICES}
        self.dd_sort.items = list(texts.SORTS)
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
        self.segments = {segment["value"]: segment["label"] for segment in options["segments"]}
        self.show_choices()

    def show_choices(self):
        """Set the menus and chips to the query's filters."""
        for name, menu in self.menus.items():
            menu.selected_value = self.query.choice(name)
        self.dd_sort.selected_value = self.query.sort
        shown = ((name, self.segments.get(value, value)) for name, value in self.query.filters.items())
        self.rp_chips.items = [chip(name, value) for name, value in shown if name != "search"]
        self.chips.visible = bool(self.rp_chips.items)

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

    @handle("rp_chips", "x-clear")
    def chip_clear(self, name, **event_args):
        self.change(name, "")

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
            self.show_choices()
            self.raise_event("x-change")


def chip(name, value):
    """The chip that shows one filter."""
    label = texts.FIELD_LABELS.get(name, shared_texts.label(name))
    shown = value if name == "segment" else shared_texts.label(value)
    text = texts.ARCHIVED if name == "archived" else "{}: {}".format(label, shown)
    return {"name": name, "text": text}

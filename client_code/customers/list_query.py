"""What a list of contacts shows, made from an address and turned back into one. Pure."""

import json

FILTERS = ("search", "status", "lifecycle_stage", "source", "segment", "company", "archived")
ARCHIVED = "archived"
DEFAULT_SORT = "last_contact_date"
ASCENDING_SORTS = ("name",)
ANY, ALL = "any", "all"
EVERYBODY = "all"
PAGE_SIZE = 50


class ListQuery:
    """The present filters `{name: text}`, `tags` with `tags_match`, `conditions` of rules; `sort` with `ascending`;
    the chosen `columns`; the saved `view` it began with; and the page: `cursor`, `first` (from 0)."""

    def __init__(self, sort=DEFAULT_SORT, ascending=None, cursor="", first=0, view="", columns="", **filters):
        self.filters = {name: filters[name] for name in FILTERS if filters.get(name)}
        self.tags = split(filters.get("tag"))
        self.tags_match = ANY if filters.get("tags_match") == ANY else ALL
        self.conditions = read_conditions(filters.get("conditions"))
        self.sort = sort
        self.ascending = rises(sort) if ascending is None else str(ascending) in ("1", "True", "true")
        self.columns = split(columns)
        self.view = view
        self.cursor = cursor
        self.first = int(first or 0)

    @property
    def is_plain(self):
        """True when nothing was asked for, but perhaps a view by its name."""
        return not (self.is_filtered or self.columns or self.cursor or self.sort != DEFAULT_SORT)

    @property
    def is_filtered(self):
        """True when it may leave somebody out."""
        return bool(self.filters or self.tags or self.conditions)

    def set_filter(self, name, value):
        """Filter by `value`, or no longer when it is empty; starts at the first page. True when that changes it.

        The status `archived` stands for the archived contacts of any status.
        """
        before = dict(self.filters)
        if name == "status":
            self._set("archived", value == ARCHIVED and "True")
            value = "" if value == ARCHIVED else value
        self._set(name, value)
        if self.filters == before:
            return False
        self.to_first_page()
        return True

    def choice(self, name):
        """What the menu of a filter shows as chosen, None for nothing."""
        if name == "status" and "archived" in self.filters:
            return ARCHIVED
        return self.filters.get(name)

    def toggle_tag(self, tag):
        """Filter by a tag as well, or no longer."""
        others = [each for each in self.tags if each != tag]
        self.tags = others if len(others) < len(self.tags) else others + [tag]
        self.to_first_page()

    def clear_filters(self):
        """Show everybody again, in the same order."""
        self.filters.clear()
        self.tags, self.conditions = [], []
        self.view = EVERYBODY
        self.to_first_page()

    def sort_by(self, sort):
        """Order by another column, the useful way round."""
        self.sort = sort
        self.ascending = rises(sort)
        self.to_first_page()

    def reverse(self):
        """Order the other way round."""
        self.ascending = not self.ascending
        self.to_first_page()

    def turn(self, cursor, pages):
        """Go to the page at `cursor`, so many pages on (1) or back (-1)."""
        self.cursor = cursor
        self.first = max(0, self.first + pages * PAGE_SIZE)

    def for_server(self):
        """The filters as `get_all_contacts` takes them."""
        filters = {name: value for name, value in self.filters.items() if name != "archived"}
        if self.tags:
            filters["tags"] = list(self.tags)
            if self.tags_match == ANY:
                filters["tags_match"] = ANY
        if self.conditions:
            filters["conditions"] = self.conditions
        if "archived" in self.filters:
            filters["archived"] = True
        return filters

    def use(self, view):
        """Show what a saved view of the server shows; everybody for None."""
        view = view or {"view_id": EVERYBODY, "filters": {}, "sort": DEFAULT_SORT, "ascending": False, "columns": []}
        filters = view["filters"] or {}
        self.filters = {name: filters[name] for name in FILTERS if filters.get(name)}
        if filters.get("archived"):
            self.filters["archived"] = "True"
        self.tags, self.tags_match = list(filters.get("tags") or ()), filters.get("tags_match") or ALL
        self.conditions = list(filters.get("conditions") or ())
        self.sort, self.ascending = view["sort"], bool(view["ascending"])
        self.columns = list(view["columns"] or ())
        self.view = view["view_id"]
        self.to_first_page()

    def start(self, views):
        """Where nothing else is asked, use the view that the address names, or the one that the person begins with."""
        for view in views if self.is_plain else ():
            if view["view_id"] == self.view if self.view else view["is_default"]:
                return self.use(view)

    def as_view(self):
        """What a saved view keeps of it."""
        kept = {"filters": self.for_server(), "sort": self.sort, "ascending": self.ascending}
        return dict(kept, columns=list(self.columns))

    def address(self):
        """What has to stand in the address bar to come back to this list."""
        address = dict(self.filters)
        if self.tags:
            address["tag"] = ",".join(self.tags)
        if self.tags and self.tags_match == ANY:
            address["tags_match"] = ANY
        if self.conditions:
            address["conditions"] = json.dumps(self.conditions)
        if self.sort != DEFAULT_SORT:
            address["sort"] = self.sort
        if self.ascending != rises(self.sort):
            address["ascending"] = str(self.ascending)
        if self.columns:
            address["columns"] = ",".join(self.columns)
        if self.view:
            address["view"] = self.view
        if self.cursor:
            address.update(cursor=self.cursor, first=self.first)
        return address

    def _set(self, name, value):
        if value:
            self.filters[name] = value
        else:
            self.filters.pop(name, None)

    def to_first_page(self):
        self.cursor = ""
        self.first = 0


def rises(sort):
    """Whether the useful way round of an order is upwards: names rise; dates, money and own fields fall.

    Of own fields, those who have nothing in one come last that way.
    """
    return sort in ASCENDING_SORTS


def split(text):
    """The parts of a list in an address."""
    return [part for part in (text or "").split(",") if part]


def read_conditions(text):
    """The conditions of an address; none where somebody has broken it."""
    try:
        conditions = json.loads(text or "[]")
    except ValueError:
        return []
    return conditions if isinstance(conditions, list) else []

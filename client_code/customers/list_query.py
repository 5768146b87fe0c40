"""What a list of contacts shows: filters, order, page; made from an address and turned back into one. Pure."""

FILTERS = ("search", "status", "lifecycle_stage", "tag", "source", "segment", "archived")
ARCHIVED = "archived"
DEFAULT_SORT = "last_contact_date"
ASCENDING_SORTS = ("name",)
PAGE_SIZE = 50


class ListQuery:
    """The present filters `{name: text}`, `sort` with `ascending`, and the page: `cursor`, `first` (from 0)."""

    def __init__(self, sort=DEFAULT_SORT, ascending=None, cursor="", first=0, **filters):
        self.filters = {name: filters[name] for name in FILTERS if filters.get(name)}
        self.sort = sort
        self.ascending = sort in ASCENDING_SORTS if ascending is None else str(ascending) in ("1", "True")
        self.cursor = cursor
        self.first = int(first or 0)

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
        self._to_first_page()
        return True

    def choice(self, name):
        """What the menu of a filter shows as chosen, None for nothing."""
        if name == "status" and "archived" in self.filters:
            return ARCHIVED
        return self.filters.get(name)

    def clear_filters(self):
        """Show everybody again, in the same order."""
        self.filters.clear()
        self._to_first_page()

    def sort_by(self, sort):
        """Order by another column, the useful way round."""
        self.sort = sort
        self.ascending = sort in ASCENDING_SORTS
        self._to_first_page()

    def turn(self, cursor, pages):
        """Go to the page at `cursor`, so many pages on (1) or back (-1)."""
        self.cursor = cursor
        self.first = max(0, self.first + pages * PAGE_SIZE)

    def for_server(self):
        """The filters as `get_all_contacts` takes them."""
        filters = {name: value for name, value in self.filters.items() if name not in ("tag", "archived")}
        if "tag" in self.filters:
            filters["tags"] = [self.filters["tag"]]
        if "archived" in self.filters:
            filters["archived"] = True
        return filters

    def address(self):
        """What has to stand in the address bar to come back to this list."""
        address = dict(self.filters)
        if self.sort != DEFAULT_SORT:
            address["sort"] = self.sort
        if self.cursor:
            address.update(cursor=self.cursor, first=self.first)
        return address

    def _set(self, name, value):
        if value:
            self.filters[name] = value
        else:
            self.filters.pop(name, None)

    def _to_first_page(self):
        self.cursor = ""
        self.first = 0

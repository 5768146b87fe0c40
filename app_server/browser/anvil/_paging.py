"""Paging: how many rows of a DataGrid each part of it may show, and where the next page goes on.

What can be cut into pages has ``_paginate(start, quota)``: show what comes after ``start`` (None is the beginning), at
most ``quota`` rows of it. It gives a ``Part``: ``rows`` shown, ``stop`` to start the next part from, and whether all is
``done``.
"""

import math
from collections import namedtuple

Part = namedtuple("Part", "rows stop done")
NO_LIMIT = math.inf


def can_page(component):
    """Whether the component's rows count on a page."""
    return getattr(component, "_paginate", None) is not None


def pager_around(component):
    """The DataGrid that shares its pages among the component and others, or None."""
    while component is not None and not hasattr(component, "_pages"):
        component = component._parent
    return component


def paginate_children(children, start, quota):
    """The Part of a container: ``children`` share the quota in their order; pinned ones are on each page."""
    pageable = [child for child in children if can_page(child)]
    first, inner, is_done = start or (0, None, False)
    for child in pageable:
        if child._layout_props.get("pinned"):
            quota -= child._paginate(None, quota).rows
    parts = []
    for number, child in enumerate(pageable):
        if child._layout_props.get("pinned"):
            continue
        if number < first or (number == first and is_done):
            child._paginate(None, 0)
        else:
            part = child._paginate(inner if number == first else None, quota)
            quota -= part.rows
            parts.append((number, part))
    shown = [(number, part.stop, part.done) for number, part in parts if part.rows]
    rows = sum(part.rows for _number, part in parts)
    return Part(rows, shown[-1] if shown else None, all(part.done for _number, part in parts))


class Pages:
    """The pages of a paginator gone through so far; the last is the one shown."""

    def __init__(self, show):
        self._show = show
        self._starts = [None]
        self._firsts = [0]
        self.part = Part(0, None, True)

    @property
    def number(self):
        """The page shown; the first is 0."""
        return len(self._starts) - 1

    @property
    def first_row(self):
        """How many rows the pages before have."""
        return self._firsts[-1]

    def refresh(self):
        """Show the present page again; where it has no rows any more, the one before."""
        self.part = self._show(self._starts[-1])
        if not self.part.rows and self.number:
            self.back()

    def restart(self):
        """Show the first page."""
        self._starts, self._firsts = [None], [0]
        self.refresh()

    def forward(self):
        """Show the next page; whether there was one."""
        if self.part.done:
            return False
        self._starts.append(self.part.stop)
        self._firsts.append(self._firsts[-1] + self.part.rows)
        self.part = self._show(self._starts[-1])
        return True

    def back(self):
        """Show the page before, if there is one."""
        if self.number:
            self._starts.pop()
            self._firsts.pop()
            self.part = self._show(self._starts[-1])

    def go_to(self, number):
        """Show a page by its number, or the last there is."""
        del self._starts[number + 1 :], self._firsts[number + 1 :]
        self.refresh()
        while self.number < number and self.forward():
            pass

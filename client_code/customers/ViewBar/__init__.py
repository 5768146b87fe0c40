"""Saved views above a list, and what can be done with the one shown.

Raises `x-choose` with a view (None for everybody), `x-saved` with an id, `x-deleted` with a view, `x-filter`,
`x-columns`, `x-reverse`.
"""

from anvil import handle

from ...shared.menus import menu_item
from ...shared.server_calls import call
from .. import view_texts as texts
from ..list_query import EVERYBODY
from ..ViewEditor import ViewEditor
from ._anvil_designer import ViewBarTemplate


class ViewBar(ViewBarTemplate):
    def __init__(self, **properties):
        self.query = None
        self.views = {}
        super().__init__(**properties)
        self.entries = {
            "save_changes": menu_item("", "mi:save", self.save_changes),
            "save_new": menu_item(texts.SAVE_NEW, "mi:bookmark_add", self.save_new),
            "start": menu_item(texts.START, "mi:home", self.toggle_start),
            "no_start": menu_item(texts.NO_START, "mi:bookmark_remove", self.toggle_start),
            "rename": menu_item(texts.RENAME, "mi:edit", self.rename),
            "delete": menu_item(texts.DELETE, "mi:delete", self.delete),
        }
        self.menu_view.menu_items = list(self.entries.values())

    def show(self, query, views):
        """Offer these views of the server over the `ListQuery` that the list shows."""
        self.query = query
        self.views = {view["view_id"]: view for view in views}
        named = [(view["view_id"], view["name"]) for view in views]
        self.bar.offer(texts.VIEWS, [(EVERYBODY, texts.EVERYBODY)] + named, query.view or EVERYBODY)

    @property
    def present(self):
        """The saved view that the list began with, None for none."""
        return self.views.get(self.query.view)

    @property
    def is_edited(self):
        """True when the list is no longer what the saved view keeps."""
        view = self.present
        return bool(view) and any(view[name] != value for name, value in self.query.as_view().items())

    def show_edited(self):
        """Mark the present view, and say whether it was changed."""
        self.bar.choose(self.query.view or EVERYBODY)
        for view_id, view in self.views.items():
            is_edited = view is self.present and self.is_edited
            self.bar.rename(view_id, texts.EDITED.format(view["name"]) if is_edited else view["name"])

    @handle("bar", "x-choose")
    def bar_choose(self, choice, **event_args):
        self.raise_event("x-choose", view=self.views.get(choice))

    @handle("btn_filter", "click")
    def btn_filter_click(self, **event_args):
        self.raise_event("x-filter")

    @handle("btn_columns", "click")
    def btn_columns_click(self, **event_args):
        self.raise_event("x-columns")

    @handle("btn_reverse", "click")
    def btn_reverse_click(self, **event_args):
        self.query.reverse()
        self.raise_event("x-reverse")

    @handle("menu_view", "click")
    def menu_view_click(self, **event_args):
        """Offer what can be done with the list as it is now."""
        view = self.present or {"may_change": False, "is_default": False, "name": ""}
        self.entries["save_changes"].text = texts.SAVE_CHANGES.format(view["name"])
        self.entries["save_changes"].visible = view["may_change"] and self.is_edited
        self.entries["start"].visible = bool(self.present) and not view["is_default"]
        self.entries["no_start"].visible = view["is_default"]
        self.entries["rename"].visible = self.entries["delete"].visible = view["may_change"]

    def save_changes(self, **event_args):
        view = self.present
        self.saved(call("save_view", dict(self.query.as_view(), view_id=view["view_id"], version=view["version"])))

    def save_new(self, **event_args):
        self.saved({"view_id": ViewEditor.edit(self.query.as_view())})

    def rename(self, **event_args):
        names = ("view_id", "name", "is_shared", "version")
        self.saved({"view_id": ViewEditor.edit({name: self.present[name] for name in names})})

    def toggle_start(self, **event_args):
        view = self.present
        call("set_default_view", None if view["is_default"] else view["view_id"])
        self.saved(view)

    def saved(self, answer):
        if answer["view_id"]:
            self.raise_event("x-saved", view_id=answer["view_id"])

    def delete(self, **event_args):
        self.raise_event("x-deleted", view=call("delete_view", self.present["view_id"])["view"])

    def save_again(self, view):
        """Bring a deleted view back; its new id."""
        names = ("name", "filters", "sort", "ascending", "columns", "is_shared")
        return call("save_view", {name: view[name] for name in names})["view_id"]

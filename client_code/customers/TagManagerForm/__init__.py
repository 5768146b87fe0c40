"""All tags: how often each is used, its name and colour."""

from anvil import handle

from ...shared import app_context, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import tag_colors, tag_texts, tag_view, texts
from ..TagEditor import TagEditor
from ._anvil_designer import TagManagerFormTemplate


class TagManagerForm(TagManagerFormTemplate):
    def __init__(self, **address):
        self.colors = []
        super().__init__()
        self.state.stand_for(self.list)

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("tags")
        navigation_helpers.highlight_active_nav(self, "contacts")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the tags and their counts."""
        try:
            answer = call("list_tags")
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        tags, self.colors = answer["tags"], answer["colors"]
        tag_colors.remember({tag["name"]: tag["color"] for tag in tags})
        locale = app_context.config().get("locale")
        self.lbl_context.text = formats.plural(len(tags), tag_texts.COUNT[0], tag_texts.COUNT[1], locale)
        self.rp_tags.items = [
            dict(
                tag, people=people(tag["count"]), role=["tag", tag_view.role(tag["name"], {tag["name"]: tag["color"]})]
            )
            for tag in tags
        ]
        if tags:
            return self.state.show_content()
        self.state.show_empty(*tag_texts.EMPTY)

    @handle("rp_tags", "x-edit")
    def edit(self, tag, **event_args):
        change = TagEditor.edit(tag, self.colors, [item["name"] for item in self.rp_tags.items])
        if change is None:
            return
        self.load()
        if change["change_id"]:
            text = tag_texts.RENAMED.format(tag["name"], change["name"], people(change["count"]))
            self.layout.offer_undo(text, lambda: self.undo(change["change_id"]))

    @handle("rp_tags", "x-delete")
    def delete(self, tag, **event_args):
        change = call("delete_tag", tag["name"])
        self.load()
        text = tag_texts.DELETED.format(tag["name"], people(change["count"]))
        self.layout.offer_undo(text, lambda: self.undo(change["change_id"]))

    def undo(self, change_id):
        call("undo_tag_change", change_id)
        self.load()

    @handle("state", "x-start")
    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("contacts")


def people(count):
    """`1 contact`, `2,304 contacts`."""
    return texts.people(count, formats.number(count, app_context.config().get("locale")))

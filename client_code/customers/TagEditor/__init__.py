"""A dialog for the name and colour of a tag; closes with `name, count, change_id` once it is saved."""

from anvil import handle

from ...shared import dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import tag_texts as texts
from .. import tag_view
from ._anvil_designer import TagEditorTemplate


class TagEditor(TagEditorTemplate):
    def __init__(self, tag, colors, names, **properties):
        self.tag_before, self.names = tag, names
        super().__init__(**properties)
        self.txt_name.text = tag["name"]
        self.dd_color.items = [(texts.COLORS[color], color) for color in colors]
        self.dd_color.selected_value = tag["color"]
        self.show_problem({})
        self.show_sample()

    @classmethod
    def edit(cls, tag, colors, names):
        """What was changed, None when nothing was; `names` are those of all tags."""
        return dialogs.edit(cls(tag, colors, names), texts.EDIT_TITLE)

    @handle("", "show")
    def form_show(self, **event_args):
        self.txt_name.focus()

    @property
    def typed(self):
        """The name as it is typed."""
        return " ".join((self.txt_name.text or "").split())

    @handle("txt_name", "change")
    @handle("dd_color", "change")
    def show_sample(self, **event_args):
        """Show what the tag will look like, and whether it joins another."""
        self.sample.tags = (
            tag_view.shown([self.typed], {self.typed: self.dd_color.selected_value}) if self.typed else []
        )
        joins = self.typed != self.tag_before["name"] and self.typed in self.names
        self.txt_name.supporting_text = texts.JOINS if joins else ""

    @handle("btn_save", "click")
    @handle("txt_name", "pressed_enter")
    def btn_save_click(self, **event_args):
        if not self.typed:
            return self.show_problem({"new_name": texts.NEEDS_NAME})
        try:
            change = self.save()
        except CallFailed as problem:
            return self.show_problem(problem.fields, problem.text)
        self.raise_event("x-close-alert", value=dict(change, name=self.typed))

    def save(self):
        """Send what was changed to the server."""
        change = {"count": 0, "change_id": None}
        if self.typed != self.tag_before["name"]:
            change = call("rename_tag", self.tag_before["name"], self.typed)
        if self.dd_color.selected_value != self.tag_before["color"]:
            call("set_tag_color", self.typed, self.dd_color.selected_value)
        return change

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

    def show_problem(self, errors, text=""):
        """Say beside the field what is wrong with it, and below what concerns no field."""
        elsewhere = fields.show_errors({"new_name": self.txt_name}, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)

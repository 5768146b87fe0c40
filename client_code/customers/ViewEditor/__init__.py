"""A dialog for the name of a saved view and who sees it; closes with the id of the view once it is saved."""

from anvil import handle

from ...shared import dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import view_texts as texts
from ._anvil_designer import ViewEditorTemplate


class ViewEditor(ViewEditorTemplate):
    def __init__(self, view, **properties):
        self.item = dict({"name": "", "is_shared": False}, **view)
        super().__init__(**properties)
        self.show_problem({})

    @classmethod
    def edit(cls, view):
        """The id of the saved view, None when it was not saved; a `view` without a `view_id` is a new one."""
        title = texts.EDIT_TITLE if view.get("view_id") else texts.NEW_TITLE
        return dialogs.edit(cls(view), title)

    @handle("", "show")
    def form_show(self, **event_args):
        self.txt_name.focus()

    @handle("btn_save", "click")
    @handle("txt_name", "pressed_enter")
    def btn_save_click(self, **event_args):
        if not (self.item["name"] or "").strip():
            return self.show_problem({"name": texts.NEEDS_NAME})
        try:
            view_id = call("save_view", self.item)["view_id"]
        except CallFailed as problem:
            self.item["version"], text = problem.when_overtaken(self.item.get("version"))
            return self.show_problem(problem.fields, text)
        self.raise_event("x-close-alert", value=view_id)

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

    def show_problem(self, errors, text=""):
        """Say beside the field what is wrong with it, and below what concerns no field."""
        elsewhere = fields.show_errors({"name": self.txt_name}, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)

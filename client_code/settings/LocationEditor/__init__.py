"""A dialog to add or change one place; closes with True once it is saved."""

from anvil import handle

from ...shared import dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import LocationEditorTemplate

SAVED_FIELDS = ("name", "phone", "address")


class LocationEditor(LocationEditorTemplate):
    def __init__(self, location, **properties):
        self.item = dict(location)
        self.seen = {name: location[name] for name in SAVED_FIELDS}
        super().__init__(**properties)
        self.boxes = {name: getattr(self, "txt_" + name) for name in SAVED_FIELDS}
        self.show_problem({})

    @classmethod
    def edit(cls, location):
        """True when the person saved; `location` without a `location_id` is a new one."""
        title = texts.EDIT_LOCATION if location.get("location_id") else texts.NEW_LOCATION
        return bool(dialogs.edit(cls(location), title, large=True))

    @handle("", "show")
    def form_show(self, **event_args):
        self.txt_name.focus()

    @handle("btn_save", "click")
    @handle("txt_name", "pressed_enter")
    def btn_save_click(self, **event_args):
        data = {name: self.item[name] for name in SAVED_FIELDS}
        data["location_id"] = self.item.get("location_id")
        try:
            call("save_location", data, self.seen)
        except CallFailed as problem:
            return self.show_refusal(problem)
        self.raise_event("x-close-alert", value=True)

    def show_refusal(self, problem):
        """Say what is wrong; what somebody else saved meanwhile is told, and saving again keeps one's own."""
        theirs = problem.answer.get("current") or {}
        self.seen.update(theirs)
        told = {name: texts.CHANGED_MEANWHILE.format(value or texts.NOTHING) for name, value in theirs.items()}
        self.show_problem(told or problem.fields, problem.text)

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors(self.boxes, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)

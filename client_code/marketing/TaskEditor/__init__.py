"""A dialog to add or change one task; closes with True once it is saved."""

from anvil import handle

from ...shared import dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import TaskEditorTemplate

SAVED_FIELDS = ("title", "description", "due_date", "priority", "assigned_to")


class TaskEditor(TaskEditorTemplate):
    def __init__(self, task, colleagues, **properties):
        rule = task.get("repeat")
        self.item = dict(task, repeat=(rule["every"], rule["n"]) if rule else None)
        super().__init__(**properties)
        self.dd_assigned.items = [(texts.NOBODY, None)] + [(each["name"], each["email"]) for each in colleagues]
        self.dd_repeat.items = self.repeats(rule)
        self.dd_priority.items = texts.PRIORITIES
        self.refresh_data_bindings()
        self.show_problem({})

    @classmethod
    def edit(cls, task, colleagues):
        """True when the person saved; `task` without a `task_id` is a new one."""
        title = texts.EDIT_TASK if task.get("task_id") else texts.NEW_TASK
        return bool(dialogs.edit(cls(task, colleagues), title, large=True))

    def repeats(self, rule):
        """The choices, with an unusual one that the task has already."""
        own = (rule["every"], rule["n"]) if rule else None
        known = [value for _, value in texts.REPEATS]
        return texts.REPEATS + ([(texts.repeat(rule).capitalize(), own)] if own not in known else [])

    @handle("", "show")
    def form_show(self, **event_args):
        self.txt_title.focus()

    @handle("btn_save", "click")
    @handle("txt_title", "pressed_enter")
    def btn_save_click(self, **event_args):
        data = {name: self.item.get(name) for name in SAVED_FIELDS}
        repeat = self.item["repeat"]
        data["repeat"] = {"every": repeat[0], "n": repeat[1]} if repeat else None
        if not (data["title"] or "").strip():
            return self.show_problem({"title": texts.NEEDS_TITLE})
        try:
            self.save(data)
        except CallFailed as problem:
            self.item["version"], text = problem.when_overtaken(self.item.get("version"))
            return self.show_problem(problem.fields, text)
        self.raise_event("x-close-alert", value=True)

    def save(self, data):
        """Send what was typed to the server."""
        if self.item.get("task_id"):
            call("update_task", self.item["task_id"], data, self.item["version"])
        else:
            call("create_task", dict(data, contact_id=self.item.get("contact_id")))

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        boxes = {"title": self.txt_title, "description": self.txt_description}
        elsewhere = fields.show_errors(boxes, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)

"""Tasks: what is to be done, by whom and until when."""

from anvil import handle
from m3.components import Button

from ...shared import app_context, clock, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import task_view, texts
from ..TaskEditor import TaskEditor
from ._anvil_designer import TaskListFormTemplate

PAGE_SIZE = 100


class TaskListForm(TaskListFormTemplate):
    def __init__(self, view="all", page_number=0, **address):
        self.view = view if view in texts.EMPTY else "all"
        self.page_number = int(page_number or 0)
        self.colleagues = []
        super().__init__()
        self.state.stand_for(self.list)
        self.shortcuts = {"n": self.btn_new_click}
        self.btn_new.visible = app_context.may("tasks.manage")
        self.buttons = {name: self.view_button(name) for name, _ in texts.VIEWS}

    def view_button(self, name):
        button = Button(appearance="text", role="view")
        button.add_event_handler("click", lambda **event: self.choose(name))
        self.flow_views.add_component(button)
        return button

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "tasks")
        self.load()
        self.colleagues = call("list_colleagues")["colleagues"]

    def choose(self, view, page_number=0):
        """Show another view, or another page of it."""
        self.view, self.page_number = view, page_number
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the tasks of the view."""
        page_number = self.page_number or None
        pages.announce("tasks", view="" if self.view == "all" else self.view, page_number=page_number)
        try:
            self.show(call("get_all_tasks", self.view, page=self.page_number))
        except CallFailed as problem:
            self.state.show_problem(problem.text)

    def show(self, answer):
        """Show the server's answer, or that there is nothing to do."""
        locale = app_context.config().get("locale")
        for name, text in texts.VIEWS:
            count = answer["counts"].get(name)
            self.buttons[name].text = "{} ({})".format(text, formats.number(count, locale)) if count else text
            self.buttons[name].appearance = "tonal" if name == self.view else "text"
        overdue = answer["counts"]["overdue"]
        late = ", {} late".format(formats.number(overdue, locale)) if overdue else ""
        self.lbl_context.text = formats.number(answer["counts"]["all"], locale) + " to do" + late
        self.rp_tasks.items = [task_view.as_row(task) for task in answer["tasks"]]
        first = self.page_number * PAGE_SIZE
        self.lbl_range.text = formats.page_range(first, len(answer["tasks"]), answer["total"], locale)
        self.btn_previous.enabled = self.page_number > 0
        self.btn_next.enabled = first + len(answer["tasks"]) < answer["total"]
        if answer["tasks"]:
            return self.state.show_content()
        title, text = texts.EMPTY[self.view]
        self.state.show_empty(title, text, texts.ADD_TASK if app_context.may("tasks.manage") else "")

    @handle("rp_tasks", "x-done")
    def done(self, task, done, **event_args):
        call("complete_task" if done else "reopen_task", task["task_id"])
        self.load()
        if done:
            self.layout.offer_undo(texts.DONE.format(task["title"]), lambda: self.undo_done(task))

    def undo_done(self, task):
        call("reopen_task", task["task_id"])
        self.load()

    @handle("rp_tasks", "x-open")
    def open_task(self, task, **event_args):
        if app_context.may("tasks.manage") and TaskEditor.edit(task, self.colleagues):
            self.load()

    @handle("state", "x-start")
    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        if TaskEditor.edit(task_view.new_task(), self.colleagues):
            self.load()

    @handle("rp_tasks", "x-move")
    def move(self, task, days, hours, **event_args):
        until = task_view.later(clock.now(), days, hours)
        moved = call("snooze_task", task["task_id"], until.isoformat())["task"]
        self.load()
        before = task["due_date"]
        self.layout.offer_undo(
            texts.MOVED.format(clock.exact(moved["due_date"])), lambda: self.put_back(task["task_id"], before)
        )

    def put_back(self, task_id, due_date):
        call("update_task", task_id, {"due_date": due_date})
        self.load()

    @handle("rp_tasks", "x-delete")
    def delete(self, task, **event_args):
        gone = call("delete_task", task["task_id"])["task"]
        self.load()
        self.layout.offer_undo(texts.DELETED.format(gone["title"]), lambda: self.make_again(gone))

    def make_again(self, task):
        call("create_task", task)
        self.load()

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        self.choose(self.view, self.page_number + 1)

    @handle("btn_previous", "click")
    def btn_previous_click(self, **event_args):
        self.choose(self.view, self.page_number - 1)

"""Tasks: what is to be done, by whom and until when."""

from anvil import handle

from ...shared import app_context, formats, navigation_helpers, pages
from ...shared.menus import menu_item
from ...shared.server_calls import CallFailed, call
from .. import task_actions, task_view, texts
from ..TaskEditor import TaskEditor
from ._anvil_designer import TaskListFormTemplate

PAGE_SIZE = 100


class TaskListForm(TaskListFormTemplate):
    def __init__(self, view="all", page_number=0, contact_id="", **address):
        self.page_number = int(page_number or 0)
        self.contact_id = contact_id
        self.chosen = None
        super().__init__()
        self.state.stand_for(self.list)
        self.btn_new.visible = self.menu_page.visible = app_context.may("tasks.manage")
        self.shortcuts = {"n": self.btn_new_click} if self.btn_new.visible else {}
        self.menu_page.menu_items = [menu_item(texts.CHOOSE, "mi:checklist", self.begin_choosing)]
        self.bar_views.offer(texts.VIEWS_NAME, texts.VIEWS, view)
        self.selection.visible = False

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "tasks")
        self.load()

    @handle("bar_views", "x-choose")
    def choose_view(self, **event_args):
        self.turn_to(0)

    def turn_to(self, page_number):
        """Show another page of the view."""
        self.page_number = page_number
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the tasks of the view."""
        view = self.bar_views.chosen
        address = {"page_number": self.page_number or None, "contact_id": self.contact_id}
        pages.announce("tasks", view="" if view == "all" else view, **address)
        try:
            self.show(call("get_all_tasks", view, self.contact_id or None, self.page_number))
        except CallFailed as problem:
            self.state.show_problem(problem.text)

    def show(self, answer):
        """Show the server's answer, or that there is nothing to do."""
        locale = app_context.config().get("locale")
        for name, text in texts.VIEWS:
            count = answer["counts"].get(name)
            self.bar_views.rename(name, "{} ({})".format(text, formats.number(count, locale)) if count else text)
        self.lbl_context.text = texts.summary(answer["counts"], locale)
        self.show_contact(answer["tasks"])
        self.selection.visible = self.chosen is not None
        if self.chosen is not None:
            self.chosen &= {task["task_id"] for task in answer["tasks"]}
            self.selection.show(len(self.chosen))
        self.rp_tasks.items = [dict(task_view.as_row(task), chosen=self.mark_of(task)) for task in answer["tasks"]]
        first = self.page_number * PAGE_SIZE
        self.lbl_range.text = formats.page_range(first, len(answer["tasks"]), answer["total"], locale)
        self.btn_previous.enabled = self.page_number > 0
        self.btn_next.enabled = first + len(answer["tasks"]) < answer["total"]
        if answer["tasks"]:
            return self.state.show_content()
        title, text = texts.EMPTY[self.bar_views.chosen]
        self.state.show_empty(title, text, texts.ADD_TASK if app_context.may("tasks.manage") else "")

    def show_contact(self, tasks):
        """Say about whom the tasks are when they are about one person."""
        name = tasks[0]["contact_name"] if tasks else self.contact_id
        self.btn_everybody.visible = bool(self.contact_id)
        self.btn_everybody.text = texts.ABOUT.format(name) if self.contact_id else ""

    @handle("btn_everybody", "click")
    def btn_everybody_click(self, **event_args):
        self.contact_id = ""
        self.turn_to(0)

    def mark_of(self, task):
        """Whether a task is among those chosen; None while nobody is choosing."""
        return None if self.chosen is None else task["task_id"] in self.chosen

    def begin_choosing(self, **event_args):
        self.chosen = set()
        self.load()

    @handle("selection", "x-end")
    def end_choosing(self, **event_args):
        self.chosen = None
        self.load()

    @handle("selection", "x-done")
    def chosen_done(self, **event_args):
        chosen, self.chosen = sorted(self.chosen), None
        task_actions.done(self, chosen, texts.done_many(len(chosen), app_context.config().get("locale")))

    @handle("selection", "x-move")
    def chosen_move(self, days, **event_args):
        chosen, self.chosen = sorted(self.chosen), None
        task_actions.move(self, chosen, days)

    @handle("rp_tasks", "x-choose")
    def choose(self, task, chosen, **event_args):
        (self.chosen.add if chosen else self.chosen.discard)(task["task_id"])
        self.selection.show(len(self.chosen))

    @handle("rp_tasks", "x-done")
    def done(self, task, done, **event_args):
        if done:
            return task_actions.done(self, [task["task_id"]], texts.DONE.format(task["title"]))
        call("reopen_task", task["task_id"])
        self.load()

    @handle("rp_tasks", "x-act")
    def act(self, action, **event_args):
        """Do what a row's menu asks for: `action` takes the form."""
        action(self)

    @handle("rp_tasks", "x-open")
    def open_task(self, task, **event_args):
        if app_context.may("tasks.manage") and TaskEditor.edit(task, call("list_colleagues")["colleagues"]):
            self.load()

    @handle("state", "x-start")
    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        new = dict(task_view.new_task(), contact_id=self.contact_id or None)
        if TaskEditor.edit(new, call("list_colleagues")["colleagues"]):
            self.load()

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        self.turn_to(self.page_number + 1)

    @handle("btn_previous", "click")
    def btn_previous_click(self, **event_args):
        self.turn_to(self.page_number - 1)

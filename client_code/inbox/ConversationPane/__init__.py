"""The thread with one person, who looks after it, and the box to answer. Raises `x-change` and `x-back`."""

from anvil import handle
from anvil.js import get_dom_node, window

from ...marketing.TaskEditor import TaskEditor
from ...marketing.task_view import new_task
from ...shared import app_context, clock, pages
from ...shared.menus import menu_item
from ...shared.server_calls import CallFailed, call
from .. import conversation_actions, inbox_view, texts
from ._anvil_designer import ConversationPaneTemplate

VISIBLE = "visible"


class ConversationPane(ConversationPaneTemplate):
    def __init__(self, **properties):
        self.contact_id, self.thread, self.colleagues = "", None, []
        super().__init__(**properties)
        self.state.stand_for(self.content)
        self.may_answer = app_context.may("customers.manage")
        self.dd_assigned.enabled = self.btn_close.visible = self.may_answer
        self.menu_more.menu_items = self.menu()

    def menu(self):
        """What can be done besides."""
        items = [menu_item(texts.OPEN_CONTACT, "mi:open_in_full", self.open_contact)]
        if self.may_answer:
            items += [
                menu_item(texts.SNOOZE_TEXT.format(text), "mi:snooze", self.snoozer(choice))
                for text, choice in texts.SNOOZE
            ]
            items.append(menu_item(texts.MARK_UNREAD, "mi:mark_email_unread", lambda **event_args: self.mark_unread()))
        if app_context.may("tasks.manage"):
            items.append(menu_item(texts.MAKE_TASK, "mi:add_task", self.make_task))
        return items

    @property
    def stamp(self):
        """What differs from the server's once the thread has changed there; empty while none is shown."""
        return self.thread["stamp"] if self.thread else ""

    def open(self, contact_id):
        """Show the thread with a contact, or that none is chosen."""
        self.contact_id, self.thread = contact_id, None
        if not contact_id:
            return self.state.show_empty(*texts.NONE_OPEN)
        self.state.stand_for(self.content)
        self.load()

    @handle("state", "x-retry")
    @handle("composer", "x-sent")
    def load(self, **event_args):
        """Fetch the newest messages; what is read is so for everybody."""
        if not self.contact_id:
            return
        contact_id = self.contact_id
        try:
            thread = call("get_thread", contact_id)
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        if contact_id != self.contact_id:
            return
        self.show(thread)
        if thread["conversation"]["unread"] and self.may_answer and window.document.visibilityState == VISIBLE:
            conversation_actions.change(self, "mark_conversation", True)

    def show(self, thread):
        """Show the thread, its end first when it is another one or has grown."""
        is_new = self.thread is None or thread["messages"][-1:] != self.thread["messages"][-1:]
        self.thread = thread
        conversation = thread["conversation"]
        self.lnk_name.text = conversation["name"]
        rests = conversation["state"] == "snoozed"
        self.lbl_rest.text = texts.RESTS.format(clock.exact(conversation["snoozed_until"])) if rests else ""
        self.btn_close.text = texts.REOPEN if conversation["state"] == "closed" else texts.CLOSE
        self.show_assigned(conversation)
        self.show_messages()
        self.composer.show(conversation, thread["channels"], inbox_view.last_channel(thread["messages"]))
        self.state.show_content()
        if is_new:
            host = get_dom_node(self.scroller)
            host.scrollTop = host.scrollHeight

    def show_messages(self):
        self.btn_earlier.visible = self.thread["more"]
        self.rp_messages.items = [
            inbox_view.as_message(each, clock, self.may_answer) for each in self.thread["messages"]
        ]

    def show_assigned(self, conversation):
        if not self.colleagues and app_context.may("tasks.view"):
            self.colleagues = call("list_colleagues")["colleagues"]
        known = [(each["name"], each["email"]) for each in self.colleagues]
        own = (conversation["assigned_name"], conversation["assigned_to"])
        self.dd_assigned.items = [(texts.NOBODY, "")] + known + ([own] if own[1] and own not in known else [])
        self.dd_assigned.selected_value = conversation["assigned_to"] or ""

    @handle("btn_earlier", "click")
    def btn_earlier_click(self, **event_args):
        older = call("get_thread", self.contact_id, self.thread["messages"][0]["at"])
        self.thread["messages"] = older["messages"] + self.thread["messages"]
        self.thread["more"] = older["more"]
        self.show_messages()

    @handle("btn_close", "click")
    def toggle_closed(self, **event_args):
        if self.thread is not None and self.may_answer:
            conversation_actions.toggle_closed(self)

    def snoozer(self, choice):
        """A handler that lets it rest so long, or until a day that is chosen."""
        return lambda **event_args: conversation_actions.snooze(self, choice)

    @handle("dd_assigned", "change")
    def dd_assigned_change(self, **event_args):
        email = self.dd_assigned.selected_value or ""
        conversation_actions.assign(self, email, dict(map(reversed, self.dd_assigned.items)).get(email, ""))

    def mark_unread(self):
        may_mark = self.thread is not None and self.may_answer
        if may_mark and conversation_actions.change(self, "mark_conversation", False):
            self.raise_event("x-back")

    def answer(self):
        """Put the cursor into the box to answer."""
        if self.thread is not None:
            self.composer.focus()

    @handle("rp_messages", "x-retry")
    def retry(self, send_key, **event_args):
        if conversation_actions.change(self, "retry_reply", send_key):
            self.load()

    @handle("rp_messages", "x-decide")
    def decide(self, key, decision, **event_args):
        conversation_actions.decide_stop_request(self, key, decision)

    def make_task(self, **event_args):
        title = texts.TASK_TITLE.format(self.thread["conversation"]["name"])
        TaskEditor.edit(dict(new_task(title), contact_id=self.contact_id), self.colleagues)

    @handle("lnk_name", "click")
    def open_contact(self, **event_args):
        pages.open_page("contact", contact_id=self.contact_id)

    @handle("btn_back", "click")
    def btn_back_click(self, **event_args):
        self.raise_event("x-back")

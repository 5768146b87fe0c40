"""The inbox: conversations beside the thread of the chosen one; on a phone one of the two. It follows what happens."""

from anvil import handle

from ...shared import app_context, clock, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import inbox_view, texts
from ._anvil_designer import InboxFormTemplate

PAUSE_SECONDS, POLL_SECONDS, SLOW_SECONDS = 0.3, 4, 15


class InboxForm(InboxFormTemplate):
    def __init__(self, view="open", search="", page_number=0, contact_id="", **address):
        self.page_number, self.contact_id = int(page_number or 0), contact_id
        self.conversations, self.stamp = [], None
        super().__init__()
        self.state.stand_for(self.list)
        self.txt_search.text = search
        self.bar_views.offer(texts.VIEWS_NAME, texts.VIEWS, view)
        self.shortcut_words = texts.KEYS
        self.shortcuts = {
            "/": self.txt_search.focus,
            "j": lambda: self.step(1),
            "k": lambda: self.step(-1),
            "r": self.thread.answer,
            "e": self.thread.toggle_closed,
            "u": self.thread.mark_unread,
        }

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "inbox")
        self.load()
        self.open(self.contact_id)
        self.timer_poll.interval = POLL_SECONDS

    @handle("", "hide")
    def form_hide(self, **event_args):
        self.timer_poll.interval = 0

    def announce(self):
        view = self.bar_views.chosen
        where = {"search": (self.txt_search.text or "").strip(), "page_number": self.page_number}
        pages.announce("inbox", view="" if view == "open" else view, contact_id=self.contact_id, **where)

    @handle("bar_views", "x-choose")
    @handle("timer_typing", "tick")
    @handle("txt_search", "pressed_enter")
    def begin(self, **event_args):
        """Show the first page of what is chosen now."""
        self.timer_typing.interval = 0
        self.page_number = 0
        self.load()

    @handle("txt_search", "change")
    def txt_search_change(self, **event_args):
        self.timer_typing.interval = 0
        self.timer_typing.interval = PAUSE_SECONDS

    @handle("state", "x-retry")
    @handle("thread", "x-change")
    def load(self, **event_args):
        """Fetch the page of conversations."""
        self.announce()
        search = (self.txt_search.text or "").strip()
        try:
            self.show(call("list_conversations", self.bar_views.chosen, search, self.page_number))
        except CallFailed as problem:
            self.state.show_problem(problem.text)

    def show(self, answer):
        """Show the server's answer, or that nobody waits."""
        locale = app_context.config().get("locale")
        self.conversations, self.stamp = answer["conversations"], answer["stamp"]
        self.lbl_context.text = texts.context(answer["counts"], locale)
        self.layout.show_unread(answer["counts"]["unread"])
        for name, text in texts.VIEWS:
            count = answer["counts"].get(name)
            self.bar_views.rename(name, "{} ({})".format(text, formats.number(count, locale)) if count else text)
        self.show_lines()
        first, shown = self.page_number * answer["page_size"], len(self.conversations)
        self.lbl_range.text = formats.page_range(first, shown, answer["total"], locale)
        self.pager.visible = answer["total"] > answer["page_size"]
        self.btn_previous.enabled = self.page_number > 0
        self.btn_next.enabled = first + shown < answer["total"]
        if self.conversations:
            return self.state.show_content()
        is_search = bool((self.txt_search.text or "").strip())
        self.state.show_empty(*(texts.NOT_FOUND if is_search else texts.EMPTY[self.bar_views.chosen]))

    def show_lines(self):
        """Show the conversations, the chosen one marked."""
        self.rp_conversations.items = [inbox_view.as_line(each, clock, self.contact_id) for each in self.conversations]

    @handle("state", "x-start")
    def search_open(self, **event_args):
        self.bar_views.choose("open")
        self.begin()

    @handle("btn_next", "click")
    @handle("btn_previous", "click")
    def turn(self, sender, **event_args):
        self.page_number += 1 if sender is self.btn_next else -1
        self.load()

    @handle("rp_conversations", "x-choose")
    def choose(self, contact_id, **event_args):
        """Show the thread with a person."""
        if contact_id != self.contact_id:
            self.open(contact_id)

    @handle("thread", "x-back")
    def back(self, **event_args):
        self.open("")

    def open(self, contact_id):
        """Show the thread with a person, or none."""
        self.contact_id = contact_id
        self.panes.classes = "inbox has-thread" if contact_id else "inbox"
        self.announce()
        self.show_lines()
        self.thread.open(contact_id)

    def step(self, step):
        """Show the next conversation, or the one before."""
        found = inbox_view.neighbour([each["contact_id"] for each in self.conversations], self.contact_id, step)
        if found:
            self.choose(found)

    @handle("timer_poll", "tick")
    def poll(self, **event_args):
        """Look whether anything changed, and only then fetch it."""
        self.timer_poll.interval = 0
        try:
            stamps = call("get_inbox_stamps", self.contact_id)
            if stamps["list"] != self.stamp:
                self.load()
            if stamps["thread"] != self.thread.stamp:
                self.thread.load()
            self.timer_poll.interval = POLL_SECONDS
        except CallFailed:
            self.lbl_context.text = texts.NOT_LIVE
            self.timer_poll.interval = SLOW_SECONDS

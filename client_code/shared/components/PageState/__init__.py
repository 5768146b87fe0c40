"""What stands in place of a page's content: loading, nothing there, a problem. Raises `x-retry` or `x-start`."""

from anvil import handle

from ... import texts
from ._anvil_designer import PageStateTemplate


class PageState(PageStateTemplate):
    def __init__(self, **properties):
        self._event = "x-retry"
        self._content = None
        super().__init__(**properties)

    @property
    def shape(self):
        """What the skeleton looks like: `cards`, `rows` or `detail`."""
        return self._shape

    @shape.setter
    def shape(self, value):
        self._shape = value
        self.skeleton.classes = "skeleton skeleton-" + (value or "rows")

    @property
    def heads_page(self):
        """Whether its title is that of the page: for a page whose own title is part of the content."""
        return self.lbl_title.scale == "large"

    @heads_page.setter
    def heads_page(self, value):
        self.lbl_title.scale = "large" if value else "small"

    def stand_for(self, content):
        """Begin as the skeleton of `content`, a component that is hidden meanwhile."""
        self._content = content
        self._show(self.skeleton)

    def show_content(self):
        """Give way to the content."""
        self._show(self._content)

    def show_problem(self, text):
        """Say what went wrong, and offer to try again."""
        self._say(texts.PROBLEM_TITLE, text, texts.TRY_AGAIN, "x-retry")

    def show_empty(self, title, text, action=""):
        """Say what belongs here, and offer the first action."""
        self._say(title, text, action, "x-start")

    def _say(self, title, text, action, event):
        self.lbl_title.text, self.lbl_text.text, self.btn_action.text = title, text, action
        self.btn_action.visible = bool(action)
        self._event = event
        self._show(self.note)

    def _show(self, part):
        for each in (self.skeleton, self.note, self._content):
            each.visible = each is part
        self.visible = part is not self._content

    @handle("btn_action", "click")
    def btn_action_click(self, **event_args):
        self.raise_event(self._event)

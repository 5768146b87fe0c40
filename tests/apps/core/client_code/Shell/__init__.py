from anvil import handle

from ._anvil_designer import ShellTemplate

made = []


class Shell(ShellTemplate):
    def __init__(self, **properties):
        made.append(self)
        self.init_components(**properties)

    @property
    def title(self):
        return self._title

    @title.setter
    def title(self, value):
        self._title = value
        from anvil.js import get_dom_node

        get_dom_node(self.title_heading).textContent = value or ""

    @handle("btn_close", "click")
    def close(self, **event_args):
        self.raise_event("closed", reason="button")

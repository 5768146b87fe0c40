"""The source of the page that is open, or a piece of it, as the server has it."""

from anvil import get_open_form, handle

from .. import sources
from ._anvil_designer import CodeTemplate


class Code(CodeTemplate):
    """`file` is one of the page's own files; `piece` the title of the specimen to show, all of the file when empty."""

    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("", "show")
    def form_show(self, **event_args):
        page = type(get_open_form()).__name__
        name = "{}: {}".format(page, self.piece) if self.piece else "{}/{}".format(page, self.file)
        self.dom_nodes["name_node"].textContent = "Template" if self.piece else name
        self.dom_nodes["text_node"].setAttribute("aria-label", "Code of " + name)
        self.dom_nodes["text_node"].textContent = sources.read(page, self.file, self.piece)

"""Text, Heading, Link and Divider."""

from anvil import handle

from ._anvil_designer import WordsTemplate


class Words(WordsTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.layout.select("words")

    @handle("link_here", "click")
    def link_here_click(self, **event_args):
        self.lbl_said.text = "link_here click"

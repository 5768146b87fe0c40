"""A piece of text to copy, with what it is for."""

from anvil import handle

from ... import clipboard, texts
from ._anvil_designer import CopyBoxTemplate


class CopyBox(CopyBoxTemplate):
    def show(self, help_text, text):
        """Show `text`, which the button copies."""
        self._text = text
        self.lbl_help.text, self.lbl_copied.visible = help_text, False
        self.dom_nodes["text"].textContent = text
        self.dom_nodes["text"].setAttribute("aria-label", help_text)

    @handle("btn_copy", "click")
    def btn_copy_click(self, **event_args):
        self.lbl_copied.text = texts.COPIED if clipboard.copy(self._text) else texts.COPY_BY_HAND
        self.lbl_copied.visible = True

"""A text box of a mail, into which tokens (and in long texts, marks) are put at a click. Raises `change`."""

from anvil import handle
from anvil.js import get_dom_node
from m3.components import TextArea, TextBox

from ...shared.menus import menu_item
from .. import mail_texts as texts
from ._anvil_designer import WordsInputTemplate

MARK_BOLD, MARK_SLANTED = "**", "*"


class WordsInput(WordsInputTemplate):
    def __init__(self, is_long=False, **properties):
        self.box = (TextArea if is_long else TextBox)(appearance="outlined")
        super().__init__(is_long=is_long, **properties)
        self.slot.add_component(self.box)
        get_dom_node(self.shell).classList.toggle("long", bool(is_long))
        self.btn_bold.visible = self.btn_slanted.visible = self.btn_link.visible = bool(is_long)
        self.box.add_event_handler("change", self.tell)
        self.menu_tokens.menu_items = [menu_item(name, "", self.inserter(token)) for name, token in texts.TOKENS]

    @property
    def label(self):
        """The label of the box."""
        return self.box.label

    @label.setter
    def label(self, text):
        self.box.label = text

    @property
    def text(self):
        """What was written."""
        return self.box.text or ""

    @text.setter
    def text(self, text):
        self.box.text = text

    def focus(self):
        """Put the cursor into the box."""
        self.box.focus()

    def tell(self, **event_args):
        self.raise_event("change")

    def inserter(self, token):
        def insert(**event_args):
            field = self.field()
            field.setRangeText(token, field.selectionStart, field.selectionEnd, "end")
            self.take(field)

        return insert

    def field(self):
        """The page's own text field: it knows where the cursor stands."""
        return get_dom_node(self.box).querySelector("input, textarea")

    def take(self, field):
        """Let the box know what was put into its field."""
        self.box.text = field.value
        field.focus()
        self.tell()

    def mark(self, before, after):
        """Put marks around what is selected."""
        field = self.field()
        field.setRangeText(after, field.selectionEnd, field.selectionEnd, "preserve")
        field.setRangeText(before, field.selectionStart, field.selectionStart, "preserve")
        self.take(field)

    @handle("btn_bold", "click")
    def btn_bold_click(self, **event_args):
        self.mark(MARK_BOLD, MARK_BOLD)

    @handle("btn_slanted", "click")
    def btn_slanted_click(self, **event_args):
        self.mark(MARK_SLANTED, MARK_SLANTED)

    @handle("btn_link", "click")
    def btn_link_click(self, **event_args):
        self.mark("[", "](https://)")

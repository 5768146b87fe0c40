"""Tags as chips with a box to add more, which offers those in use. `tags` is a list of names. Raises `change`."""

from anvil import handle

from ...shared import choices
from .. import tag_view
from ._anvil_designer import TagInputTemplate


class TagInput(TagInputTemplate):
    def __init__(self, **properties):
        self._tags = []
        self._colors = {}
        self._known = []
        super().__init__(**properties)
        self.show_tags()

    def offer(self, names, colors):
        """Offer these tags while somebody types, and show each in its colour ({name: colour})."""
        self._known, self._colors = list(names), colors
        choices.suggest(self.txt_tag, [(name, name) for name in names])
        self.show_tags()

    @property
    def tags(self):
        """The names chosen, what still stands in the box among them."""
        return tag_view.added(self._tags, self.txt_tag.text, self._known)

    @tags.setter
    def tags(self, names):
        self._tags = list(names or ())
        self.txt_tag.text = ""
        self.show_tags()

    def show_tags(self):
        self.rp_tags.items = tag_view.chips(self._tags, self._colors)
        self.chips.visible = bool(self._tags)

    @handle("txt_tag", "pressed_enter")
    @handle("txt_tag", "lost_focus")
    def take_typed(self, **event_args):
        """Make chips of what was typed."""
        if (self.txt_tag.text or "").strip():
            self.tags = self.tags
            self.raise_event("change")

    @handle("txt_tag", "change")
    def txt_tag_change(self, **event_args):
        if (self.txt_tag.text or "").endswith((",", ";")):
            self.take_typed()

    @handle("rp_tags", "x-remove")
    def remove(self, name, **event_args):
        self._tags = [each for each in self._tags if each != name]
        self.show_tags()
        self.txt_tag.focus()
        self.raise_event("change")

    @property
    def label(self):
        """The label of the box."""
        return self.txt_tag.label

    @label.setter
    def label(self, text):
        self.txt_tag.label = text

    @property
    def supporting_text(self):
        """What stands below: help, or what is wrong."""
        return self.txt_tag.supporting_text

    @supporting_text.setter
    def supporting_text(self, text):
        self.txt_tag.supporting_text = text

    @property
    def error(self):
        """Whether the text below says what is wrong."""
        return self.txt_tag.error

    @error.setter
    def error(self, is_wrong):
        self.txt_tag.error = is_wrong

    def focus(self):
        """Put the cursor into the box."""
        self.txt_tag.focus()

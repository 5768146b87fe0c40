"""TextArea: text of several lines, in a field that grows with it."""

from anvil._prop import Prop

from ... import _properties as prop
from . import INPUT, LABEL, TextInput, TextProp, field_markup


class Height(Prop):
    """`height` as the page has it: the pixels that the text takes, 0 where it is not shown."""

    def __get__(self, component, owner=None):
        return self if component is None else component.part(INPUT).scrollHeight


class TextArea(TextInput):
    """A native textarea; `height` is its least height in pixels. A bound `text` is written back when it is left."""

    html = field_markup(
        '<textarea class="anvil-m3-textinput-input anvil-m3-textarea" rows="1" placeholder=" "></textarea>'
    )
    text = TextProp("", "_set_text")
    height = Height(None, "_set_height", type="number")
    bold_label = prop.bold(LABEL)

    def _set_height(self, value):
        self.part(INPUT).style.minHeight = prop.css_length(value)

    def _get_text(self):
        return self.part(INPUT).value

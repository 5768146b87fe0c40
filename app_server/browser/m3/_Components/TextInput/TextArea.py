"""TextArea: text of several lines, in a field that grows with it."""

from ... import _properties as prop
from . import INPUT, LABEL, TextInput, TextProp, field_markup


class TextArea(TextInput):
    """A native textarea; `height` is its least height in pixels. A bound `text` is written back when it is left."""

    html = field_markup(
        '<textarea class="anvil-m3-textinput-input anvil-m3-textarea" rows="1" placeholder=" "></textarea>'
    )
    text = TextProp("", "_set_text")
    height = prop.style("min-height", INPUT, prop.css_length, default=None, type="number")
    bold_label = prop.bold(LABEL)

    def _get_text(self):
        return self.part(INPUT).value

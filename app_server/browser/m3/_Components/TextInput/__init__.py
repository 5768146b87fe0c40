"""What TextBox, TextArea, DropdownMenu and DatePicker have in common: a labelled field with a line of help under it."""

from itertools import count

from anvil._prop import Prop

from ... import _properties as prop
from ..._base import M3Component, page

FIELD = "anvil-m3-textinput-field"
INPUT = "anvil-m3-textinput-input"
LABEL = "anvil-m3-textinput-label"
HELP = "anvil-m3-subcontent"

_ids = count(1)


def field_markup(control, kind=""):
    """The markup of a field around the control's own."""
    return (
        f'<div class="anvil-m3-textinput anvil-m3-filled {kind}"><div class="{FIELD}">{control}'
        f'<label class="{LABEL}"></label>'
        '<fieldset class="anvil-m3-textinput-outline" aria-hidden="true"><legend></legend></fieldset></div>'
        f'<div class="{HELP}"><span class="anvil-m3-supporting-text"></span></div></div>'
    )


class LabelledField(M3Component):
    """A field with a label, a line of help that becomes the error's text, and the two looks of M3."""

    label = Prop("", "_set_label")
    placeholder = Prop("", "_set_placeholder")
    supporting_text = Prop("", "_set_supporting_text")
    appearance = prop.one_of(("filled", "outlined"), "filled")
    enabled = prop.enabled(INPUT)
    error = Prop(False, "_set_error", type="boolean")
    border_color = Prop("", "_set_border_color", type="color")
    background_color = prop.colour("background-color", FIELD)
    label_color = prop.colour("color", LABEL)
    label_font_family = prop.font_family(LABEL)
    label_font_size = prop.font_size(LABEL)
    label_bold = prop.bold(LABEL)
    label_italic = prop.italic(LABEL)
    label_underline = prop.underline(LABEL)
    margin = prop.margin()
    spacing = prop.spacing()

    def __init__(self, **properties):
        super().__init__(**properties)
        page().nameField(self.dom, f"m3-field-{next(_ids)}")

    def focus(self):
        """Put the keyboard's focus into the field."""
        self.part(INPUT).focus()

    def select(self):
        """Select the text in the field."""
        self.part(INPUT).select()

    def _set_label(self, value):
        page().setLabel(self.dom, value or "")

    def _set_placeholder(self, value):
        page().setPlaceholder(self.dom, value or "")

    def _set_supporting_text(self, value):
        self.part("anvil-m3-supporting-text").textContent = "" if value is None else str(value)

    def _set_error(self, value):
        self.dom.classList.toggle("anvil-m3-textinput-error", bool(value))
        self.part(INPUT).setAttribute("aria-invalid", "true" if value else "false")

    def _set_border_color(self, value):
        self.dom.style.setProperty("--m3-field-line", prop.css_colour(value))
        self.dom.style.setProperty("--m3-field-focus", prop.css_colour(value))

    def _set_role(self, value):
        super()._set_role(value)
        page().setAutocomplete(self.part(INPUT), value if isinstance(value, str) else " ".join(value or ()))


class TextInput(LabelledField):
    """A LabelledField that text is typed into; its text is read from the element, so typing costs no Python."""

    events = ("change", "focus", "lost_focus", "show", "hide")
    dom_events = {
        "change": ("input", INPUT, "_raise_change"),
        "focus": ("focus", INPUT, "_raise_focus"),
        "lost_focus": ("blur", INPUT, "_raise_lost_focus"),
        "x-anvil-write-back-text": ("change", INPUT, "_commit"),
    }
    character_limit = Prop(0, "_set_character_limit", type="number")
    align = prop.style("text-align", INPUT, default="left")
    display_text_color = prop.colour("color", INPUT)
    display_font_family = prop.font_family(INPUT)
    display_font_size = prop.font_size(INPUT)
    display_bold = prop.bold(INPUT)
    display_italic = prop.italic(INPUT)
    display_underline = prop.underline(INPUT)
    subcontent_color = prop.colour("color", HELP)
    subcontent_font_family = prop.font_family(HELP)
    subcontent_font_size = prop.font_size(HELP)
    tooltip = prop.tooltip()

    def _raise_change(self, _event):
        self.raise_event("change")

    def _raise_focus(self, _event):
        self.raise_event("focus")

    def _raise_lost_focus(self, _event):
        self.raise_event("lost_focus")

    def _commit(self, _event):
        self.write_back("text")

    def _set_character_limit(self, value):
        page().setCharacterLimit(self.dom, int(value or 0))

    def _set_text(self, value):
        page().setText(self.part(INPUT), "" if value is None else value)


class TextProp(Prop):
    """`text` as the element has it now."""

    def __get__(self, component, owner=None):
        return self if component is None else component._get_text()

"""What Anvil's classic components have in common: groups of properties, and constructors that know their keywords."""

from ._component import unexpected_keywords
from ._css import css_colour, css_length, set_sides
from ._prop import Prop

ROOM = {"none": "0", "small": "4px", "medium": "8px", "large": "16px"}


class Surface:
    """Colours, border and room above and below; the constructor takes the properties of the class and no others.

    ``colour_part``, ``text_part`` and ``padding_part`` name the attribute that holds the element which takes colours,
    the style of the text, and the padding.
    """

    colour_part = text_part = padding_part = "dom"

    background = Prop("", "_set_background", "color")
    foreground = Prop("", "_set_foreground", "color")
    border = Prop("", "_set_border")
    width = Prop("default", "_set_width")
    spacing_above = Prop("small", "_set_spacing_above", "enum")
    spacing_below = Prop("small", "_set_spacing_below", "enum")
    tooltip = Prop("", "_set_tooltip")

    _takes_attributes = False

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        # Classes of an app may keep what they like on their instances; Anvil's own have only their properties.
        cls._takes_attributes = not cls.__module__.startswith("anvil.")

    def __setattr__(self, name, value):
        if name[0] != "_" and name != "dom" and not self._takes_attributes and not hasattr(type(self), name):
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        object.__setattr__(self, name, value)

    def _set_properties(self, properties):
        known = self._props
        unknown = [name for name in properties if name not in known and name != "tag"]
        if unknown:
            raise unexpected_keywords(self, unknown)
        if "tag" in properties:
            self.tag = properties["tag"]
        # In the order of the class: a group before what is selected in it, and the items before the selected value.
        for name in known if len(properties) > 1 else properties:
            if name in properties and name != "tag":
                self._set_first(name, properties[name])

    def _set_first(self, name, value):
        if self._props[name].read_only:
            raise TypeError(f"{type(self).__name__} cannot set the following readonly properties: '{name}'")
        setattr(self, name, value)

    def _set_background(self, value):
        getattr(self, self.colour_part).style.backgroundColor = css_colour(value)

    def _set_foreground(self, value):
        getattr(self, self.colour_part).style.color = css_colour(value)

    def _set_border(self, value):
        self.dom.style.border = str(value) if value else ""

    def _set_width(self, value):
        self.dom.style.width = css_length(value)

    def _set_spacing_above(self, value):
        self.dom.style.marginTop = ROOM.get(value, "")

    def _set_spacing_below(self, value):
        self.dom.style.marginBottom = ROOM.get(value, "")

    def _set_margin(self, value):
        set_sides(self.dom, "margin", value)

    def _set_spacing(self, value):
        both = value if isinstance(value, dict) else {}
        set_sides(self.dom, "margin", both.get("margin"))
        set_sides(getattr(self, self.padding_part), "padding", both.get("padding"))


class StyledText(Surface):
    """The style of a text."""

    align = Prop("left", "_set_align", "enum")
    font_size = Prop(None, "_set_font_size", "number")
    font = Prop("", "_set_font")
    bold = Prop(False, "_set_bold", "boolean")
    italic = Prop(False, "_set_italic", "boolean")
    underline = Prop(False, "_set_underline", "boolean")

    def _style_text(self, name, value):
        getattr(self, self.text_part).style.setProperty(name, value)

    def _set_align(self, value):
        self.dom.style.textAlign = str(value)

    def _set_font_size(self, value):
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        self._style_text("font-size", f"{value:g}px" if is_number else "")

    def _set_font(self, value):
        self._style_text("font-family", text_of(value))

    def _set_bold(self, value):
        self._style_text("font-weight", "bold" if value else "")

    def _set_italic(self, value):
        self._style_text("font-style", "italic" if value else "")

    def _set_underline(self, value):
        self._style_text("text-decoration", "underline" if value else "")


class WithText(StyledText):
    """A text and its style."""

    text = Prop("", "_set_text")

    def _set_text(self, value):
        getattr(self, self.text_part).textContent = text_of(value)


class WithIcon:
    """An icon ("fa:user", "mi:home" or the address of a picture) beside the text."""

    icon = Prop("", "_set_icon", "icon")
    icon_align = Prop("left", "_set_icon", "enum")
    icon_part = "dom"

    def _set_icon(self, _value):
        import js

        part, at_end = getattr(self, self.icon_part), str(self.icon_align).startswith("right")
        part.classList.toggle("anvil-icon-above", self.icon_align == "top")
        js.m3.setIcon(part, "" if at_end else self.icon or "", "start")
        js.m3.setIcon(part, self.icon or "" if at_end else "", "end")


def text_of(value):
    """What is shown of a value: nothing of None."""
    return "" if value is None else str(value)

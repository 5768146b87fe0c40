"""The properties M3 components share, so that a component names each of its own on one line."""

from anvil._css import css_colour, css_length, set_sides
from anvil._prop import Prop


class PartProp(Prop):
    """A property whose `apply(component, value)` is a function, made by one of the makers below."""

    def __set__(self, component, value):
        component._values[self.name] = value
        self.apply(component, value)


class SidesProp(PartProp):
    """A margin or padding whose default is a list, of each component its own."""

    def __get__(self, component, owner=None):
        if component is None:
            return self
        default = None if self.default is None else list(self.default)
        return component._values.setdefault(self.name, default)


def style(css, part=None, to_css=str, default="", type="string"):
    """A property that is one CSS declaration on the element or one part of it."""

    def apply(component, value):
        component.part(part).style.setProperty(css, to_css(value) if value not in (None, "") else "")

    return PartProp(default, apply, type=type)


def colour(css, part=None):
    return style(css, part, css_colour, type="color")


def font_size(part=None, default=None):
    return style("font-size", part, css_length, default=default, type="number")


def font_family(part=None):
    return style("font-family", part)


def border(part=None):
    return style("border", part)


def _switched(css, on, off, part, default):
    def apply(component, value):
        component.part(part).style.setProperty(css, on if value else off)

    return PartProp(default, apply, type="boolean")


def bold(part=None, default=False, weight="700"):
    return _switched("font-weight", weight, "400", part, default)


def italic(part=None):
    return _switched("font-style", "italic", "normal", part, False)


def underline(part=None, default=False):
    return _switched("text-decoration", "underline", "none", part, default)


def margin(part=None, default=None):
    return SidesProp(default, lambda component, value: set_sides(component.part(part), "margin", value), type="margin")


def spacing(part=None):
    def apply(component, value):
        both = value if isinstance(value, dict) else {}
        for name in ("margin", "padding"):
            set_sides(component.part(part), name, both.get(name))

    return PartProp(None, apply, type="spacing")


def text(part=None, default=""):
    def apply(component, value):
        component.part(part).textContent = "" if value is None else str(value)

    return PartProp(default, apply)


def one_of(options, default, part=None, prefix="anvil-m3-"):
    """A property with a fixed set of values, each a class of the part."""

    def apply(component, value):
        classes = component.part(part).classList
        for option in options:
            if option != value:
                classes.remove(prefix + option.replace("_", "-"))
        if value in options:
            classes.add(prefix + value.replace("_", "-"))

    return PartProp(default, apply, type="enum")


def align(part=None, options=("left", "center", "right")):
    """Where the component sits in the space it is given; "full" fills it."""
    places = {"left": "flex-start", "center": "center", "right": "flex-end", "full": ""}

    def apply(component, value):
        node = component.part(part)
        node.style.setProperty("justify-content", places.get(value, ""))
        node.classList.toggle("anvil-m3-full-width", value == "full")

    return PartProp("left", apply, type="enum")


def icon(part, place="start", default=""):
    return PartProp(default, lambda component, value: component.show_icon(part, value, place), type="icon")


def icon_color(part, place="start", default=""):
    return style(f"--m3-{place}-ink", part, css_colour, default=default, type="color")


def icon_size(part, place="start", default=None):
    return style(f"--m3-{place}-size", part, css_length, default=default, type="number")


def enabled(part, default=True):
    def apply(component, value):
        component.part(part).disabled = not value

    return PartProp(default, apply, type="boolean")


def tooltip(names_part=None):
    """A tooltip; where `names_part` has no text of its own, the tooltip is its name for a screen reader too."""

    def apply(component, value):
        if value:
            component.dom.dataset.m3Tooltip = value
        else:
            component.dom.removeAttribute("data-m3-tooltip")
        if names_part:
            component.part(names_part).setAttribute("aria-label", value or "")

    return PartProp("", apply)

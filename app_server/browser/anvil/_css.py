"""Values of properties as CSS."""

import re

SIDES = ("top", "right", "bottom", "left")


def css_colour(value):
    """A colour as CSS: "theme:On Surface" is the theme's custom property, anything else is left as it is."""
    if not value:
        return ""
    if value.startswith("theme:"):
        return f"var({theme_property(value[6:])})"
    return value


def theme_property(name):
    """The custom property of a colour of the theme, as the server names it: "On Surface" → "--anvil-m3-on-surface"."""
    return "--anvil-m3-" + re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


def css_length(value):
    """A length as CSS: numbers and digits are pixels; None, "" and "default" are no length."""
    if value is None or value in ("", "default"):
        return ""
    try:
        return f"{float(value):g}px"
    except ValueError:
        return str(value)


def four_sides(value):
    """Top, right, bottom and left of one length or of a list of two, three or four."""
    if value is None or isinstance(value, (str, int, float)):
        return [value] * 4
    sides = list(value)
    if len(sides) == 2:
        return sides * 2
    if len(sides) == 3:
        return [*sides, sides[1]]
    return (sides + [None] * 4)[:4]


def set_sides(element, name, value):
    """Set the margin or padding (``name``) of an element."""
    for side, length in zip(SIDES, four_sides(value), strict=True):
        element.style.setProperty(f"{name}-{side}", css_length(length))

"""``anvil.property_utils``: what components written in Python use for their properties."""

from . import _css
from ._blueprint import form_class

TYPES = (
    *("string", "number", "boolean", "text[]", "classes", "style", "enum", "form", "object", "dict", "color", "icon"),
    *("themeRole", "uri", "html", "recordType", "margin", "padding", "spacing"),
)


class anvil_property(property):
    """A property with a description: ``@anvil_property("string", description="…")`` over its getter."""

    def __new__(cls, type=None, *args, **description):
        if callable(type) or isinstance(type, property):
            return super().__new__(cls)
        if type is None:
            raise TypeError("anvil_property() missing 1 required positional argument: 'type'")
        if not isinstance(type, str):
            raise TypeError(f"Invalid property type, expected a string, got '{type.__class__.__name__}'")
        if type not in TYPES:
            raise ValueError(f"Invalid property type, got '{type}'")
        return cls

    def __set_name__(self, owner, name):
        if "_anvil_properties_" not in owner.__dict__:
            owner._anvil_properties_ = list(getattr(owner, "_anvil_properties_", ()))
        owner._anvil_properties_.append({"name": name})


def get_form_constructor(parent_form, property_value, prefer_live_design=True):
    """The class of a form property: of its name or of the class itself."""
    return form_class(property_value)


def get_margin_styles(margin):
    """{"marginTop": "4px", …} of a length or a list of them."""
    return _styles("margin", margin)


def get_padding_styles(padding):
    return _styles("padding", padding)


def get_spacing_styles(spacing):
    return {**_styles("margin", spacing.get("margin")), **_styles("padding", spacing.get("padding"))}


def set_element_margin(element, margin):
    _css.set_sides(element, "margin", margin)


def set_element_padding(element, padding):
    _css.set_sides(element, "padding", padding)


def set_element_spacing(element, spacing):
    set_element_margin(element, (spacing or {}).get("margin"))
    set_element_padding(element, (spacing or {}).get("padding"))


def set_element_visibility(element, visible):
    element.classList.toggle("visible-false", not visible)


def get_unset_value(element, key, current_value=None):
    """What the style sheets give an element where nothing was set: {"value", "css"}, None where something was."""
    if current_value not in (None, ""):
        return {"value": None, "css": None}
    css = _computed(element, key)
    return {"value": _number(css), "css": css}


def get_unset_margin(element, current_value=None):
    return _unset_sides(element, "margin", current_value)


def get_unset_padding(element, current_value=None):
    return _unset_sides(element, "padding", current_value)


def get_unset_spacing(margin_element, padding_element, current_value=None):
    margin = get_unset_margin(margin_element, (current_value or {}).get("margin"))
    padding = get_unset_padding(padding_element, (current_value or {}).get("padding"))
    return {kind: {"margin": margin[kind], "padding": padding[kind]} for kind in ("value", "css")}


def _styles(name, value):
    sides = zip(_css.SIDES, _css.four_sides(value), strict=True)
    return {name + side.capitalize(): _css.css_length(length) for side, length in sides}


def _unset_sides(element, name, value):
    sides = zip(_css.SIDES, _css.four_sides(value), strict=True)
    css = [_computed(element, name + side.capitalize()) if length in (None, "") else None for side, length in sides]
    return {"value": [_number(length) for length in css], "css": css}


def _computed(element, key):
    import js

    return getattr(js.getComputedStyle(element), key, None) or None


def _number(css):
    return float(css[:-2]) if css and css.endswith("px") else css

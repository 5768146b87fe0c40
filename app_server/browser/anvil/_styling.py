"""Classes and inline styles of an element, as Python collections that change the page at once."""

import re

UNITLESS = {
    *("animation-iteration-count", "aspect-ratio", "border-image-outset", "border-image-slice", "border-image-width"),
    *("column-count", "columns", "flex", "flex-grow", "flex-shrink", "font-weight", "grid-area", "grid-row"),
    *("grid-row-end", "grid-row-span", "grid-row-start", "grid-column", "grid-column-end", "grid-column-span"),
    *("grid-column-start", "line-clamp", "line-height", "opacity", "order", "orphans", "scale", "tab-size", "widows"),
    *("z-index", "zoom", "fill-opacity", "flood-opacity", "stop-opacity", "stroke-dasharray", "stroke-dashoffset"),
    *("stroke-miterlimit", "stroke-opacity", "stroke-width"),
}


class Classes:
    """A live view of an element's classes, or a list of its own; a name may be several, parted by spaces."""

    def __init__(self, value=None):
        if hasattr(value, "classList"):
            self._element = value
        else:
            self._element = None
            self._names = _tokens(value)

    def __contains__(self, names):
        wanted = _tokens(names)
        return bool(wanted) and set(wanted) <= set(self)

    def __iter__(self):
        return iter(self._names if self._element is None else str(self._element.classList.value).split())

    def __len__(self):
        return sum(1 for _name in self)

    def __str__(self):
        return " ".join(self)

    def __repr__(self):
        return f"Classes({self})"

    def __getitem__(self, names):
        return names in self

    def __setitem__(self, names, wanted):
        (self.add if wanted else self.remove)(names)

    def __delitem__(self, names):
        self.remove(names)

    def add(self, *groups):
        self._keep([*self, *(name for group in groups for name in _tokens(group))])

    def remove(self, *groups):
        gone = {name for group in groups for name in _tokens(group)}
        self._keep([name for name in self if name not in gone])

    def clear(self):
        self._keep([])

    def update(self, *names, **more):
        """Take a dict of names to booleans (or pairs of them); keywords are such a dict."""
        for name, is_on in dict(*names, **more).items():
            self[name] = is_on

    def _keep(self, names):
        names = list(dict.fromkeys(names))
        if self._element is None:
            self._names = names
        else:
            self._element.classList.value = " ".join(names)


def _tokens(value):
    """Class names of None, a text, a list of texts, a dict of names to booleans, or Classes."""
    if value is None:
        return []
    if isinstance(value, str):
        return list(dict.fromkeys(value.split()))
    if isinstance(value, dict):
        found = []
        for names, is_on in value.items():
            kept = [name for name in found if name not in names.split()]
            found = [*found, *names.split()] if is_on else kept
        return list(dict.fromkeys(found))
    if isinstance(value, (list, tuple, Classes)):
        return list(dict.fromkeys(name for item in value for name in str(item).split()))
    return str(value).split()


class Style:
    """A live view of an element's inline style; names as in CSS, camelCase or with underscores; numbers are pixels."""

    def __init__(self, value=None):
        if hasattr(value, "classList"):
            self._style = value.style
        else:
            import js

            self._style = js.document.createElement("div").style
            self._replace(value)

    def __getitem__(self, name):
        return str(self._style.getPropertyValue(_css_name(name)) or "")

    def __setitem__(self, name, value):
        name = _css_name(name)
        if not name:
            raise TypeError("Style property name must not be empty")
        text = _css_value(name, value)
        if text:
            self._style.setProperty(name, text)
        else:
            self._style.removeProperty(name)

    def __delitem__(self, name):
        self._style.removeProperty(_css_name(name))

    def __contains__(self, name):
        return bool(self[name])

    def __iter__(self):
        return iter(self._entries())

    def __len__(self):
        return len(self._entries())

    def __str__(self):
        return "; ".join(f"{name}: {value}" for name, value in self._entries().items())

    def __repr__(self):
        return f"Style({self})"

    def keys(self):
        return iter(self._entries())

    def values(self):
        return iter(self._entries().values())

    def items(self):
        return iter(self._entries().items())

    def get(self, property, default=""):
        return self[property] or default

    def clear(self):
        self._style.cssText = ""

    def update(self, *values, **more):
        """Take a dict of properties (or pairs of them); keywords are such a dict. None and "" remove a property."""
        for name, value in dict(*values, **more).items():
            if value is None:
                del self[name]
            else:
                self[name] = value

    def _entries(self):
        return _declarations(str(self._style.cssText))

    def _replace(self, value):
        self.clear()
        if isinstance(value, str):
            self._style.cssText = value
        elif value is not None:
            entries = value._entries() if isinstance(value, Style) else value
            self.update(entries)


def _declarations(text):
    parted = (part.split(":", 1) for part in text.split(";") if ":" in part)
    return {_css_name(name): value.strip() for name, value in parted if value.strip()}


def _css_name(name):
    name = str(name).strip()
    if name.startswith("--"):
        return name
    return re.sub("([a-z])([A-Z])", r"\1-\2", name.replace("_", "-")).lower()


def _css_value(name, value):
    if isinstance(value, (list, tuple)):
        return " ".join(_css_value(name, item) for item in value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value) if _is_unitless(name) else f"{value}px"
    return "None" if value is None else str(value)


def _is_unitless(name):
    return name.startswith("--") or re.sub("^-(webkit|moz|ms|o)-", "", name) in UNITLESS

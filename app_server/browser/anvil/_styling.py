"""Classes and inline styles of an element, as Python collections that change the page at once."""

import re

UNITLESS = {
    *("opacity", "z-index", "flex", "flex-grow", "flex-shrink", "font-weight", "line-height", "order", "zoom"),
    *("column-count", "columns", "fill-opacity", "stroke-opacity", "orphans", "widows", "tab-size", "scale"),
    *("animation-iteration-count", "aspect-ratio", "grid-row", "grid-column", "grid-area", "line-clamp"),
}


class Classes:
    """A live view of an element's classes; a name may be several, parted by spaces."""

    def __init__(self, element):
        self._list = element.classList

    def __contains__(self, name):
        return bool(self._list.contains(name))

    def __iter__(self):
        return iter(str(self._list.value).split())

    def __len__(self):
        return self._list.length

    def __repr__(self):
        return f"Classes({str(self._list.value)!r})"

    def __getitem__(self, names):
        return all(name in self for name in names.split())

    def __setitem__(self, names, wanted):
        for name in names.split():
            self._list.toggle(name, bool(wanted))

    def add(self, *groups):
        for group in groups:
            self[group] = True

    def remove(self, *groups):
        for group in groups:
            self[group] = False

    def toggle(self, names, force=None):
        for name in names.split():
            self[name] = (name not in self) if force is None else force

    def clear(self):
        self._list.value = ""

    def update(self, names=None, **more):
        """Take a string, a list of strings or a dict of names to booleans; keywords are such a dict."""
        if isinstance(names, dict):
            wanted = names
        elif isinstance(names, str):
            wanted = dict.fromkeys(names.split(), True)
        else:
            wanted = dict.fromkeys(names or (), True)
        for name, is_on in {**wanted, **more}.items():
            self[name] = is_on


class Style:
    """A live view of an element's inline style; names as in CSS, camelCase or with underscores; numbers are pixels."""

    def __init__(self, element):
        self._style = element.style

    def __getitem__(self, name):
        return self._style.getPropertyValue(_css_name(name)) or None

    def __setitem__(self, name, value):
        name = _css_name(name)
        if value is None or value == "":
            self._style.removeProperty(name)
        else:
            self._style.setProperty(name, _css_value(name, value))

    def __delitem__(self, name):
        self._style.removeProperty(_css_name(name))

    def __contains__(self, name):
        return bool(self[name])

    def __repr__(self):
        return f"Style({str(self._style.cssText)!r})"

    def get(self, name, default=None):
        return self[name] or default

    def clear(self):
        self._style.cssText = ""

    def update(self, values=None, **more):
        """Take CSS text or a dict; keywords are such a dict. None and "" remove a property."""
        if isinstance(values, str):
            values = dict(part.split(":", 1) for part in values.split(";") if ":" in part)
        for name, value in {**(values or {}), **more}.items():
            self[name] = value


def _css_name(name):
    name = name.strip()
    if name.startswith("--"):
        return name
    return re.sub("[A-Z]", lambda letter: "-" + letter.group().lower(), name).replace("_", "-")


def _css_value(name, value):
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value) if name in UNITLESS or name.startswith("--") else f"{value}px"
    return str(value).strip()

"""``anvil.app.theme_colors``: the theme's colours by name, which an app may change while it runs."""

from collections.abc import Mapping

from ._css import theme_property


class ThemeColors(Mapping):
    """Name → colour. Set one to a CSS colour and the page shows it; names are those of the theme."""

    def __init__(self, colors):
        self._colors = colors

    @classmethod
    def of_theme(cls, parameters):
        """Those of ``theme/parameters.yaml``."""
        scheme = parameters.get("color_scheme") or {}
        return cls({entry["name"]: entry["color"] for entry in scheme.get("colors") or ()})

    def __getitem__(self, name):
        return self._colors[name]

    def __setitem__(self, name, color):
        if not isinstance(name, str):
            raise TypeError("theme color names must be strings")
        if not isinstance(color, str):
            raise TypeError("a theme color must be set to a string")
        if name not in self._colors:
            raise KeyError(name)
        self._colors[name] = color
        import js

        js.m3.setThemeColour(theme_property(name), color)

    def __delitem__(self, name):
        raise TypeError("cannot delete a theme color")

    def __iter__(self):
        return iter(self._colors)

    def __len__(self):
        return len(self._colors)

    def __repr__(self):
        return f"ThemeColors({self._colors!r})"

    def copy(self):
        """A dict of its own."""
        return dict(self._colors)

    def update(self, *colors, **more):
        """Set several at once."""
        for name, color in dict(*colors, **more).items():
            self[name] = color

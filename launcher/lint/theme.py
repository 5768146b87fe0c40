"""What Anvil's own Material 3 theme has: this server's has more, which an app for both servers leaves alone."""

from __future__ import annotations

# The names of its package `components`, seen in its source (1.2.6).
COMPONENTS = frozenset(
    {
        *("Avatar", "AvatarMenu", "Button", "ButtonMenu", "Card", "CardContentContainer", "Checkbox"),
        *("CircularProgressIndicator", "Divider", "DropdownMenu", "FileLoader", "Heading", "IconButton"),
        *("IconButtonMenu", "InteractiveCard", "LinearProgressIndicator", "Link", "MenuItem", "NavigationLink"),
        *("RadioButton", "RadioGroup", "RadioGroupPanel", "SidesheetContent", "Slider", "Switch", "Text", "TextArea"),
        *("TextBox", "ToggleIconButton"),
    }
)
LAYOUTS = frozenset({"NavigationDrawerLayout", "NavigationRailLayout"})
# Classic components that this server draws as fields of the theme, with what they have by Anvil's documentation.
CLASSIC = {
    "DatePicker": frozenset(
        {
            *("align", "background", "bold", "border", "date", "enabled", "font", "font_size", "foreground", "format"),
            *("italic", "max_date", "min_date", "pick_time", "placeholder", "role", "spacing_above", "spacing_below"),
            *("tag", "tooltip", "underline", "visible"),
        }
    )
}


def lacks(dotted: str) -> bool:
    """Whether ``dotted``, a name in the package ``m3``, is one that the theme does not have."""
    _, _, rest = dotted.partition(".")
    package, _, name = rest.rpartition(".")
    if package in ("components", "_Components", "_Components.TextInput"):
        return name not in COMPONENTS and (package, name) != ("_Components", "TextInput")
    return package == "Layouts" and name not in LAYOUTS

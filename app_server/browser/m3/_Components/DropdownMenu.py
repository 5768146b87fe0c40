"""DropdownMenu: one choice of a list."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import page
from .TextInput import FIELD, HELP, INPUT, LabelledField, field_markup


def labels_and_values(items):
    """[(label, value)] of items that are strings or such pairs. Raises TypeError for anything else."""
    pairs = []
    for index, item in enumerate(items):
        if not isinstance(item, (str, tuple, list)):
            raise TypeError("DropdownMenu items must be a list of strings or tuples")
        label, value = (item, item) if isinstance(item, str) else item
        if not isinstance(label, str):
            place = f"(at item ${index} got {item!r})"
            raise TypeError(f"Dropdown item tuples must be of the form ('label', value), {place}")
        pairs.append((label, value))
    return pairs


class DropdownMenu(LabelledField):
    """A field that shows the label of `selected_value`; `allow_none` adds an entry for None, called `placeholder`."""

    html = field_markup(
        '<input class="anvil-m3-textinput-input anvil-m3-dropdownMenu-field" type="text" readonly placeholder=" " '
        'role="combobox" aria-haspopup="listbox" aria-expanded="false" autocomplete="off">',
        "anvil-m3-dropdownMenu-container anvil-m3-with-trailing-icon",
    )
    events = ("change", "show", "hide")
    items = Prop(None, "_set_items", type="text[]")
    selected_value = Prop(None, "_show_selected", type="object", writeback="change")
    allow_none = Prop(False, "_set_options", type="boolean")
    align = prop.style("text-align", INPUT, default="left")
    icon = Prop("", "_set_icon", type="icon")
    icon_color = prop.icon_color(FIELD)
    leading_icon = Prop("", "_set_icon", type="icon")
    leading_icon_color = prop.icon_color(FIELD)
    items_bold = Prop(False, "_set_options", type="boolean")
    items_italic = Prop(False, "_set_options", type="boolean")
    items_underline = Prop(False, "_set_options", type="boolean")
    items_text_color = Prop("", "_set_options", type="color")
    items_font_family = Prop("", "_set_options")
    items_font_size = Prop(None, "_set_options", type="number")
    menu_background_color = Prop("", "_set_menu_background", type="color")
    selected_bold = prop.bold(INPUT)
    selected_italic = prop.italic(INPUT)
    selected_underline = prop.underline(INPUT)
    selected_text_color = prop.colour("color", INPUT)
    selected_font_family = prop.font_family(INPUT)
    selected_font_size = prop.font_size(INPUT)
    supporting_text_color = prop.colour("color", HELP)
    supporting_text_font_family = prop.font_family(HELP)
    supporting_text_font_size = prop.font_size(HELP)
    tooltip = prop.tooltip()

    def __init__(self, **properties):
        self._pairs = []
        self.keep("items", [])
        super().__init__(**properties)
        page().setTrailingIcon(self.dom, "mi:arrow_drop_down", False)
        self.listen("m3-choose", self._choose, self.part(INPUT))

    def _set_items(self, value):
        self._pairs = labels_and_values(value)
        self._set_options(None)
        self._show_selected(self.selected_value)

    def _set_placeholder(self, value):
        super()._set_placeholder(value)
        self._set_options(None)

    def _has_first(self):
        return bool(self.allow_none or self.placeholder)

    def _set_options(self, _value):
        first = (self.placeholder or "") if self._has_first() else None
        labels = "\n".join(label.replace("\n", " ") for label, _ in self._pairs)
        page().setOptions(self.part(INPUT), labels, first, bool(self.allow_none), self._items_style())
        self._show_selected(self.selected_value)

    def _items_style(self):
        look = {
            "font-weight": "700" if self.items_bold else "",
            "font-style": "italic" if self.items_italic else "",
            "text-decoration": "underline" if self.items_underline else "",
            "color": prop.css_colour(self.items_text_color),
            "font-family": self.items_font_family or "",
            "font-size": prop.css_length(self.items_font_size),
        }
        return ";".join(f"{name}:{value}" for name, value in look.items() if value)

    def _show_selected(self, value):
        chosen = next((index for index, (_, known) in enumerate(self._pairs) if known == value), None)
        if chosen is None:
            label = "" if value is None else "<Invalid value>"
            index = 0 if value is None and self._has_first() else -1
        else:
            label, index = self._pairs[chosen][0], chosen + self._has_first()
        field = self.part(INPUT)
        field.value = label
        field.dataset.chosen = str(index)

    def _choose(self, event):
        index = event.detail - self._has_first()
        self.selected_value = self._pairs[index][1] if index >= 0 else None
        self.raise_event("change")

    def _set_icon(self, value):
        self.dom.classList.toggle("anvil-m3-with-leading-icon", bool(value))
        self.show_icon(FIELD, value)

    def _set_menu_background(self, value):
        self.part(INPUT).dataset.menuBackground = prop.css_colour(value)

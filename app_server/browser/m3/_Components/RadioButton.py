"""RadioButton: one of several, with its words beside it."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Component
from .RadioGroupPanel import RadioGroup, group_around

INPUT = "anvil-m3-radiobutton-input"
LABEL = "anvil-m3-radiobutton-label"
BOX = "anvil-m3-radiobutton-container"


class Selected(Prop):
    """`selected` as the element has it now, for the page unselects the others itself."""

    def __get__(self, component, owner=None):
        return self if component is None else component.part(INPUT).checked


class RadioButton(M3Component):
    """A native radio button in its label; it joins the group around it when it comes onto the page."""

    html = (
        '<div class="anvil-m3-radiobutton-component"><label class="anvil-m3-radiobutton-container">'
        '<input type="radio" class="anvil-m3-radiobutton-input">'
        '<span class="anvil-m3-radiobutton-label"></span></label></div>'
    )
    events = ("select", "show", "hide")
    role_part = BOX
    selected = Selected(False, "_set_selected", type="boolean", writeback="select")
    text = prop.text(LABEL)
    value = Prop("", None)
    enabled = prop.enabled(INPUT)
    align = prop.align()
    radio_color = Prop("", "_set_colour", type="color")
    text_color = prop.colour("color", LABEL)
    background_color = prop.colour("background-color")
    border = prop.border(BOX)
    bold = prop.bold(LABEL)
    italic = prop.italic(LABEL)
    underline = prop.underline(LABEL)
    font_family = prop.font_family(LABEL)
    font_size = prop.font_size(LABEL)
    spacing = prop.spacing()
    tooltip = prop.tooltip()

    def __init__(self, **properties):
        self._group = None
        self._group_given = False
        super().__init__(**properties)
        self.listen("change", self._picked, self.part(INPUT))

    @property
    def group(self):
        """The RadioGroup it belongs to; None while it is off the page, unless one was given."""
        return self._group

    @group.setter
    def group(self, group):
        if group is not None and not isinstance(group, RadioGroup):
            raise ValueError("group must be a RadioGroup object")
        self._group_given = group is not None
        self._join(group)

    def _join(self, group):
        if self._group is not None:
            self._group._discard(self)
        self._group = group
        self.part(INPUT).name = "" if group is None else f"m3-group-{id(group)}"
        if group is not None:
            group._add(self)

    def _picked(self, _event):
        if self._group is not None:
            self._group._picked(self)
        self.raise_event("select")

    def _set_selected(self, value):
        self.part(INPUT).checked = bool(value)

    def _set_colour(self, value):
        for name in ("--m3-mark", "--m3-line"):
            self.part(INPUT).style.setProperty(name, prop.css_colour(value))

    def _page_added(self):
        if not self._group_given:
            self._join(group_around(self))

    def _page_removed(self):
        if not self._group_given:
            self._join(None)

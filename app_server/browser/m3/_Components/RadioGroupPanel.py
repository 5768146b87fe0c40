"""RadioGroup and RadioGroupPanel: of some RadioButtons, one."""

from anvil._component import Component
from anvil._events import EventSource
from anvil._prop import Prop

from .._base import M3Container


class RadioGroup(EventSource):
    """The RadioButtons of which one can be selected; those in no RadioGroupPanel share one group."""

    events = ("change",)
    _all_events = frozenset(events)
    _writebacks = {}
    _handlers = None

    def __init__(self):
        self._buttons = []
        self._wanted = None

    @property
    def buttons(self):
        """The RadioButtons of the group, as they came onto the page."""
        return list(self._buttons)

    @property
    def selected_button(self):
        """The RadioButton that is selected, or None. Raises ValueError when set to one of another group."""
        return next((button for button in self._buttons if button.selected), None)

    @selected_button.setter
    def selected_button(self, button):
        if button is not None and button not in self._buttons:
            raise ValueError("RadioButton is not in this group")
        for other in self._buttons:
            other.selected = other is button

    @property
    def selected_value(self):
        """The `value` of the selected RadioButton, None when there is none."""
        button = self.selected_button
        return self._wanted if button is None and not self._buttons else button and button.value

    @selected_value.setter
    def selected_value(self, value):
        self._wanted = value
        self.selected_button = next((button for button in self._buttons if button.value == value), None)

    def _add(self, button):
        self._buttons.append(button)
        if self._wanted is not None and button.value == self._wanted:
            self.selected_button = button

    def _discard(self, button):
        if button in self._buttons:
            self._buttons.remove(button)

    def _picked(self, button):
        self._wanted = button.value
        self.raise_event("change")


page_group = RadioGroup()


class _SelectedValue(Prop):
    """`selected_value` of a panel: what its group says."""

    def __get__(self, component, owner=None):
        return self if component is None else RadioGroup.selected_value.fget(component)

    def __set__(self, component, value):
        RadioGroup.selected_value.fset(component, value)


class RadioGroupPanel(M3Container, RadioGroup):
    """A container whose RadioButtons, however deep, are one group."""

    html = '<div class="anvil-m3-radioGroupPanel" role="radiogroup"></div>'
    events = ("change", "show", "hide")
    selected_value = _SelectedValue(None, type="object", writeback="change")

    def __init__(self, **properties):
        RadioGroup.__init__(self)
        M3Container.__init__(self, **properties)


def group_around(component: Component):
    """The RadioGroup a component belongs to: that of the nearest panel around it, else the page's."""
    around = component.parent
    while around is not None and not isinstance(around, RadioGroup):
        around = around.parent
    return around or page_group

"""Container: a component that holds others."""

from . import _presence
from ._component import Component


class Container(Component):
    """A component that holds others, in ``dom`` unless ``child_host`` says where."""

    _holds_alert = False

    def __new__(cls, *args, **kwargs):
        container = super().__new__(cls)
        container._children = []
        return container

    def add_component(self, component, index=None, **layout_props):
        """Put a component into this container, at ``index`` among its components or at the end.

        Raises ValueError when it has a parent already or is the open form, TypeError when it is no component.
        """
        validate_child(component)
        component._set_up()
        position = position_of(index, len(self._children))
        component._layout_props = layout_props
        component._carrier = self._carry(component, layout_props)
        self._place(component, position, self.child_host(layout_props))
        self._children.insert(position, component)
        component._parent = self
        if self._shown:
            _presence.enter(component)

    def child_host(self, layout_props):
        """The element in which a component with these layout properties is placed."""
        return self.dom

    def get_components(self):
        """The components in this container, in order; those in a slot of it count as its own."""
        return [inner for child in self._children for inner in child._as_components()]

    def clear(self):
        """Remove all components."""
        for component in self.get_components():
            component.remove_from_parent()

    def raise_event_on_children(self, event_name, **event_args):
        """Raise the event on every component in this container. Raises ValueError for one that it does not know."""
        if not event_name.startswith("x-") and event_name not in self._all_events:
            raise ValueError(
                f"Cannot raise unknown event '{event_name}' on {type(self).__name__} component. "
                "Custom events must have the 'x-' prefix."
            )
        for component in self.get_components():
            component.raise_event(event_name, **event_args)

    def _adopt(self, component):
        """Take in a component whose element is in its place already."""
        self._children.append(component)
        component._carrier = component.dom
        component._parent = self
        if self._shown:
            _presence.enter(component)

    def _carry(self, component, layout_props):
        """The element that is put into the page for the component: its own, or one around it."""
        return component.dom

    def _place(self, component, position, host):
        """Put the element before the next component's of the same host."""
        for following in self._children[position:]:
            if following._carrier.parentNode == host:
                host.insertBefore(component._carrier, following._carrier)
                return
        host.appendChild(component._carrier)

    def _remove(self, component):
        self._children.remove(component)
        component._parent = None
        component._carrier.remove()
        self._removed(component)
        component._leave_page()

    def _removed(self, component):
        """A component was taken out."""

    def _page_children(self):
        return tuple(self._children)


def validate_child(component, function="add_component"):
    """Raise TypeError for what is no component, ValueError for one that is somewhere already."""
    if not isinstance(component, Component):
        raise TypeError(f"Argument to {function} must be a component, not {type(component).__name__}")
    if component._parent is not None and not component._parent._holds_alert:
        raise ValueError("This component is already added to a container, call remove_from_parent() first")
    if component._is_open_form or component._parent is not None:
        place = "the open_form" if component._is_open_form else "already inside an alert"
        raise ValueError(f"This component is {place} and cannot be added to a container")


def position_of(index, count):
    """Where to insert: a negative index counts from the end; None and what is out of range are the end."""
    if not isinstance(index, int) or isinstance(index, bool):
        return count
    if index < 0:
        index += count
    return index if 0 <= index <= count else count

"""Container: a component that holds others."""

from ._component import Component


class Container(Component):
    """A component that holds others, in ``dom`` unless ``child_host`` says where."""

    def __new__(cls, *args, **kwargs):
        container = super().__new__(cls)
        container._children = []
        return container

    def add_component(self, component, index=None, **layout_props):
        """Put a component into this container, at ``index`` among its components or at the end.

        Raises ValueError when it has a parent already, TypeError when it is no component.
        """
        if not isinstance(component, Component):
            raise TypeError(f"add_component() takes a component, not {type(component).__name__}")
        if component._parent is not None:
            raise ValueError(f"{component!r} is already in a container; remove_from_parent() first")
        position = len(self._children) if index is None else min(index, len(self._children))
        component._layout_props = layout_props
        self._place(component, position, self.child_host(layout_props))
        self._children.insert(position, component)
        component._parent = self
        if self._shown:
            component._enter_page()

    def child_host(self, layout_props):
        """The element in which a component with these layout properties is placed."""
        return self.dom

    def get_components(self):
        """The components in this container, in order."""
        return list(self._children)

    def clear(self):
        """Remove all components."""
        for component in list(self._children):
            self._remove(component)

    def raise_event_on_children(self, event_name, **event_args):
        """Raise the event on every component in this container."""
        for component in list(self._children):
            component.raise_event(event_name, **event_args)

    def _adopt(self, component):
        """Take in a component whose element is in its place already."""
        self._children.append(component)
        component._parent = self
        if self._shown:
            component._enter_page()

    def _place(self, component, position, host):
        """Put the element before the next component's of the same host."""
        for following in self._children[position:]:
            element = self._child_element(following)
            if element.parentNode == host:
                host.insertBefore(component.dom, element)
                return
        host.appendChild(component.dom)

    def _child_element(self, component):
        return component.dom

    def _remove(self, component):
        self._children.remove(component)
        self._child_element(component).remove()
        component._parent = None
        component._leave_page()

    def _page_children(self):
        return list(self._children)

"""Layouts: forms whose slots other forms put their components into."""

from ._component import Component
from ._container import Container


class Slot(Container):
    """A place in a layout; it adds nothing to the page but what is put into it.

    Made by an app, ``Slot(container, index, layout_properties)`` hands on to that container what is put into it.
    """

    html = '<div class="anvil-slot" style="display:contents"></div>'

    def __init__(self, container=None, index=0, layout_properties=None, one_component=False):
        super().__init__()
        if not isinstance(index, int):
            raise TypeError("the second argument (insertion index) should be an integer")
        if not isinstance(layout_properties, (dict, type(None))):
            raise TypeError("the third argument (layout properties) should be a dict")
        self._container = container
        self._index = index
        self._given = layout_properties or {}
        self._takes_one = bool(one_component)
        self._earlier = []

    def add_component(self, component, index=None, **layout_props):
        """Put a component into the slot. Raises ValueError when the slot takes one component and has it."""
        if self._takes_one and self.get_components():
            raise ValueError("There is already a component in this slot")
        if self._container is None:
            super().add_component(component, index, **layout_props)
            return
        within = len(self.get_components()) if index is None else index
        offset = self._index + sum(len(slot.get_components()) for slot in self._earlier)
        self._container.add_component(component, **{**layout_props, **self._given, "index": within + offset})
        self._children.append(component)

    def get_components(self):
        """The components put into this slot."""
        if self._container is not None:
            self._children = [component for component in self._children if component._parent is self._container]
        return list(self._children)

    def offset_by_slot(self, slot):
        """What is in that slot of the same container stands before what is in this one."""
        self._earlier.append(slot)

    def _as_parent(self):
        return self.parent

    def _as_components(self):
        return tuple(self._children)


class WithLayout(Component):
    """A form shown in a layout: ``layout`` is made when first asked for, or taken over from the form before."""

    def __new__(cls, *args, **kwargs):
        form = object.__new__(cls)
        form.__dict__.update(_values={}, _handlers=None, _parent=None, _layout_props={}, _shown=False, _tag=None)
        form.__dict__.update(_layout=None, _slot_contents={}, _write_handlers=[])
        return form

    @property
    def dom(self):
        return self.layout.dom

    @property
    def layout(self):
        """The layout this form is in. Raises ValueError when it is set again, or to what has no slots."""
        if self._layout is None:
            self._take_layout(self._layout_class()(**self._blueprint.props), sets_properties=False)
        return self._layout

    @layout.setter
    def layout(self, layout):
        if self._layout is not None:
            raise ValueError("Cannot overwrite the 'layout' property of a form after it has been initialised.")
        if not hasattr(layout, "slots"):
            kind = type(layout).__name__
            raise ValueError(f"A form's 'layout' property must be set to a layout form, not a {kind} object.")
        self._take_layout(layout)

    @classmethod
    def _layout_class(cls):
        from ._blueprint import class_named

        return class_named(cls._blueprint.type)

    def _take_layout(self, layout, sets_properties=True):
        """Move into a layout: its properties, its events, and this form's components in its slots."""
        blueprint = self._blueprint
        self.__dict__["_layout"] = layout
        for name, value in blueprint.props.items() if sets_properties else ():
            setattr(layout, name, value)
        for event_name, method_name in blueprint.events.items():
            layout.add_event_handler(event_name, getattr(self, method_name))
        for binding in blueprint.bindings:
            binding.apply(self, layout)
            if binding.write is not None:
                self._write_handlers.append((binding, binding.connect(self, layout)))
        for name, contents in self._slot_contents.items():
            for component, layout_props in contents:
                _put_into(layout, name, component, layout_props)

    def _release_layout(self, next_props):
        """Move out of the layout, which is given back for the next form, that sets these properties of it."""
        layout = self._layout
        for contents in self._slot_contents.values():
            for component, _layout_props in contents:
                component.remove_from_parent()
        for slot in layout.slots.values():
            if isinstance(slot, Slot):
                slot.clear()
        for event_name, method_name in self._blueprint.events.items():
            layout.remove_event_handler(event_name, getattr(self, method_name))
        for binding, handler in self._write_handlers:
            binding.disconnect(layout, handler)
        self._write_handlers.clear()
        _set_back(layout, [name for name in self._blueprint.props if name not in next_props])
        self.__dict__["_layout"] = None
        return layout

    def _page_children(self):
        return (self.layout,)


def _put_into(layout, slot_name, component, layout_props):
    slot = layout.slots.get(slot_name)
    if slot is None:
        raise LookupError(f"{type(layout).__name__} has no slot {slot_name!r}")
    if isinstance(slot, Container):
        slot.add_component(component, **layout_props)
    else:
        layout.add_component(component, slot=slot_name, **layout_props)


def _set_back(layout, names):
    """Give the layout's properties their defaults again: the next form need not know what this one set."""
    for name in names:
        prop = layout._props.get(name)
        if prop is not None:
            setattr(layout, name, prop.default_of())


def can_share_layout(old_form, new_form):
    """Whether the old form's layout is of the kind the new one wants, which has none yet."""
    return (
        isinstance(old_form, WithLayout)
        and isinstance(new_form, WithLayout)
        and old_form._layout is not None
        and new_form._layout is None
        and type(old_form._layout) is new_form._layout_class()
    )

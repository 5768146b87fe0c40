"""Layouts: forms whose slots other forms put their components into."""

from ._component import Component
from ._container import Container


class Slot(Container):
    """A place in a layout; it adds nothing to the page but what is put into it."""

    html = '<div class="anvil-slot" style="display:contents"></div>'


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
        """The layout this form is in."""
        if self._layout is None:
            self._take_layout(self._layout_class()())
        return self._layout

    @classmethod
    def _layout_class(cls):
        from ._blueprint import class_named

        return class_named(cls._blueprint.type)

    def _take_layout(self, layout):
        """Move into a layout: its properties, its events, and this form's components in its slots."""
        blueprint = self._blueprint
        self.__dict__["_layout"] = layout
        for name, value in blueprint.props.items():
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

    def _release_layout(self):
        """Move out of the layout, which is given back for the next form."""
        layout = self._layout
        for contents in self._slot_contents.values():
            for component, _layout_props in contents:
                component.remove_from_parent()
        for event_name, method_name in self._blueprint.events.items():
            layout.remove_event_handler(event_name, getattr(self, method_name))
        for binding, handler in self._write_handlers:
            binding.disconnect(layout, handler)
        self._write_handlers.clear()
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


def can_share_layout(old_form, new_form):
    """Whether the old form's layout is of the kind the new one wants, which has none yet."""
    return (
        isinstance(old_form, WithLayout)
        and isinstance(new_form, WithLayout)
        and old_form._layout is not None
        and new_form._layout is None
        and type(old_form._layout) is new_form._layout_class()
    )

"""Building: from a blueprint to a form's components, wired and in their places."""

from . import _page
from ._blueprint import class_named
from ._html import HtmlComponent
from ._layouts import Slot

_making = ()  # the templates whose components are being made, from the outside in, while one of them is created


def refuse_nesting(template):
    """Raise RecursionError when a template is made as a component of its own."""
    if template in _making:
        raise RecursionError(f"Cannot nest {template._class_name} inside itself")


class Builder:
    """Builds the components of one form; ``bound`` collects (binding, component)."""

    def __init__(self, form, handlers, template=None):
        self.form = form
        self.handlers = handlers
        self.bound = []
        self._around = (*_making, template)

    def make(self, blueprint):
        """The blueprint's component with everything in it. An error says where in the template it came up."""
        try:
            component = self._create(blueprint)
            self._name(blueprint, component)
            self.fill(blueprint, component)
            self.wire(blueprint, component)
        except Exception as error:  # whatever the app raises: told where, and raised again
            if not getattr(error, "__notes__", None):
                error.add_note(f"while making {blueprint.name or blueprint.type} of {blueprint.place}")
            raise
        return component

    def fill(self, blueprint, component):
        """Put into the component what its blueprint says it holds."""
        for child in blueprint.children:
            component.add_component(self.make(child), **child.layout_props)

    def fill_markup(self, markup, component):
        """Give the component a copy of the markup as its element, and build what is marked in it."""
        root, *elements = markup.clone()
        component.dom = root
        component._has_scripts = markup.has_scripts
        self._mark(markup.root, root, component)
        owners = []
        for mark, element in zip(markup.marks, elements, strict=True):
            owner = component if mark.parent is None else owners[mark.parent]
            owners.append(self._fill_mark(mark, element, owner, component))

    def wire(self, blueprint, component):
        """Set the component's event handlers and data bindings."""
        self.wire_component(component, blueprint, self.handlers.get(blueprint.name, {}) if blueprint.name else {})

    def wire_component(self, component, blueprint, handled):
        """Set them, where methods marked with ``@handle`` win over the template's for the same event."""
        methods = {event: [method] for event, method in blueprint.events.items()}
        self.wire_events(component, {**methods, **handled}, blueprint)
        for binding in blueprint.bindings:
            self.bound.append((binding, component))
            if binding.write is not None:
                binding.connect(self.form, component)

    def wire_events(self, component, methods, blueprint):
        for event_name, names in methods.items():
            for name in names:
                component.add_event_handler(event_name, self.method(name, blueprint))

    def method(self, name, blueprint):
        """The form's method of that name. Raises AttributeError with the template's place."""
        method = getattr(self.form, name, None)
        if not callable(method):
            raise AttributeError(f"{blueprint.place}: {type(self.form).__name__} has no method {name!r}")
        return method

    def _create(self, blueprint):
        if blueprint.slot is not None:
            slot = Slot()
            self.form._slots[blueprint.slot] = slot
            return slot
        if blueprint.markup is not None:
            component = HtmlComponent()
            self.fill_markup(blueprint.markup, component)
            for name, value in blueprint.props.items():
                setattr(component, name, value)
            return component
        cls = class_named(blueprint.type)
        return self._make_named(cls, self._known(cls, blueprint))

    def _known(self, cls, blueprint):
        """The properties that the component has; any other is left aside, as Anvil does, and told on the console."""
        props = blueprint.props
        if cls.ignores_unknown or hasattr(cls, "_blueprint"):
            return props
        for name in [name for name in props if not hasattr(cls, name)]:
            _page.api.printWarning(f"{blueprint.place}: {blueprint.type} has no property {name!r}")
            props = {known: value for known, value in props.items() if known != name}
        return props

    def _make_named(self, cls, props):
        global _making
        before, _making = _making, self._around
        try:
            return cls(**props)
        finally:
            _making = before

    def _name(self, blueprint, component):
        if blueprint.name:
            self.form.__dict__[blueprint.name] = component

    def _mark(self, mark, element, component):
        if mark.node:
            self.form._dom_nodes[mark.node] = element
        for event_type, name in mark.dom_events.items():
            from .js import to_python

            handler = self.method(name, mark.blueprint or self.form._blueprint)
            _page.listen(self.form, element, event_type, lambda event, handler=handler: handler(to_python(event)))
        if mark.dropzone is not None:
            component._dropzones[mark.dropzone] = element
            component._dropzones.setdefault("", element)

    def _fill_mark(self, mark, element, owner, component):
        self._mark(mark, element, component)
        if mark.blueprint is None:
            return owner
        if mark.is_element:
            inner = HtmlComponent()
            inner.dom = element
            for name, value in mark.blueprint.props.items():
                setattr(inner, name, value)
            self._name(mark.blueprint, inner)
            self.wire(mark.blueprint, inner)
            owner._adopt(inner)
            return inner
        made = self.make(mark.blueprint)
        made._layout_props = mark.blueprint.layout_props
        element.replaceWith(made.dom)
        owner._adopt(made)
        return owner

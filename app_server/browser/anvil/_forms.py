"""Form templates: the class ``<Form>Template`` that a form's class is derived from."""

from ._bindings import apply_all
from ._blueprint import Blueprint, class_named
from ._building import Builder
from ._handle import handlers_of
from ._html import HtmlComponent
from ._layouts import WithLayout
from ._properties import CustomProperty, Item


class Form:
    """What every form has besides what its container class gives it."""

    item = Item()
    _blueprint = None

    def __init__(self, **properties):
        self.init_components(**properties)

    def init_components(self, **properties):
        """Set those of the given properties that the form has, then refresh its data bindings."""
        self._refresh_on_item = False
        for name, value in properties.items():
            if hasattr(getattr(type(self), name, None), "__set__"):
                setattr(self, name, value)
        self._refresh_on_item = True
        self.refresh_data_bindings()

    def refresh_data_bindings(self):
        """Raise ``refreshing_data_bindings``, then set every bound property from its expression."""
        self.raise_event("refreshing_data_bindings")
        apply_all(self, [*self._bound, *self._layout_bound()])

    def _layout_bound(self):
        """(binding, component) of what the form binds on its layout."""
        return ()

    @property
    def slots(self):
        """The slots this form has as a layout, by name."""
        return self._slots

    @property
    def dom_nodes(self):
        """Elements named with ``anvil:dom-node``, by name."""
        from .js import to_python

        return {name: to_python(element) for name, element in self._dom_nodes.items()}

    def __setattr__(self, name, value):
        if name in self._component_names:
            raise AttributeError(f"{type(self).__name__} has a component named {name!r}; it cannot be overwritten")
        super().__setattr__(name, value)

    def _begin(self):
        self._item = None
        self._refresh_on_item = True
        self._bound = []
        self._slots = {}
        self._dom_nodes = {}

    def _build(self, template):
        """Build what that template class describes: the form's own, or one that its container class brings."""
        cls = type(self)
        if "_form_handlers" not in cls.__dict__:
            cls._form_handlers = handlers_of(cls)
        for name, default in template._custom_defaults:
            self._values[name] = default()
        builder = Builder(self, cls._form_handlers)
        template._build_content(self, builder, template._blueprint)
        self._bound += builder.bound

    def _is_outermost(self, blueprint):
        return type(self)._blueprint is blueprint


class _ContainerForm(Form):
    """A form that is a container of Anvil's or of a package, with the template's components in it."""

    def _build_content(self, builder, blueprint):
        if blueprint.markup is not None:
            builder.fill_markup(blueprint.markup, self)
            for name, value in blueprint.props.items():
                setattr(self, name, value)
        builder.fill(blueprint, self)
        handled = self._form_handlers.get("", {}) if self._is_outermost(blueprint) else {}
        builder.wire_component(self, blueprint, handled)


class _LayoutForm(Form):
    """A form whose components go into the slots of a layout."""

    def _build_content(self, builder, blueprint):
        for slot_name, blueprints in self._blocks.items():
            made = [(builder.make(child), child.layout_props) for child in blueprints]
            self._slot_contents[slot_name] = made
        builder.wire_events(self, self._form_handlers.get("", {}), blueprint)

    def _layout_bound(self):
        return [(binding, self._layout) for binding in self._blueprint.bindings] if self._layout is not None else ()


def make_template(template, file, module_name):
    """The class a form's class is derived from, of a template that the server has parsed."""
    root = template.get("container") or template["layout"]
    names = {"_blueprint": Blueprint(root, file), "__module__": module_name, **_declared(template)}
    if template.get("layout"):
        blocks = template["layout"].get("blocks") or {}
        names["_blocks"] = {slot: [Blueprint(node, file) for node in nodes] for slot, nodes in blocks.items()}
        bases, walked = (_LayoutForm, WithLayout), [b for nodes in names["_blocks"].values() for b in nodes]
    else:
        base = class_named(root["type"])
        # A form may be the container of another; it is a _ContainerForm by itself then.
        bases = (base,) if issubclass(base, Form) else (_ContainerForm, base)
        walked = [names["_blueprint"]]
    inherited = getattr(bases[-1], "_component_names", frozenset())
    names["_component_names"] = inherited.union(b.name for start in walked for b in start.walk() if b.name)
    cls = type(template["class_name"] + "Template", bases, names)
    cls.__new__ = _maker(cls, bases[-1])
    return cls


def _maker(template, base):
    """``__new__`` of a template class: the container or layout form first, then what the template describes."""

    def __new__(cls, *args, **kwargs):
        form = base.__new__(cls)
        if not issubclass(base, Form):
            form._begin()
        if base not in (HtmlComponent, WithLayout):
            base.__init__(form, **template._blueprint.props)
        form._build(template)
        return form

    return __new__


def _declared(template):
    """Class attributes for the events and properties that the template's frontmatter declares."""
    properties = {prop["name"]: CustomProperty(prop) for prop in template.get("properties") or ()}
    events = ("refreshing_data_bindings", *(event["name"] for event in template.get("events") or ()))
    defaults = [(name, prop.default_of) for name, prop in properties.items() if prop.has_default]
    return {**properties, "events": events, "_custom_defaults": defaults}

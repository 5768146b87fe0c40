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
    _template = None
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
        return self._dom_nodes

    def __setattr__(self, name, value):
        if name in self._component_names:
            raise AttributeError(f"{type(self).__name__} has a component named {name!r}; it cannot be overwritten")
        super().__setattr__(name, value)

    def _begin(self):
        self._item = None
        self._refresh_on_item = True
        self._bound = ()
        self._slots = {}
        self._dom_nodes = {}
        for name, default in self._custom_defaults:
            self._values[name] = default()

    def _build(self):
        cls = type(self)
        if "_form_handlers" not in cls.__dict__:
            cls._form_handlers = handlers_of(cls)
        builder = Builder(self, cls._form_handlers)
        self._build_content(builder)
        self._bound = builder.bound

    def _wire_form(self, builder, blueprint):
        own = {event: [method] for event, method in blueprint.events.items()}
        builder.wire_events(self, {**own, **self._form_handlers.get("", {})}, blueprint)


class _ContainerForm(Form):
    """A form that is a container of Anvil's or of a package, with the template's components in it."""

    def __new__(cls, *args, **kwargs):
        form = cls._base.__new__(cls)
        form._begin()
        if cls._base is not HtmlComponent:
            cls._base.__init__(form, **cls._blueprint.props)
        form._build()
        return form

    def _build_content(self, builder):
        blueprint = self._blueprint
        if blueprint.markup is not None:
            builder.fill_markup(blueprint.markup, self)
            for name, value in blueprint.props.items():
                setattr(self, name, value)
        builder.fill(blueprint, self)
        self._own_children = len(self._children)
        self._wire_form(builder, blueprint)
        for binding in blueprint.bindings:
            builder.bound.append((binding, self))
            if binding.write is not None:
                binding.connect(self, self)


class _LayoutForm(Form):
    """A form whose components go into the slots of a layout."""

    def __new__(cls, *args, **kwargs):
        form = WithLayout.__new__(cls)
        form._begin()
        form._build()
        return form

    def _build_content(self, builder):
        for slot_name, blueprints in self._blocks.items():
            made = [(builder.make(blueprint), blueprint.layout_props) for blueprint in blueprints]
            self._slot_contents[slot_name] = made
        builder.wire_events(self, self._form_handlers.get("", {}), self._blueprint)

    def _layout_bound(self):
        return [(binding, self._layout) for binding in self._blueprint.bindings] if self._layout is not None else ()


def make_template(template, file, module_name):
    """The class a form's class is derived from, of a template that the server has parsed."""
    root = template.get("container") or template["layout"]
    names = {"_blueprint": Blueprint(root, file), "__module__": module_name}
    if template.get("layout"):
        blocks = template["layout"].get("blocks") or {}
        names["_blocks"] = {slot: [Blueprint(node, file) for node in nodes] for slot, nodes in blocks.items()}
        bases, walked = (_LayoutForm, WithLayout), [b for nodes in names["_blocks"].values() for b in nodes]
    else:
        names["_base"] = class_named(root["type"])
        bases, walked = (_ContainerForm, names["_base"]), [names["_blueprint"]]
    names["_component_names"] = frozenset(b.name for start in walked for b in start.walk() if b.name)
    names["events"] = ("refreshing_data_bindings", *(event["name"] for event in template.get("events") or ()))
    custom = template.get("properties") or ()
    names.update({prop["name"]: CustomProperty(prop) for prop in custom})
    names["_custom_defaults"] = [
        (prop["name"], CustomProperty(prop).default_of) for prop in custom if prop.get("default_value") is not None
    ]
    return type(template["class_name"] + "Template", bases, names)

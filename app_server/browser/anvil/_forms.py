"""Form templates: the class ``<Form>Template`` that a form's class is derived from."""

from ._bindings import apply_all
from ._blueprint import Blueprint, class_named
from ._building import Builder, refuse_nesting
from ._handle import handlers_of
from ._html import HtmlComponent, Replaceable, as_nodes
from ._layouts import Slot, WithLayout
from ._properties import CustomProperty, Item


class Form:
    """What every form has besides what its container class gives it."""

    item = Item()
    _blueprint = None
    _declared_defaults = ()

    def __init__(self, **properties):
        self.init_components(**properties)

    def init_components(self, **properties):
        """Set those of the given properties that the form has, then refresh its data bindings."""
        self._refresh_on_item = False
        try:
            for name, value in properties.items():
                if name in ("item", "tag") or name in self._props:
                    self._initialise(name, value)
        finally:
            self._refresh_on_item = True
        try:
            self.refresh_data_bindings()
        except Exception as error:  # whatever the app raises: told where, and raised again
            _reword(error, "{}. Did you initialise all data binding sources before initialising this component?")
            raise

    def _initialise(self, name, value):
        try:
            setattr(self, name, value)
        except Exception as error:  # whatever the app raises: told where, and raised again
            _reword(error, f"Error initialising property '{name}' on {self._class_name}: {{}}")
            raise

    def refresh_data_bindings(self):
        """Raise ``refreshing_data_bindings``, then set every bound property from its expression."""
        self.raise_event("refreshing_data_bindings")
        apply_all(self, [*self._bound, *self._layout_bound()])

    def _layout_bound(self):
        """(binding, component) of what the form binds on its layout."""
        return ()

    @property
    def slots(self):
        """The slots this form has as a layout, by name. Raises AttributeError where it has none."""
        slots = self._slots or getattr(self, "_html_slots", None)
        if not slots:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute 'slots'")
        return slots

    @Replaceable
    def dom_nodes(self):
        """Elements named with ``anvil:dom-node``, by name; those of an HtmlTemplate too."""
        return as_nodes({**getattr(self, "_named_nodes", {}), **self._dom_nodes})

    def __setattr__(self, name, value):
        if name in self._component_names:
            raise AttributeError(
                f"Cannot set attribute '{name}' on '{type(self).__name__}' form. "
                "There is already a component with this name."
            )
        object.__setattr__(self, name, value)

    def _begin(self):
        self._refresh_on_item = True
        self._bound = []
        self._slots = {}
        self._dom_nodes = {}

    def _build(self, template):
        """Build what that template class describes: the form's own, or one that its container class brings."""
        cls = type(self)
        if "_form_handlers" not in cls.__dict__:
            cls._form_handlers = handlers_of(cls)
        builder = Builder(self, cls._form_handlers, template)
        template._build_content(self, builder, template._blueprint)
        _make_slots(self, template._declared_slots)
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
        methods = {event: [method] for event, method in blueprint.form_events.items()}
        builder.wire_events(self, {**methods, **self._form_handlers.get("", {})}, blueprint)

    def _layout_bound(self):
        return [(binding, self._layout) for binding in self._blueprint.bindings] if self._layout is not None else ()


def make_template(template, file, module_name):
    """The class a form's class is derived from, of a template that the server has parsed."""
    root = template.get("container") or template["layout"]
    names = {"_blueprint": Blueprint(root, file), "__module__": module_name, "_class_name": template["class_name"]}
    names["events"] = ("refreshing_data_bindings",)
    names["_declared_slots"] = template.get("slots") or {}
    names["_declared_defaults"] = ()  # not those of a custom component that is this form's container
    if template.get("layout"):
        blocks = template["layout"].get("blocks") or {}
        names["_blocks"] = {slot: [Blueprint(node, file) for node in nodes] for slot, nodes in blocks.items()}
        bases, walked = (_LayoutForm, WithLayout), [b for nodes in names["_blocks"].values() for b in nodes]
    else:
        base = class_named(root["type"])
        # A form may be the container of another; it is a _ContainerForm by itself then.
        bases = (base,) if issubclass(base, Form) else (_ContainerForm, base)
        walked = [names["_blueprint"]]
    every = [blueprint for start in walked for blueprint in start.walk()]
    if template.get("custom_component") or template.get("slots") or any(blueprint.slot for blueprint in every):
        names.update(_declared(template))
    inherited = getattr(bases[-1], "_component_names", frozenset())
    names["_component_names"] = inherited.union(blueprint.name for blueprint in every if blueprint.name)
    # A component may have the name of what its form inherits: then the name means the component.
    names.update((name, _Named()) for name in names["_component_names"] if hasattr(bases[-1], name))
    cls = _FormClass(template["class_name"] + "Template", bases, names)
    cls.__new__ = _maker(cls, bases[-1])
    return cls


def _make_slots(form, described):
    """The slots of a YAML template: places among the components of one of the form's containers, or in its layout."""
    by_container = {}
    for name, slot in sorted(described.items(), key=lambda pair: (pair[1]["index"], pair[0])):
        if slot["is_in_slot"]:
            container = form.layout.slots[slot["container"]]
        else:
            container = getattr(form, slot["container"]) if slot["container"] else form
        made = Slot(container, slot["index"], slot["layout_properties"], slot["one_component"])
        for earlier in by_container.setdefault(slot["container"], []):
            made.offset_by_slot(earlier)
        by_container[slot["container"]].append(made)
        form._slots[name] = made


class _FormClass(type):
    """Classes of forms: a custom component is made with the defaults of its properties."""

    def __call__(cls, *args, **properties):
        for name, prop in cls._declared_defaults:
            if name not in properties:
                properties[name] = prop.default_of()
        return super().__call__(*args, **properties)


class _Named:
    """A component under a name that its form's base class uses as well."""

    def __set_name__(self, owner, name):
        self._owner, self._name = owner, name

    def __get__(self, form, owner=None):
        # Asked only while the form has no such component yet.
        return self if form is None else getattr(super(self._owner, form), self._name)


def _reword(error, pattern):
    """Put the error's message into a pattern, when it has one."""
    if error.args and isinstance(error.args[0], str) and not isinstance(error, KeyError):
        error.args = (pattern.format(error.args[0]), *error.args[1:])


def _maker(template, base):
    """``__new__`` of a template class: the container or layout form first, then what the template describes."""

    def __new__(cls, *args, **kwargs):
        refuse_nesting(template)
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
    defaults = [(name, prop) for name, prop in properties.items() if prop.type != "object"]
    return {**properties, "events": events, "_declared_defaults": defaults}

"""A form template as parsed by the server, made ready to build components from, many times over."""

import copy
import importlib

from . import _page
from ._bindings import Binding

_classes = {}


def class_named(type_name):
    """The component class of a template's ``type``: ``Button`` of Anvil, or ``package.path.to.Form``."""
    cls = _classes.get(type_name)
    if cls is None:
        cls = _classes[type_name] = _find_class(type_name)
    return cls


def form_class(form):
    """A form's class, of the class itself or of its name: inside the app's package, or in full. Raises ImportError."""
    from ._app_info import app
    from ._importer import is_module

    if not isinstance(form, str):
        return form
    local = f"{app.package_name}.{form}"
    try:
        return class_named(local if is_module(local) else form)
    except ImportError as error:
        if is_module(local) or is_module(form):
            raise
        raise ModuleNotFoundError(f"No module named '{form}'", name=form) from error


def _find_class(type_name):
    if "." not in type_name or (type_name.startswith("anvil.") and type_name.count(".") == 1):
        anvil = importlib.import_module("anvil")
        name = type_name.rpartition(".")[2]
        cls = getattr(anvil, name, None)
        if not isinstance(cls, type):
            raise ImportError(f"Anvil has no component {name}")
        return cls
    module_name, _, name = type_name.rpartition(".")
    try:
        found = getattr(importlib.import_module(type_name), name)
    except ModuleNotFoundError as error:
        if error.name != type_name:
            raise
        found = getattr(importlib.import_module(module_name), name)
    return found


class Blueprint:
    """One component of a template: how to make it, what to bind and to listen to, and what it holds."""

    def __init__(self, node, file):
        self.type = node.get("type", "HtmlComponent")
        self.name = node.get("name") or ""
        self.slot = node.get("slot")
        self.layout_props = node.get("container") or {}
        self.events = node.get("events") or {}
        self.form_events = node.get("form_events") or {}
        self.place = f"{file}:{node.get('line', 1)}"
        self.children = [Blueprint(child, file) for child in node.get("children") or ()]
        self.markup = Markup(node, file) if "html" in node else None
        props = node.get("props") or {}
        self._plain_props = {name: value for name, value in props.items() if not isinstance(value, (list, dict))}
        self._deep_props = {name: value for name, value in props.items() if isinstance(value, (list, dict))}
        self.bindings = [
            Binding(self.name, binding["property"], binding["code"], binding.get("writeback"), self.place)
            for binding in node.get("bindings") or ()
        ]

    @property
    def props(self):
        """The given properties; lists and dicts are each component's own."""
        return {**self._plain_props, **copy.deepcopy(self._deep_props)} if self._deep_props else self._plain_props

    def walk(self):
        """This and everything in it."""
        yield self
        for child in self.children:
            yield from child.walk()
        if self.markup is not None:
            for mark in self.markup.marks:
                if mark.blueprint is not None:
                    yield from mark.blueprint.walk()


class Markup:
    """Plain HTML of a template, parsed once and cloned; its marked elements are what Python has to do with."""

    def __init__(self, node, file):
        self._html = node["html"]
        self.has_scripts = "<script" in self._html
        self._cloner = None
        self.root = Mark(node, file, with_blueprint=False)
        self.marks = [Mark(mark, file) for mark in node.get("marks") or ()]

    def clone(self):
        """A list: the root element, then the marked ones in order."""
        if self._cloner is None:
            self._cloner = _page.api.markupCloner(self._html)
        return self._cloner()


class Mark:
    """A marked element: a component's or slot's place, a dropzone, a name in ``dom_nodes``, listeners."""

    def __init__(self, mark, file, with_blueprint=True):
        self.node = mark.get("node")
        self.dom_events = mark.get("dom_events") or {}
        self.dropzone = mark.get("dropzone")
        self.parent = mark.get("parent")
        self.is_element = bool(mark.get("is_element"))
        has_component = "type" in mark or "slot" in mark or self.is_element
        self.blueprint = Blueprint(mark, file) if with_blueprint and has_component else None

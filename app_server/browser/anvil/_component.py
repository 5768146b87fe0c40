"""Component: a class over one element."""

import re

from . import _page, _presence
from ._events import EventSource
from ._prop import Prop

NOT_IN_A_ROLE = re.compile("[^A-Za-z0-9_-]")
ALIGNMENTS = ("start", "center", "end", "nearest")


class ComponentTag:
    """``component.tag``: a place for an app's own attributes."""

    def __repr__(self):
        return f"ComponentTag({self.__dict__!r})"


class Component(EventSource):
    """What every component is: one element (``dom``), properties, events, and a place in a container.

    ``html`` is the root element's markup, parsed once per class and cloned. ``events`` are the names a handler may be
    set for besides ``show`` and ``hide``; names that begin with ``x-`` always may. ``ignores_unknown`` says that the
    constructor takes keywords it does not know, as the M3 components do.
    """

    html = "<div></div>"
    events = ()
    ignores_unknown = False

    _markup = None
    _all_events = frozenset({"show", "hide"})
    _props = {}
    _writebacks = {}
    _seen = False
    _is_open_form = False
    _is_set_up = False
    _carrier = None  # the element in its container: its own, or one around it

    visible = Prop(True, "_set_visible", "boolean")
    role = Prop(None, "_set_role", "themeRole")
    tooltip = Prop("", "_set_tooltip")

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls._all_events = cls._all_events.union(cls.events, _declared_events(cls))
        cls._props = {
            name: prop for base in reversed(cls.__mro__) for name, prop in vars(base).items() if isinstance(prop, Prop)
        }
        cls._writebacks = {}
        for name, prop in cls._props.items():
            for event in prop.writeback:
                cls._writebacks.setdefault(event, []).append(name)

    def __new__(cls, *args, **kwargs):
        component = object.__new__(cls)
        component._values = {}
        component._handlers = None
        component._parent = None
        component._layout_props = {}
        component._shown = False
        component._tag = None
        component.dom = _page.make_element(cls)
        return component

    def __init__(self, *args, **properties):
        if args:
            raise TypeError("Component constructor takes keyword arguments only")
        self._set_properties(properties)

    def _set_properties(self, properties):
        for name, value in properties.items():
            if hasattr(type(self), name):
                setattr(self, name, value)
            elif not self.ignores_unknown:
                raise unexpected_keywords(self, [name])

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__name__} object>"

    @property
    def __name__(self):
        return type(self).__name__

    @property
    def tag(self):
        if self._tag is None:
            self._tag = ComponentTag()
        return self._tag

    @tag.setter
    def tag(self, value):
        self._tag = value

    @property
    def parent(self):
        """The container it was added to, or None."""
        return None if self._parent is None else self._parent._as_parent()

    @parent.setter
    def parent(self, _value):
        raise AttributeError(
            f"Cannot set a '{type(self).__name__}' component's parent this way "
            "- use 'add_component' on the container instead"
        )

    def keep(self, name, value):
        """Note the value of a property that the element has already taken, as when the user typed it."""
        self._values[name] = value

    def listen(self, event_type, handler, element=None):
        """Call ``handler(event)`` on a DOM event of the element (the root unless told); it may block."""
        _page.listen(self, element if element is not None else self.dom, event_type, handler)

    def remove_from_parent(self):
        """Take it out of its container; nothing happens when it is in none."""
        if self._parent is not None:
            self._parent._remove(self)

    def scroll_into_view(self, smooth=False, align="center"):
        """Scroll the window so that the component can be seen; ``align``: start, center, end or nearest."""
        if not isinstance(align, str):
            raise TypeError("'align' must be a string")
        if align.lower() not in ALIGNMENTS:
            raise ValueError("'align' must be one of 'start', 'center', 'end', 'nearest'")
        _page.api.scrollIntoView(self.dom, bool(smooth), align.lower())

    def _set_up(self):
        """Ask a component that an app wrote over its own element for that, before it is put anywhere."""
        if not self._is_set_up and hasattr(self, "_anvil_setup_dom_"):
            from .js import to_js

            self._is_set_up = True
            self.dom = to_js(self._anvil_setup_dom_())

    def _set_visible(self, value):
        self.dom.classList.toggle("visible-false", not value)
        _presence.change_visibility(self, bool(value))

    def _set_role(self, value):
        _page.api.setRoles(self.dom, role_classes(value))

    def _set_tooltip(self, value):
        if value:
            self.dom.dataset.m3Tooltip = str(value)
        else:
            self.dom.removeAttribute("data-m3-tooltip")

    def _as_parent(self):
        """What those in it see as their parent."""
        return self

    def _as_components(self):
        """What it counts as among the components of its container."""
        return (self,)

    def _is_visible(self):
        return bool(self.visible)

    def _item_set(self, value):
        """A form of this container got a new ``item``."""

    def _page_children(self):
        """The components that come and go with this one."""
        return ()

    def _page_added(self):
        """It has come to the page."""

    def _page_removed(self):
        """It has left the page."""

    def _enter_page(self):
        """It was put on the page by other means than a container: as the open form, in a dialog."""
        if not self._shown:
            _presence.enter(self)

    def _leave_page(self):
        """It was taken from the page again."""
        if self._shown:
            _presence.leave(self)


def get_focused_component():
    """The component that has the keyboard focus, or None."""
    return _page.component_around(_page.api.focusedElement())


def unexpected_keywords(component, names):
    """The TypeError of a constructor that does not know these keywords."""
    known = ", ".join(f"'{name}'" for name in names)
    return TypeError(f"{type(component).__name__} got unexpected keyword argument(s): {known}")


def role_classes(value):
    """The classes of a role, None, a text or a list of texts, parted by spaces. Raises TypeError."""
    if value is None:
        return ""
    roles = [value] if isinstance(value, str) else value
    if not isinstance(roles, (list, tuple)) or not all(isinstance(role, str) for role in roles):
        raise TypeError("role must be None, a string, or a list of strings")
    names = (NOT_IN_A_ROLE.sub("", role) for role in roles)
    return " ".join(f"anvil-role-{name}" for name in names if name)


def _declared_events(cls):
    """Names in ``_anvil_events_``, where components written in Python declare their events."""
    for event in cls.__dict__.get("_anvil_events_", ()):
        yield event if isinstance(event, str) else event["name"]

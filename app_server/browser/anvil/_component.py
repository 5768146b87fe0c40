"""Component: a class over one element."""

from . import _page
from ._events import EventSource
from ._prop import Prop


class ComponentTag:
    """``component.tag``: a place for an app's own attributes."""

    def __repr__(self):
        return "ComponentTag(" + ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items()) + ")"


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

    visible = Prop(True, "_set_visible", "boolean")
    role = Prop(None, "_set_role", "themeRole")
    tooltip = Prop("", "_set_tooltip")
    spacing = Prop(None, "_set_spacing", "spacing")

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls._all_events = cls._all_events | frozenset(cls.events)
        own = {name: prop for name, prop in cls.__dict__.items() if isinstance(prop, Prop)}
        if own:
            cls._props = {**cls._props, **own}
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

    def __init__(self, **properties):
        for name, value in properties.items():
            self._set_property(name, value)

    def _set_property(self, name, value):
        if hasattr(type(self), name):
            setattr(self, name, value)
        elif not self.ignores_unknown:
            raise TypeError(f"{type(self).__name__}() got an unexpected keyword argument '{name}'")

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__name__} object>"

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
        return self._parent

    def keep(self, name, value):
        """Note the value of a property that the element has already taken, as when the user typed it."""
        self._values[name] = value

    def listen(self, event_type, handler, element=None):
        """Call ``handler(event)`` on a DOM event of the element (the root unless told); it may block."""
        _page.listen(self, element if element is not None else self.dom, event_type, handler)

    def write_back(self, name):
        """Write the property's value to the target of its data binding, if it has one with write-back."""
        self.raise_event("x-anvil-write-back-" + name)

    def remove_from_parent(self):
        """Take it out of its container; nothing happens when it is in none."""
        if self._parent is not None:
            self._parent._remove(self)

    def scroll_into_view(self, smooth=False, align="center"):
        """Scroll the window so that the component can be seen."""
        _page.api.scrollIntoView(self.dom, bool(smooth), align)

    def get_event_handlers(self, event_name):
        """The handlers set for that event, in the order in which they run."""
        return tuple((self._handlers or {}).get(event_name, ()))

    def _set_visible(self, value):
        self.dom.classList.toggle("visible-false", not value)

    def _set_role(self, value):
        roles = [value] if isinstance(value, str) and value else list(value or ())
        _page.api.setRoles(self.dom, " ".join(f"anvil-role-{role}" for role in roles))

    def _set_tooltip(self, value):
        if value:
            self.dom.dataset.m3Tooltip = str(value)
        else:
            self.dom.removeAttribute("data-m3-tooltip")

    def _set_spacing(self, value):
        for side in ("margin", "padding"):
            self.dom.style.setProperty(side, _lengths((value or {}).get(side)))

    def _item_set(self, value):
        """A form of this container got a new ``item``."""

    def _page_children(self):
        """The components that come and go with this one."""
        return ()

    def _enter_page(self):
        """It is on the page now: children first, then itself."""
        if self._shown:
            return
        self._shown = True
        for child in self._page_children():
            child._enter_page()
        self.raise_event("show")

    def _leave_page(self):
        """It has left the page: itself first, then its children."""
        if not self._shown:
            return
        self._shown = False
        self.raise_event("hide")
        for child in self._page_children():
            child._leave_page()


def _lengths(value):
    """A margin or padding of Anvil's spacing property as CSS; numbers are pixels."""
    if value is None:
        return ""
    sides = value if isinstance(value, (list, tuple)) else [value]
    return " ".join(_length(side) for side in sides)


def _length(side):
    if side is None or side == "":
        return "0"
    return str(side) if isinstance(side, str) and not side.replace(".", "", 1).isdigit() else f"{side}px"

"""What every M3 component is: one element with named parts, and events that listen to the page only when wanted."""

from anvil import _page
from anvil._component import Component
from anvil._container import Container
from anvil._prop import Prop


def page():
    """The functions of js/index.ts; looked up at each use, since nothing of the page may be kept in the snapshot."""
    import js

    return js.m3


class DomNodes:
    """The elements in `root`, itself among them, by a class of theirs. Raises KeyError for a name that none has."""

    def __init__(self, root):
        self._root = root

    def __getitem__(self, name):
        found = self._root if self._root.classList.contains(name) else self._root.querySelector("." + name)
        if found is None:
            raise KeyError(name)
        return found


class M3Component(Component):
    """A component whose element's parts are found by their class.

    `dom_events` maps an event of the component to (DOM event, part, name of the method that raises it); `role_part`
    is the part that carries the classes of `role`. `is_classic` is one that Anvil has without the theme.
    """

    ignores_unknown = True
    is_classic = False
    dom_events = {}
    role_part = None
    role = Prop("", "_set_role", type="themeRole")

    def __init__(self, **properties):
        self._found = {}
        self._heard = set()
        super().__init__(**properties)

    def _set_properties(self, properties):
        for name, value in properties.items():
            try:
                super()._set_properties({name: value})
            except (TypeError, ValueError) as error:
                if not self.is_classic:
                    form = next(base.__module__ for base in type(self).__mro__ if base.__module__.startswith("m3."))
                    place = f"Error initialising property '{name}' on {form[3:]}"
                    error.args = (f"{place}: {error}", *error.args[1:])
                raise

    def part(self, name=None):
        """The element with class `name` in this component, or the component's own element."""
        if name is None:
            return self.dom
        if name not in self._found:
            self._found[name] = self.dom.querySelector("." + name)
        return self._found[name]

    @property
    def dom_nodes(self):
        """Its elements by the names that Anvil's theme has for them, such as "anvil-m3-button", where it has them."""
        return DomNodes(self.dom)

    def add_event_handler(self, event_name, handler):
        super().add_event_handler(event_name, handler)
        wiring = self.dom_events.get(event_name)
        if wiring and wiring not in self._heard:
            self._heard.add(wiring)
            dom_event, part, method = wiring
            self.listen(dom_event, getattr(self, method), self.part(part))

    def show_icon(self, part, name, place="start"):
        """Put the icon `name` ("mi:home", "" for none) at an end of a part."""
        page().setIcon(self.part(part), name or "", place)

    def raise_click(self, event, event_name="click"):
        """Raise "click", or what is named, with the DOM event and the keys held during it."""
        keys = {"shift": event.shiftKey, "alt": event.altKey, "ctrl": event.ctrlKey, "meta": event.metaKey}
        self.raise_event(event_name, event=event, keys=keys)

    def _set_role(self, value):
        roles = [value] if isinstance(value, str) and value else list(value or ())
        _page.api.setRoles(self.part(self.role_part), " ".join(f"anvil-role-{role}" for role in roles))


class M3Container(Container, M3Component):
    """An M3 component that holds others, in the part named `host`."""

    host = None

    def child_host(self, layout_props):
        return self.part(self.host)

"""The way to the page's JavaScript: ``api`` is the object boot/page.ts makes, there once the page has started.

Nothing of JavaScript may be held when the memory snapshot is made, so no module of this package imports ``js`` at
its top.
"""

import weakref

api = None

_components = weakref.WeakValueDictionary()
_next_id = 0


def start(page_api):
    """Take the page's API; called once, before any component is made."""
    global api
    api = page_api


def make_element(cls):
    """A new root element of that component class, cloned from its ``html``, which is parsed once."""
    cloner = cls.__dict__.get("_cloner")
    if cloner is None:
        cloner = cls._cloner = api.cloner(cls.html)
    return cloner()


def listen(component, element, event_type, handler):
    """Call ``handler(event)`` on a DOM event, in Python that may block; the component may be forgotten meanwhile."""
    global _next_id
    listeners = component.__dict__.get("_listeners")
    if listeners is None:
        _next_id += 1
        component._page_id = _next_id
        listeners = component._listeners = []
        _components[_next_id] = component
    listeners.append(handler)
    api.listen(element, event_type, component._page_id, len(listeners) - 1)


def on_dom_event(page_id, index, event):
    """A listener's way in: ``api`` enters it so that it may wait for promises."""
    component = _components.get(page_id)
    if component is None:
        return
    try:
        component._listeners[index](event)
    except Exception as error:  # noqa: BLE001 (the outermost frame of every handler: the user must be told)
        report(error)


def report(error):
    """Hand an exception that nobody caught to the app's error handling."""
    from ._errors import report_error

    report_error(error)

"""The way to the page's JavaScript: ``api`` is the object boot/page.ts makes, there once the page has started.

Nothing of JavaScript may be held when the memory snapshot is made, so no module of this package imports ``js`` at
its top.
"""

import weakref

api = None
report = None  # report(error) hands an exception that nobody caught to the app's error handling

_components = weakref.WeakValueDictionary()
_next_id = 0


def start(page_api, report_error):
    """Take the page's API, and what is to be done with an exception nobody caught; called once, before all else."""
    global api, report
    api, report = page_api, report_error


def make_element(cls):
    """A new root element of that component class, cloned from its ``html``, which is parsed once."""
    cloner = cls.__dict__.get("_cloner")
    if cloner is None:
        cloner = cls._cloner = api.cloner(cls._markup or cls.html)
    return cloner()


def listen(component, element, event_type, handler):
    """Call ``handler(event)`` on a DOM event, in Python that may block; the component may be forgotten meanwhile."""
    page_id = _id_of(component)
    component._listeners.append(handler)
    api.listen(element, event_type, page_id, len(component._listeners) - 1)


def _id_of(component):
    """The number under which JavaScript knows the component, which keeps neither alive."""
    global _next_id
    if "_page_id" not in component.__dict__:
        _next_id += 1
        component._page_id = _next_id
        component._listeners = []
        _components[_next_id] = component
    return component._page_id


def component_around(element):
    """The nearest component whose element holds that element, of those that listen to something; or None."""
    return _components.get(api.pageIdAround(element)) if element is not None else None


def on_dom_event(page_id, index, event):
    """A listener's way in: ``api`` enters it so that it may wait for promises."""
    component = _components.get(page_id)
    if component is None:
        return
    try:
        component._listeners[index](event)
    except Exception as error:  # noqa: BLE001 (the outermost frame of every handler: the user must be told)
        report(error)


def on_uncaught(thrown):
    """The way in for what JavaScript threw and nobody caught, which may be an exception of Python's."""
    from .js._errors import from_js

    report(from_js(thrown))


def answer_calls(component, element):
    """Let JavaScript call the component's methods with ``anvil.call(element, "method", …)`` from inside the element."""
    api.answerCalls(element, _id_of(component))


def on_page_call(page_id, outcome, name, *args):
    """The way in of ``anvil.call``: ``outcome`` takes what the method returns or raises."""
    from .js._values import enter_method

    enter_method(_components.get(page_id), outcome, name, args)


def start_timer(component, seconds):
    """Call ``component._tick()`` every so many seconds until ``api.stopTimer`` of what is given back."""
    return api.startTimer(_id_of(component), seconds)


def on_tick(page_id):
    """A timer's way in."""
    timer = _components.get(page_id)
    if timer is None:
        return
    try:
        timer._tick()
    except Exception as error:  # noqa: BLE001 (the outermost frame of every handler: the user must be told)
        report(error)


def draw_cells(row, cells):
    """Order a row's cells; each is [element, text or None, width, whether it grows, title of its column]."""
    from pyodide.ffi import to_js

    api.drawCells(row, to_js(cells))


def draw_options(select, labels):
    """Give a select element these options."""
    from pyodide.ffi import to_js

    api.drawOptions(select, to_js(labels))

"""``@handle``: methods that say which event they are for."""


def handle(component_name, event_name):
    """Make a form's method the handler of its component's event; ``""`` stands for the form itself."""

    for name, value in (("component_name", component_name), ("event_name", event_name)):
        if not isinstance(value, str):
            raise TypeError(f"{name} must be a string")

    def mark(method):
        method.__dict__.setdefault("_anvil_handles", []).append((component_name, event_name))
        return method

    return mark


def handlers_of(cls):
    """{component name: {event name: [method name]}} of a form class and its bases."""
    found = {}
    for base in reversed(cls.__mro__):
        for method_name, method in base.__dict__.items():
            for component_name, event_name in getattr(method, "_anvil_handles", ()):
                names = found.setdefault(component_name, {}).setdefault(event_name, [])
                if method_name not in names:
                    names.append(method_name)
    return found

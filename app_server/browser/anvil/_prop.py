"""Properties of components."""


class Prop:
    """A property of a component class: a value, and what to do with the element when it is set.

    ``apply`` names the method that takes the new value; it is called on every set, never for the default, which the
    markup shows already. ``writeback`` names the event (or events) on which a data binding's target is written.
    """

    def __init__(self, default=None, apply=None, type="string", writeback=None):
        self.default = default
        self.apply = apply
        self.type = type
        self.writeback = (writeback,) if isinstance(writeback, str) else tuple(writeback or ())
        self.name = ""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, component, owner=None):
        if component is None:
            return self
        return component._values.get(self.name, self.default)

    def __set__(self, component, value):
        component._values[self.name] = value
        if self.apply is not None:
            getattr(component, self.apply)(value)

"""Properties of components."""


class Prop:
    """A property of a component class: a value, and what to do with the element when it is set.

    ``apply`` names the method that takes the new value; it is called on every set, never for the default, which the
    markup shows already. ``read`` names the method that gives the value where the element knows it better (what the
    user typed). ``writeback`` names the event (or events) on which a data binding's target is written.
    """

    def __init__(self, default=None, apply=None, type="string", writeback=None, read=None, read_only=False):
        self.default = default
        self.apply = apply
        self.type = type
        self.writeback = (writeback,) if isinstance(writeback, str) else tuple(writeback or ())
        self.read = read
        self.read_only = read_only
        self.name = ""

    def __set_name__(self, owner, name):
        self.name = name

    def default_of(self):
        """The value of a component for which none was set."""
        return self.default

    def __get__(self, component, owner=None):
        if component is None:
            return self
        if self.read is not None:
            return getattr(component, self.read)()
        return component._values.get(self.name, self.default)

    def __set__(self, component, value):
        if self.read_only:
            raise AttributeError(f"The '{self.name}' property for a {type(component).__name__} is read-only")
        component._values[self.name] = value
        if self.apply is not None:
            getattr(component, self.apply)(value)

"""What both sides know."""

import anvil.server


@anvil.server.portable_class
class Point(object):
    def __init__(self, x, y):
        self.x, self.y = x, y

    @anvil.server.server_method
    def doubled(self):
        return Point(2 * self.x, 2 * self.y)

    @anvil.server.server_method
    @classmethod
    def named(cls, name):
        return "{} of {}".format(name, cls.__name__)


class OutOfStock(anvil.server.AnvilWrappedError):
    """The app's own exception, known by name on both sides."""


anvil.server._register_exception_type("services_app.shapes.OutOfStock", OutOfStock)

"""Classes that the app and its uplinks know by the same names, and errors of their own."""

import anvil
import anvil.server


@anvil.server.portable_class("shop.Point")
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Point({self.x!r}, {self.y!r})"

    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)

    __hash__ = None


@anvil.server.portable_class("shop.Sealed")
class Sealed:
    """Says what it crossed with."""

    def __init__(self, text):
        self.text = text

    def __serialize__(self, info):
        return {"text": self.text, "sent_to_trusted": info.remote_is_trusted}

    def __deserialize__(self, data, info):
        self.text = data["text"]
        self.seen = [data["sent_to_trusted"], info.remote_is_trusted, info.local_is_trusted]


@anvil.server.portable_class("shop.Made")
class Made:
    def __serialize__(self, info):
        return 5

    @classmethod
    def __new_deserialized__(cls, data, info):
        made = cls()
        made.number = data
        return made


@anvil.server.portable_class("shop.Counted")
class Counted:
    """Tells how many of its kind crossed in one message."""

    def __serialize__(self, info):
        shared, _ = info.shared_data(Counted)
        shared["count"] = shared.get("count", 0) + 1
        return {}

    def __deserialize__(self, data, info):
        self.count = info.shared_data(Counted)[0]["count"]


@anvil.server.portable_class("shop.Fussy")
class Fussy:
    def __deserialize__(self, data, info):
        raise ValueError("not today")


class Letter(anvil.Media):
    """Media that are written when somebody reads them; without a text they cannot be."""

    def __init__(self, text):
        self.text = text

    def get_content_type(self):
        return "text/plain"

    def get_name(self):
        return "letter.txt"

    def get_bytes(self):
        if self.text is None:
            raise LookupError("nothing to write")
        return self.text.encode() if self.text else self.text


class Unregistered:
    def __repr__(self):
        return "Unregistered"


class SoldOut(anvil.server.AnvilWrappedError):
    pass


anvil.server._register_exception_type("shop.SoldOut", SoldOut)


class Untyped(anvil.server.AnvilWrappedError):
    pass


class Refused(anvil.server.PermissionDenied):
    pass

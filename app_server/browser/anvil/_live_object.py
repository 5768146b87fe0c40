"""Live objects: values that stand for something on the server."""


class LiveObject:
    """Known by the backend and the id in ``_spec``, and equal when both are."""

    def __init__(self, spec):
        self._spec = spec

    def __repr__(self):
        return f"<LiveObject: {self._spec['backend']}>"

    def __eq__(self, other):
        return isinstance(other, LiveObject) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def _key(self):
        return self._spec["backend"], self._spec["id"]
